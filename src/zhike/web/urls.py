"""The generic pages: every record type has them, whether anybody wrote a line for it or not.

Included last: what a package does in its own way stands before.
"""

from __future__ import annotations

from django.urls import path

from zhike.web import (
    bulk,
    change_sets,
    editing,
    entrance,
    finding,
    health,
    hints,
    history,
    home,
    jobs,
    lists,
    preferences,
    records,
    saved_views,
    sharing,
    styleguide,
    timeline,
    trash,
    understood,
    verbs,
)

urlpatterns = [
    path("", home.home_page, name="home"),
    path("login/", entrance.LogIn.as_view(), name="login"),
    path("logout/", entrance.LogOut.as_view(), name="logout"),
    path("healthz", health.healthz, name="healthz"),
    path("healthz/", health.healthz),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("preferences/", preferences.preferences_page, name="preferences"),
    path("preferences/language/", preferences.language, name="set_language"),
    path("preferences/password/", preferences.password_page, name="password"),
    path("access/", sharing.access_page, name="access"),
    path("search/", finding.search_page, name="search"),
    path("search/options/", finding.any_options, name="any_options"),
    path("understood/", understood.understood, name="understood"),
    path("change-sets/", change_sets.change_sets_page, name="change_sets"),
    path("change-sets/<uuid:id_>/", change_sets.change_set_page, name="change_set"),
    path("change-sets/<uuid:id_>/undo/", change_sets.undo, name="undo"),
    path("trash/", trash.trash_page, name="trash"),
    path("trash/<int:seq>/restore/", trash.restore, name="restore"),
    path("jobs/<uuid:id_>/", jobs.job_page, name="job"),
    path("jobs/<uuid:id_>/stop/", jobs.stop, name="stop_job"),
    path("<slug:name>/", lists.list_page, name="list"),
    path("<slug:name>/new/", editing.new_page, name="new"),
    path("<slug:name>/bulk/", bulk.bulk_page, name="bulk"),
    path("<slug:name>/views/", saved_views.save_view, name="save_view"),
    path("<slug:name>/filter-choices/", lists.filter_choices, name="filter_choices"),
    path("<slug:name>/hints/", hints.hints, name="hints"),
    path("<slug:name>/options/", finding.options, name="options"),
    path("<slug:name>/<uuid:id_>/", records.record_page, name="record"),
    path("<slug:name>/<uuid:id_>/edit/", editing.edit_page, name="edit"),
    path("<slug:name>/<uuid:id_>/history/", history.history_page, name="history"),
    path("<slug:name>/<uuid:id_>/timeline/", timeline.timeline_page, name="timeline"),
    path("<slug:name>/<uuid:id_>/as-of/", history.as_of_page, name="as_of"),
    path("<slug:name>/<uuid:id_>/access/", sharing.record_access_page, name="record_access"),
    path("<slug:name>/<uuid:id_>/collaborators/", sharing.collaborators, name="collaborators"),
    path("<slug:name>/<uuid:id_>/delete/", verbs.delete_page, name="delete"),
    path("<slug:name>/<uuid:id_>/<slug:verb>/", verbs.verb_page, name="verb"),
]
