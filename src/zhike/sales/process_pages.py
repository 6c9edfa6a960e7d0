"""Pages of the process: the steps of one deal."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhike.records.titles import title
from zhike.sales.models import Process
from zhike.sales.swimlane import columns, swimlane
from zhike.web.requests import PageRequest, record_or_404, resource_or_404
from zhike.web.trails import trail


@require_safe
def process_page(request: PageRequest, id_: UUID) -> HttpResponse:
    """The swimlane of a deal, and the same as a table."""
    resource = resource_or_404(request, "opportunities")
    deal = record_or_404(request, resource, id_)
    version: Any = Process.objects.filter(pk=deal.process_id).select_related("pipeline").first()
    context = {
        "title": _("steps"), "called": title(request.access, deal), "record": deal,
        "trail": trail(request.access, resource, deal, _("steps")),
        "data": swimlane(request.access, deal), "columns": list(columns()),
        "version": _("Version %(number)s of %(pipeline)s") % {
            "number": version.number, "pipeline": version.pipeline} if version else "",
    }  # fmt: skip
    return render(request, "sales/process.html", context)
