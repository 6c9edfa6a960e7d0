"""The pages of sales that are its own; the rest are the generic ones."""

from __future__ import annotations

from django.urls import path

from zhike.sales import cockpit, process_pages, reports, views
from zhike.sales.lessons import pages as lesson_pages
from zhike.sales.visits import programme

urlpatterns = [
    path("cockpit/", cockpit.cockpit_page, name="cockpit"),
    path("cockpit/remind/", cockpit.remind_of, name="remind_of_next_steps"),
    path("opportunities/board/", views.board_page, name="board"),
    path("opportunities/board/cards/", views.board_cards_part, name="board_cards"),
    path("opportunities/board/move/", views.board_move, name="board_move"),
    path("executive-visits/programme/", programme.programme_page, name="visit_programme"),
    path("opportunities/<uuid:id_>/process/", process_pages.process_page, name="process"),
    path("opportunities/waiting/", reports.waiting_page, name="waiting"),
    path("opportunities/losses/", reports.losses_page, name="losses"),
    path("lessons/by-stage/", lesson_pages.by_stage_page, name="lessons_by_stage"),
    path("lessons/<uuid:id_>/useful/", lesson_pages.mark_useful, name="mark_useful"),
]
