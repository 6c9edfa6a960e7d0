"""Exporting a list from its page: at once, or as a job whose file is fetched when it is done."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import IO
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from zhike.access.rights import Denied
from zhike.exchange import exports
from zhike.exchange.exporting import Demand, export
from zhike.exchange.sheets import SHEETS
from zhike.ledger.models import Job
from zhike.records.errors import Invalid
from zhike.web import list_state
from zhike.web.jobs import parameters
from zhike.web.requests import PageRequest, resource_or_404

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_POST
def export_list(request: PageRequest, name: str) -> HttpResponseBase:
    """The list that the address describes (as the list's own page reads it), as a file."""
    resource = resource_or_404(request, name, "export")
    wanted = request.POST.get("format", "csv")
    try:
        query = list_state.read(resource, request.access, request.GET).query
        demand = Demand(resource, request.access, query, wanted if wanted in SHEETS else "csv")
        if exports.is_large(demand):
            job = exports.start(demand, get_language() or "zh-hans")
            return redirect(f"/export/{job.pk}/")
        return _at_once(demand)
    except Invalid as invalid:
        return HttpResponse(invalid.errors[0].message, status=400, content_type="text/plain")


def _at_once(demand: Demand) -> FileResponse:
    handle, name = tempfile.mkstemp(suffix=f".{demand.format}")
    os.close(handle)
    path = Path(name)
    try:
        export(demand, path)
        file = path.open("rb")
    finally:
        # The open file stays readable until it is sent.
        path.unlink()
    return _sent(file, demand)


def _sent(file: IO[bytes], demand: Demand) -> FileResponse:
    return FileResponse(
        file, as_attachment=True, filename=exports.file_name(demand),
        content_type=TYPES[demand.format],
    )  # fmt: skip


def export_page(request: PageRequest, id_: UUID) -> HttpResponse:
    """A large export under way, or ready to be fetched."""
    job = _job(request, id_)
    part = bool(request.htmx and not request.htmx.boosted)
    if part and job.state == Job.State.DONE:
        return HttpResponseClientRefresh()
    shown = parameters(job) | {"title": _("Export"), "status_url": f"/export/{job.pk}/"}
    if job.state == Job.State.DONE:
        shown |= {"open_url": f"/export/{job.pk}/file/", "open_label": _("Download")}
    template = "exchange/job_part.html" if part else "exchange/export.html"
    return render(request, template, {"job": shown})


def export_file(request: PageRequest, id_: UUID) -> FileResponse:
    """The file of an export that is done; the right to export must still be there."""
    job = _job(request, id_)
    path = exports.path_of(job.arguments["file"])
    if job.state != Job.State.DONE or not path.exists():
        raise Http404
    demand = exports.demand_of(job)
    if not demand.access.can(demand.resource.model, "export"):
        raise Denied(demand.resource.model.record_type, "export")
    return _sent(path.open("rb"), demand)


def _job(request: PageRequest, id_: UUID) -> Job:
    job = get_object_or_404(Job, pk=id_, name=exports.JOB)
    if job.actor != request.user.pk:
        raise Http404
    return job
