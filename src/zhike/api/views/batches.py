"""Batches: up to 500 rows as one deed, each with its own verdict."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from zhike.access.rights import Access, Denied
from zhike.api import bodies
from zhike.api.calls import Answer, Call
from zhike.api.idempotency import once
from zhike.api.precautions import PARAMETER, heeded, insists
from zhike.api.problems import Problem, malformed, problem_of
from zhike.api.views.records import in_use
from zhike.ledger.current import OpenSet
from zhike.ledger.models.record import RecordInUse
from zhike.records import saving
from zhike.records.errors import Stale
from zhike.records.resource import Resource

MOST_ROWS = 500
METHODS = {"create": 201, "update": 200, "delete": 200}
_MEMBERS = {
    "create": {"method", "id", "values"},
    "update": {"method", "id", "version", "values"},
    "delete": {"method", "id", "version"},
}
Row = dict[str, Any]
Work = Callable[[], tuple[UUID, int | None]]


def batch(call: Call, name: str) -> HttpResponse:
    """Create, update and delete; what fails takes back its own row alone."""
    resource = call.resource(name)
    if not any(call.access.can(resource.model, method) for method in METHODS):
        raise Denied(resource.model.record_type, "update")
    rows = _rows(bodies.body(call.request))
    insisting = insists(call.request, resource.model)

    def work() -> Answer:
        with call.access.change_set("batch") as opened:
            verdicts = [_verdict(call, resource, opened, row, insisting) for row in rows]
        written = str(opened.id) if opened.count else None
        return Answer({"rows": verdicts, "change_set": written})

    return once(call, work)


def _rows(body: Row) -> list[Row]:
    rows = body.get("rows")
    if set(body) != {"rows"} or not isinstance(rows, list) or not 1 <= len(rows) <= MOST_ROWS:
        message = _("Give “rows”: a list of 1 to %(most)s.")
        raise malformed("rows", message % {"most": MOST_ROWS})
    for number, row in enumerate(rows):
        method = row.get("method") if isinstance(row, dict) else None
        if not isinstance(method, str) or method not in METHODS or _said(row) - _MEMBERS[method]:
            message = _("A row has method (create, update or delete), id, version and values.")
            raise malformed(f"rows.{number}", message)
    return rows


def _said(row: Row) -> set[str]:
    """The members of a row; of a version that is null its verdict tells."""
    return {name for name, value in row.items() if name != "version" or value is not None}


def _verdict(
    call: Call, resource: Resource, opened: OpenSet, row: Row, insisting: bool
) -> Row:  # fmt: skip
    """One row's status, with the record's id and version or with what is wrong."""
    try:
        work = _prepared(call, resource, row)
        alike: list[Row] = []
        if row["method"] == "create":
            alike = heeded(resource, call.access, row.get("values", {}), insisting=insisting)
        with opened.attempt():
            id_, version = work()
    except Exception as error:
        problem = _problem(call, error)
        if problem is None or problem.name == "busy":
            raise
        named = {"id": row["id"]} if isinstance(row.get("id"), str) else {}
        return problem.document() | named
    found: Row = {"status": METHODS[row["method"]], "id": str(id_)}
    if version is not None:
        known = opened.versions.get((resource.model.record_type, id_))
        found["version"] = known or version
    return found | ({PARAMETER: alike} if alike else {})


def _problem(call: Call, error: Exception) -> Problem | None:
    if isinstance(error, Stale):
        return Problem("stale", version=error.record.version)
    return in_use(call, error) if isinstance(error, RecordInUse) else problem_of(error)


def _prepared(call: Call, resource: Resource, row: Row) -> Work:
    """The work of one row, once everything is known that would forbid it."""
    method, access = row["method"], call.access
    call.must(resource, method)
    if "version" in row and row["version"] is None:
        message = _("Give the version that you started from, or leave it out.")
        raise malformed("version", message)
    values = row.get("values", {})
    if not isinstance(values, dict):
        raise malformed("values", _("Give the values as a JSON object."))
    if method == "create":
        return _creation(resource, access, values, bodies.client_id({"id": row.get("id")}))
    id_, version = _id(row), _version(row)
    call.record(resource, id_, method)
    if method == "update":
        return _change(resource, access, values, id_, version)
    return _removal(resource, access, id_, version)


def _creation(resource: Resource, access: Access, values: Row, id_: UUID | None) -> Work:
    def work() -> tuple[UUID, int | None]:
        record = saving.create(resource, access, values, id_=id_)
        return record.pk, record.version

    return work


def _change(
    resource: Resource, access: Access, values: Row, id_: UUID, version: int | None
) -> Work:
    def work() -> tuple[UUID, int | None]:
        return id_, saving.change(resource, access, id_, values, version=version).version

    return work


def _removal(resource: Resource, access: Access, id_: UUID, version: int | None) -> Work:
    def work() -> tuple[UUID, int | None]:
        saving.remove(resource, access, id_, version=version)
        return id_, None

    return work


def _id(row: Row) -> UUID:
    try:
        return UUID(row["id"])
    except (KeyError, ValueError, AttributeError, TypeError):
        raise malformed("id", _("Give the record's id.")) from None


def _version(row: Row) -> int | None:
    version = row.get("version")
    if version is None and row["method"] == "update":
        raise Problem("version-needed", _("Give the version that you started from."))
    if version is not None and (type(version) is not int or not 0 < version < 2**31):
        raise malformed("version", _("Give the version that you started from."))
    return version
