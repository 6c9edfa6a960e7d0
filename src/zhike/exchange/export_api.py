"""Export for programs: a list is asked for in a format, a worker writes the file, it is fetched."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhike.access.rights import Denied
from zhike.api import bodies
from zhike.api.calls import Answer, Call
from zhike.api.idempotency import once
from zhike.api.problems import Problem, malformed
from zhike.api.views.others import job_json
from zhike.exchange import exports
from zhike.exchange.exporting import Demand
from zhike.exchange.formats import formats
from zhike.exchange.targets import targets
from zhike.ledger.models import Job
from zhike.records import listing
from zhike.records.resource import Resource

ASKED: dict[str, type] = {
    "format": str, "filter": dict, "q": str, "sort": str, "fields": list, "only_news": bool,
}  # fmt: skip


def begin_export(call: Call, name: str) -> HttpResponse:
    """Let a worker write the file of a list."""
    resource = call.resource(name, "export")
    demand = _demand(call, resource, bodies.body(call.request, optional=True))

    def work() -> Answer:
        job = exports.start(demand, get_language() or "zh-hans")
        return Answer(_json(job), 202, {"Location": f"/api/v1/exports/{job.pk}"})

    return once(call, work)


def _demand(call: Call, resource: Resource, said: dict[str, Any]) -> Demand:
    """What is asked for; raises Problem or Invalid for what cannot be given."""
    for name, value in said.items():
        if name not in ASKED:
            message = _("There is no such parameter; there are: %(known)s.")
            raise malformed(name, message % {"known": ", ".join(ASKED)})
        if not isinstance(value, ASKED[name]):
            raise malformed(name, _("This has another form: look into the description."))
    if said.get("filter") == {}:
        raise malformed("filter", _("This has another form: look into the description."))
    known, ways = targets(resource, call.access), formats(resource)
    if said.get("format", "csv") not in ways:
        raise malformed("format", _("Choose one of: %(known)s.") % {"known": ", ".join(ways)})
    fields = said.get("fields", [])
    if unknown := [field for field in fields if field not in known]:
        raise malformed("fields", _("There is no field “%(name)s” here.") % {"name": unknown[0]})
    query = listing.Query(said.get("filter"), said.get("q", ""), said.get("sort", ""))
    demand = Demand(
        resource, call.access, query, said.get("format", "csv"), tuple(fields),
        said.get("only_news", False),
    )  # fmt: skip
    # A filter or an order that makes no sense is refused now, not by the worker.
    listing.page(resource, call.access, demand.wanted, count=False)
    return demand


def read_export(call: Call, id_: UUID) -> HttpResponse:
    """How far it is."""
    bodies.query(call.request)
    return Answer(_json(_job(call, id_)))


def read_file(call: Call, id_: UUID) -> HttpResponseBase:
    """The file; the right to export must still be there."""
    bodies.query(call.request)
    job = _job(call, id_)
    path = exports.path_of(job.arguments["file"])
    if job.state != Job.State.DONE or not path.exists():
        raise Problem("missing")
    demand = exports.demand_of(job)
    if not demand.access.can(demand.resource.model, "export"):
        raise Denied(demand.resource.model.record_type, "export")
    return FileResponse(path.open("rb"), content_type=demand.made.content_type)


def _job(call: Call, id_: UUID) -> Job:
    job = Job.objects.filter(pk=id_, name=exports.JOB, actor=call.user.pk).first()
    if job is None:
        raise Problem("missing")
    return job


def _json(job: Job) -> dict[str, Any]:
    is_there = job.state == Job.State.DONE and exports.path_of(job.arguments["file"]).exists()
    return {
        **job_json(job),
        "resource": job.arguments["resource"],
        "format": job.arguments["format"],
        "file": f"/api/v1/exports/{job.pk}/file" if is_there else None,
    }
