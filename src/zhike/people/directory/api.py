"""The directory for programs: searched, taken out of, its lists loaded and taken back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from zhike.api import bodies
from zhike.api.calls import Answer, Call, Endpoint
from zhike.api.idempotency import once
from zhike.api.openapi.further import Further, describes
from zhike.api.openapi.operations import POST, operation, parameters
from zhike.api.openapi.schemas import COUNT, ID, TEXT, Json, closed, items, maybe, ref
from zhike.api.problems import Problem, malformed
from zhike.api.views.others import job_json
from zhike.exchange.readers import NotATable
from zhike.people.directory import asking, files, jobs
from zhike.people.directory.extracting import MOST, TooMany, extract
from zhike.people.directory.known import Known, known
from zhike.people.directory.loading import open_list
from zhike.people.directory.quotas import left_today
from zhike.people.directory.rights import may_extract, must_extract, must_look
from zhike.people.directory.searching import PAGE, Wanted, about, search
from zhike.people.models import DirectoryBatch, DirectoryCompany
from zhike.records.errors import say
from zhike.records.resource import resource_for

MOST_AT_ONCE = 200
PIECE = 1 << 20
SHOWN = ("name", "uscc", "region", "industry", "capital", "business")
"""How a company is reached is said of those that were taken out: that is what a quota counts."""


def _wanted(raw: dict[str, str]) -> Wanted:
    wanted, errors = asking.wanted(raw)
    for name, error in errors.items():
        raise malformed(name, say(error))
    return wanted


def read_directory(call: Call) -> HttpResponse:
    """A page of companies, the latest loaded first, with what is known of them here."""
    must_look(call.access)
    asked = bodies.query(call.request, *asking.NAMES, "below", "limit")
    limit = bodies.whole(asked, "limit", PAGE, MOST_AT_ONCE)
    below = asked.get("below", "")
    if below and not (below.isdecimal() and len(below) < 19):
        raise malformed("below", _("Give the number that the page before named."))
    wanted = _wanted({name: asked.get(name, "") for name in asking.NAMES})
    start = int(below) if below else None
    found = search(wanted, start, limit)
    here = known(found.companies, call.access)
    return Answer({
        "items": [_json(one, here.get(one.pk)) for one in found.companies],
        "next_below": found.after, "about": about(wanted, None if below else found),
        "left_today": left_today(call.user) if may_extract(call.access) else 0,
    })  # fmt: skip


def _json(one: DirectoryCompany, here: Known | None) -> Json:
    found: Json = {"id": one.pk, **{name: getattr(one, name) for name in SHOWN}}
    found["founded"] = str(one.founded) if one.founded else None
    found["known"] = None if here is None else {
        "record": here.record_type, "id": str(here.id) if here.url else None,
        "name": here.name, "owner": here.owner,
    }  # fmt: skip
    return found


def extract_companies(call: Call) -> HttpResponse:
    """Make leads of the companies named, or of the first so many that fit and are not here yet."""
    must_extract(call.access)
    said = bodies.body(call.request)
    if unknown := sorted(set(said) - {"ids", "first", "search"}):
        raise malformed(unknown[0], _("There is no such field."))
    ids, first, raw = said.get("ids", []), said.get("first", 0), said.get("search", {})
    if not isinstance(ids, list) or not all(_is_number(one) for one in ids):
        raise malformed("ids", _("Give a list of numbers."))
    if not _is_number(first) or bool(first) == bool(ids) or first > MOST * 100:
        raise malformed("first", _("Give either “ids” or how many are to be taken."))
    if not isinstance(raw, dict) or set(raw) - set(asking.NAMES):
        raise malformed("search", _("Give what is looked for, as in the address of a search."))
    wanted = _wanted({name: str(value) for name, value in raw.items()})

    def work() -> Answer:
        try:
            taken = extract(call.access, ids=ids, first=first, wanted=wanted)
        except TooMany as refusal:
            raise Problem("not-now", refusal.sentence) from None
        return Answer({
            "leads": [str(one) for one in taken.leads], "known": len(taken.known),
            "left_today": taken.left,
            "change_set": str(taken.change_set) if taken.change_set else None,
        }, 201)  # fmt: skip

    return once(call, work)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63


def load_list(call: Call, id_: UUID) -> HttpResponse:
    """Take a list in as the body, and let a worker load it."""
    batch = _batch(call, id_)
    asked = bodies.query(call.request, "name")
    stored = ""
    try:
        stored = files.store(iter(lambda: call.request.read(PIECE), b""))
        if not files.path_of(stored).stat().st_size:
            raise malformed("", _("Send a file."))
        open_list(DirectoryBatch(stored=stored))
        job = jobs.start_loading(call.access, batch, stored, asked.get("name", ""))
    except (NotATable, jobs.Busy, Problem) as error:
        files.discard(stored)
        if isinstance(error, NotATable):
            raise malformed("", say(error)) from None
        raise (Problem("not-now", say(error)) if isinstance(error, jobs.Busy) else error) from None
    return Answer(job_json(job), 202, {"Location": f"/api/v1/jobs/{job.pk}"})


def take_back(call: Call, id_: UUID) -> HttpResponse:
    """Let a worker take a batch's companies out again."""
    batch = _batch(call, id_)
    bodies.query(call.request)
    try:
        job = jobs.start_forgetting(call.access, batch)
    except jobs.Busy as error:
        raise Problem("not-now", say(error)) from None
    return Answer(job_json(job), 202, {"Location": f"/api/v1/jobs/{job.pk}"})


