"""The pages of sales that are its own; the rest are the generic ones."""

from __future__ import annotations

from django.urls import path

from zhike.sales import cockpit, views

urlpatterns = [
    path("cockpit/", cockpit.cockpit_page, name="cockpit"),
    path("cockpit/remind/", cockpit.remind_of, name="remind_of_next_steps"),
    path("opportunities/board/", views.board_page, name="board"),
    path("opportunities/board/cards/", views.board_cards_part, name="board_cards"),
    path("opportunities/board/move/", views.board_move, name="board_move"),
]
