"""Pages of people that are not generic."""

from __future__ import annotations

from django.urls import path

from zhike.people import panels

urlpatterns = [
    path("parties/<uuid:id_>/relationships/", panels.relationships, name="relationships"),
]