def _batch(call: Call, id_: UUID) -> DirectoryBatch:
    batch: DirectoryBatch = call.record(resource_for(DirectoryBatch), id_)
    jobs.require(call.access)
    return batch


@describes
def directory() -> Further:
    """The paths of the directory."""
    one: Json = {"in": "path", "name": "id_", "required": True, "schema": ID}
    words = [{"in": "query", "name": name, "schema": TEXT} for name in asking.NAMES]
    below = {"in": "query", "name": "below", "schema": COUNT}
    read = operation("search_directory", "Companies of the directory, the latest loaded first",
                     {"200": ref("DirectoryPage")}, ("400", "401", "403"), tag="directory",
                     parameters=[*words, below, *parameters("Limit")])  # fmt: skip
    body = closed({"ids": items(COUNT), "first": COUNT, "search": {"type": "object"}})
    take = operation("extract_companies", "Make leads of companies of the directory",
                     {"201": ref("Extraction")}, POST, tag="directory", body=body,
                     parameters=parameters("IdempotencyKey"))  # fmt: skip
    load = operation("load_directory_list", "Load a list of companies: a worker reads the body",
                     {"202": ref("Job")}, POST, tag="directory",
                     parameters=[{"in": "query", "name": "name", "schema": TEXT}])  # fmt: skip
    load["requestBody"] = {"required": True, "content": {
        "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
    }}  # fmt: skip
    back = operation("take_back_directory_list", "Take the companies of a batch out again",
                     {"202": ref("Job")}, POST, tag="directory")  # fmt: skip
    return Further(
        {
            "/directory": {"get": read}, "/directory/extract": {"post": take},
            "/directory-batches/{id_}/list": {"parameters": [one], "post": load, "delete": back},
        },
        {"DirectoryCompany": _company(), "Extraction": _extraction(), "DirectoryPage": closed(
            {"items": items(ref("DirectoryCompany")), "next_below": maybe(COUNT), "about": COUNT,
             "left_today": maybe(COUNT)},
            "items", "next_below", "about", "left_today",
        )},
    )  # fmt: skip


def _company() -> Json:
    texts = {name: TEXT for name in SHOWN if name != "capital"}
    here = closed({"record": TEXT, "id": maybe(ID), "name": TEXT, "owner": TEXT})
    fields = {"id": COUNT, **texts, "capital": maybe(COUNT), "founded": maybe(TEXT),
              "known": maybe(here)}  # fmt: skip
    return closed(fields, *fields)


def _extraction() -> Json:
    fields = {"leads": items(ID), "known": COUNT, "left_today": maybe(COUNT),
              "change_set": maybe(ID)}  # fmt: skip
    return closed(fields, *fields)


urlpatterns: list[URLPattern] = [
    path("directory", Endpoint(GET=read_directory), name="api_directory"),
    path("directory/extract", Endpoint(POST=extract_companies), name="api_extract"),
    path("directory-batches/<id:id_>/list", Endpoint(POST=load_list, DELETE=take_back),
         name="api_directory_list"),
]  # fmt: skip
