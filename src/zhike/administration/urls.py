"""Pages of administration that are more than a list or a form of a record type."""

from __future__ import annotations

from django.urls import path

from zhike.administration import (
    access_log,
    brand_pictures,
    coding,
    dictionary,
    entering,
    passwords,
    places,
    resuming,
    roles,
    suggested,
    teams,
    tokens,
    viewing,
)

urlpatterns = [
    path("settings/", places.settings_page, name="settings"),
    path("settings/resume-sending/", resuming.resume, name="resume_sending"),
    path("settings/company/", places.company_page, name="company"),
    path("dictionary/", dictionary.dictionary_page, name="dictionary"),
    path("dictionary/propose/", dictionary.propose_page, name="propose_value"),
    path("legal-entities/<uuid:id_>/pictures/", brand_pictures.put_page, name="brand_pictures"),
    path("coding/<uuid:id_>/", coding.coding_page, name="coding"),
    path("access-log/", access_log.access_log_page, name="access_log"),
    path("teams/tree/", teams.tree_page, name="teams"),
    path("users/<uuid:id_>/password/", passwords.password_page, name="user_password"),
    path("users/<uuid:id_>/second-step/", entering.reset_second_step, name="reset_second_step"),
    path("users/<uuid:id_>/sessions/", entering.end_sessions, name="end_user_sessions"),
    path("users/<uuid:id_>/view-as/", viewing.begin, name="view_as"),
    path("api-tokens/new/", tokens.issue_page, name="issue_token"),
    path("roles/suggested/", suggested.suggested_page, name="suggested_roles"),
    path("roles/new/", roles.new_page, name="new_role"),
    path("roles/<uuid:id_>/edit/", roles.edit_page, name="edit_role"),
]
