"""Exporting a list from its page: at once, or as a job whose file is fetched when it is done."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRefresh

from zhike.access.rights import Denied
from zhike.exchange import exports, watermark
from zhike.exchange.exporting import Demand, export
from zhike.exchange.formats import formats
from zhike.ledger.models import Job
from zhike.records.errors import Invalid
from zhike.records.resource import Resource
from zhike.web import list_state
from zhike.web.jobs import parameters
from zhike.web.list_state import ListState
from zhike.web.requests import PageRequest, resource_or_404

ALL = "all"


@require_http_methods(["GET", "POST"])
def export_list(request: PageRequest, name: str) -> HttpResponseBase:
    """The list that the address describes (as the list's own page reads it), as a file."""
    resource = resource_or_404(request, name, "export")
    try:
        state = list_state.read(resource, request.access, request.GET)
        demand = Demand(resource, request.access, state.query)
        if request.method == "GET":
            return _asked(request, state, demand)
        return _made(_chosen(demand, state, request))
    except Invalid as invalid:
        return HttpResponse(invalid.errors[0].message, status=400, content_type="text/plain")


def _chosen(demand: Demand, state: ListState, request: PageRequest) -> Demand:
    """What was chosen on the page; who only sends a format gets all fields."""
    wanted = request.POST.get("format", "csv")
    shown = list_state.shown_columns(state, request.access)
    return replace(
        demand,
        format=wanted if wanted in formats(demand.resource) else "csv",
        columns=tuple(s.name for s in shown) if request.POST.get("columns") == "shown" else (),
        only_news="only_news" in request.POST,
    )


def _made(demand: Demand) -> HttpResponseBase:
    if exports.is_large(demand):
        job = exports.start(demand, get_language() or "zh-hans")
        return redirect(f"/export/{job.pk}/")
    return _at_once(demand)


def _asked(request: PageRequest, state: ListState, demand: Demand) -> HttpResponse:
    resource, count = demand.resource, demand.count
    shown = _(", ").join(str(s.label) for s in list_state.shown_columns(state, request.access))
    ways = [
        {"value": made.name, "label": f"{made.label} · {made.hint}"}
        for made in formats(resource).values()
    ]
    columns = [
        {"value": ALL, "label": _("All fields: it can be imported again without loss")},
        {"value": "shown", "label": _("The columns of the list: %(names)s") % {"names": shown}},
    ]
    context = {
        "resource": resource, "count": count, "list_url": state.url(),
        "watermark": watermark.line(count, request.access),
        "fields": [
            {"kind": "radios", "name": "format", "label": _("Format"), "options": ways,
             "value": ways[0]["value"]},
            {"kind": "radios", "name": "columns", "label": _("Columns of tables and JSON"),
             "options": columns, "value": ALL},
            *_of_systems(resource),
        ],
    }  # fmt: skip
    return render(request, "exchange/export_list.html", context)


def _of_systems(resource: Resource) -> list[dict[str, Any]]:
    """What is asked only where a format is made for another system."""
    systems = sorted({str(made.label) for made in formats(resource).values() if made.system})
    if not systems:
        return []
    label = _("Only what is new or changed since it was last exported for %(systems)s")
    return [{"kind": "checkbox", "name": "only_news",
             "label": label % {"systems": _(" or ").join(systems)}}]  # fmt: skip


def _at_once(demand: Demand) -> FileResponse:
    handle, name = tempfile.mkstemp(suffix=f".{demand.made.ending}")
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
        content_type=demand.made.content_type,
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
