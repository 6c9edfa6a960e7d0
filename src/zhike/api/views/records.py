"""Records: list, create, read, change, delete. One set of endpoints for every record type."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from zhike.api import bodies
from zhike.api.calls import Answer, Call
from zhike.api.idempotency import once
from zhike.api.precautions import PARAMETER, heeded, insists
from zhike.api.problems import Problem, malformed
from zhike.api.representation import Shape
from zhike.ledger import moments
from zhike.ledger.models import Record
from zhike.ledger.models.record import RecordInUse
from zhike.records import listing, saving
from zhike.records.errors import Stale
from zhike.records.resource import Resource, resource_for
from zhike.records.titles import named

MOST_ROWS = 200


def list_records(call: Call, name: str) -> HttpResponse:
    """A page of the records that the user may see."""
    resource = call.resource(name)
    asked = bodies.query(call.request, "filter", "sort", "fields", "limit", "cursor", "q", "as_of")
    query = listing.Query(
        filter=bodies.filter_of(asked),
        search=asked.get("q", ""),
        sort=asked.get("sort", ""),
        limit=bodies.whole(asked, "limit", 50, MOST_ROWS),
        cursor=asked.get("cursor", ""),
    )
    shape = Shape(resource, call.access, chosen_fields(asked))
    if "as_of" in asked:
        moment = bodies.moment("as_of", asked["as_of"])
        page = listing.page_as_of(resource, call.access, query, moment)
        items = shape.rows_then(page.items, page.names)
    else:
        page = listing.page(resource, call.access, query)
        items = shape.rows(page.items, page.names, parts="fields" in asked)
    return Answer(
        {
            "items": items,
            "next_cursor": page.next_cursor,
            "total": page.total,
            "total_estimated": page.total_estimated,
        }
    )


def chosen_fields(asked: dict[str, str]) -> list[str] | None:
    """The names in `fields=`; None for all."""
    return [name.strip() for name in asked["fields"].split(",")] if "fields" in asked else None


def create_record(call: Call, name: str) -> HttpResponse:
    """Make a record; an offline device may give its id."""
    resource = call.resource(name, "create")
    values = bodies.body(call.request)
    id_ = bodies.client_id(values)

    def work() -> Answer:
        insisting = insists(call.request, resource.model)
        alike = heeded(resource, call.access, values, insisting=insisting)
        record = saving.create(resource, call.access, values, id_=id_)
        headers = {"Location": f"{call.request.path_info}/{record.pk}"}
        more: dict[str, Any] = {PARAMETER: alike} if alike else {}
        return shown(call, resource, record, status=201, headers=headers, **more)

    return once(call, work)


def read_record(call: Call, name: str, id_: UUID) -> HttpResponse:
    """One record, perhaps as it was at a moment."""
    resource = call.resource(name)
    asked = bodies.query(call.request, "fields", "as_of")
    shape = Shape(resource, call.access, chosen_fields(asked))
    record = call.record(resource, id_)
    if "as_of" not in asked:
        return Answer(shape.one(record), headers={"ETag": f'"{record.version}"'})
    if resource.is_part:
        raise malformed("as_of", _("Read the record that it is part of as of the moment."))
    if not call.access.sees_whole(record):
        raise malformed("as_of", _("Claim it first: a pool shows only what it holds today."))
    try:
        snapshot = moments.as_of(resource.model, id_, bodies.moment("as_of", asked["as_of"]))
    except moments.Erased:
        snapshot = None
    if snapshot is None:
        raise Problem("missing", _("The record did not exist at that moment."))
    return Answer(shape.then(id_, snapshot))


def change_record(call: Call, name: str, id_: UUID) -> HttpResponse:
    """Change some values; If-Match says from which version the client started."""
    resource = call.resource(name, "update")
    before = call.record(resource, id_, "update")
    version = bodies.version_of(call.request)
    values = bodies.body(call.request)
    try:
        record = saving.change(resource, call.access, id_, values, version=version)
    except Stale as stale:
        raise stale_problem(call, resource, stale, version, values) from None
    return shown(call, resource, record, before=before.version)


def delete_record(call: Call, name: str, id_: UUID) -> HttpResponse:
    """Move a record into the trash; the answer names the change set that takes it back."""
    resource = call.resource(name, "delete")
    call.record(resource, id_, "delete")
    version = bodies.version_of(call.request, needed=False)
    try:
        change_set = saving.remove(resource, call.access, id_, version=version)
    except Stale as stale:
        raise stale_problem(call, resource, stale, version, {}) from None
    except RecordInUse as used:
        raise in_use(call, used) from None
    return Answer({"change_set": str(change_set)}, record=id_)


def shown(
    call: Call, resource: Resource, written: Any, *, before: int = 0, status: int = 200,
    headers: dict[str, str] | None = None, **more: Any,
) -> Answer:  # fmt: skip
    """A record just written, as it now stands; its id alone if it left the user's sight.

    `more` are further members of the answer.
    """
    headers = dict(headers or {})
    record: Record | None = call.access.rows(resource.model).filter(pk=written.pk).first()
    if record is None or record.version != before:
        headers["Change-Set"] = str(written.change_set_id)
    if record is None:
        return Answer({"id": str(written.pk)} | more, status, headers)
    headers["ETag"] = f'"{record.version}"'
    shape = Shape(resource, call.access)
    return Answer(shape.one(record) | more, status, headers, record=record.pk)


def stale_problem(
    call: Call, resource: Resource, stale: Stale, version: int | None, values: dict[str, Any]
) -> Problem:
    """Both versions: what the client sent, and the record as it is now."""
    current = Shape(resource, call.access).one(stale.record)
    detail = _("Look at both versions and send what you want with the current one.")
    return Problem("stale", detail, yours={"version": version, "values": values}, current=current)


def in_use(call: Call, used: RecordInUse) -> Problem:
    """Which records need this one, as far as the user may see them."""
    users = []
    for other in used.users:
        model: Any = type(other)
        try:
            resource = resource_for(model)
        except KeyError:
            continue
        for pk, name in named(call.access, model, [other.pk]).items():
            users.append({"resource": resource.name, "id": str(pk), "name": name})
    return Problem("in-use", _("Change or delete first what needs it."), users=users)
