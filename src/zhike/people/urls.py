"""Pages of people that are not generic."""

from __future__ import annotations

from django.urls import path

from zhike.people import panels
from zhike.people.quality import pages, rules_page

urlpatterns = [
    path("quality/", pages.quality_page, name="quality"),
    path("quality/rules/", rules_page.rules_page, name="quality_rules"),
    path("quality/conflicts/", pages.conflicts_page, name="conflicts"),
    path("quality/conflicts/settle/", pages.settle_all, name="settle_all"),
    path("quality/conflicts/<uuid:id_>/settle/", pages.settle_one, name="settle"),
    path("parties/<uuid:id_>/relationships/", panels.relationships, name="relationships"),
]
