"""Pages of people that are not generic."""

from __future__ import annotations

from django.urls import path

from zhike.people import panels
from zhike.people.duplicates import pages

urlpatterns = [
    path("duplicates/", pages.duplicates_page, name="duplicates"),
    path("duplicates/<uuid:id_>/ask/", pages.ask_owner, name="ask_owner"),
    path("parties/<uuid:id_>/relationships/", panels.relationships, name="relationships"),
]
