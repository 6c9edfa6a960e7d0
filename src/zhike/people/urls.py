"""Pages of people that are not generic."""

from __future__ import annotations

from django.urls import path

from zhike.people import panels, pool_pages, trial_page
from zhike.people.directory import pages as directory_pages
from zhike.people.duplicates import lead_queue, pages, pair_page, queue
from zhike.people.quality import pages as quality_pages
from zhike.people.quality import rules_page

urlpatterns = [
    path("pools/mine/", pool_pages.pools_page, name="pools_mine"),
    path("directory/", directory_pages.directory_page, name="directory"),
    path("directory/extract/", directory_pages.extract_companies, name="directory_extract"),
    path("directory-batches/<uuid:id_>/load/", directory_pages.load_page, name="directory_load"),
    path(
        "directory-batches/<uuid:id_>/take-back/",
        directory_pages.take_back_page,
        name="directory_take_back",
    ),
    path(
        "directory-batches/<uuid:id_>/refused/",
        directory_pages.refused_page,
        name="directory_refused",
    ),
    path("assignment-rules/try/", trial_page.trial_page, name="assignment_trial"),
    path("duplicates/", pages.duplicates_page, name="duplicates"),
    path("duplicates/<uuid:id_>/ask/", pages.ask_owner, name="ask_owner"),
    path("duplicates/pairs/", queue.queue_page, name="duplicate_pairs"),
    path("duplicates/pairs/tie/", queue.tie_chosen, name="tie_pairs"),
    path("duplicates/pairs/<uuid:id_>/", pair_page.pair_page, name="duplicate_pair"),
    path("duplicates/pairs/<uuid:id_>/different/", pair_page.different, name="pair_different"),
    path("duplicates/pairs/<uuid:id_>/related/", pair_page.related, name="pair_related"),
    path("duplicates/pairs/leads/<uuid:id_>/", lead_queue.pair_page, name="lead_pair"),
    path("duplicates/pairs/leads/<uuid:id_>/different/", lead_queue.different, name="lead_differs"),
    path("duplicates/pairs/leads/<uuid:id_>/attach/", lead_queue.attach, name="lead_attach"),
    path("duplicates/scan/", queue.scan_all, name="duplicates_scan"),
    path("quality/", quality_pages.quality_page, name="quality"),
    path("quality/rules/", rules_page.rules_page, name="quality_rules"),
    path("quality/conflicts/", quality_pages.conflicts_page, name="conflicts"),
    path("quality/conflicts/settle/", quality_pages.settle_all, name="settle_all"),
    path("quality/conflicts/<uuid:id_>/settle/", quality_pages.settle_one, name="settle"),
    path("parties/<uuid:id_>/relationships/", panels.relationships, name="relationships"),
]
