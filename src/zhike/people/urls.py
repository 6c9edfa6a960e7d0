"""Pages of people that are not generic."""

from __future__ import annotations

from django.urls import path

from zhike.people import panels
from zhike.people.duplicates import pages, queue

urlpatterns = [
    path("duplicates/", pages.duplicates_page, name="duplicates"),
    path("duplicates/<uuid:id_>/ask/", pages.ask_owner, name="ask_owner"),
    path("duplicates/pairs/", queue.queue_page, name="duplicate_pairs"),
    path("duplicates/pairs/<uuid:id_>/", queue.pair_page, name="duplicate_pair"),
    path("duplicates/pairs/<uuid:id_>/different/", queue.different, name="pair_different"),
    path("duplicates/pairs/<uuid:id_>/related/", queue.related, name="pair_related"),
    path("duplicates/scan/", queue.scan_all, name="duplicates_scan"),
    path("parties/<uuid:id_>/relationships/", panels.relationships, name="relationships"),
]
