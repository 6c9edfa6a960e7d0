"""Batches of the directory and quotas on every surface."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhike.people.models import DirectoryBatch, ExtractionQuota
from zhike.records.resource import Resource, register


@register
class DirectoryBatchResource(Resource):
    """Lists of companies, as they came."""

    model = DirectoryBatch
    name = "directory-batches"
    means = _("A dated list of companies in the directory: who gave it, under which licence.")
    icon = "upload"
    sections = {
        _("directory batch"): ("name", "dated", "source", "licence", "note"),
        _("what came of it"): ("status", "trouble", "file_name", "number", "rows", "added",
                               "renewed", "unchanged", "refused"),
    }  # fmt: skip
    columns = ("name", "dated", "source", "status", "rows", "added", "renewed", "refused")
    filters = ("status", "source", "dated")
    sorts = {"dated": "dated", "name": "name", "created_at": "created_at"}
    default_sort = "-dated"


@register
class ExtractionQuotaResource(Resource):
    """How many companies may be taken."""

    model = ExtractionQuota
    name = "extraction-quotas"
    means = _("How many companies somebody may take out of the directory in a day.")
    icon = "lock"
    sections = {_("extraction quota"): ("team", "role", "daily", "note")}
    columns = ("team", "role", "daily", "note")
    filters = ("team", "role")
