"""Merging and un-merging: several records are one, or are not after all."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.api import bodies
from zhike.api.calls import Answer, Call
from zhike.api.idempotency import once
from zhike.api.problems import Problem, malformed
from zhike.api.views.records import shown
from zhike.records.merging import asked
from zhike.records.merging.since import Since
from zhike.records.models import Merge
from zhike.records.resource import MERGE, Resource, resource_for
from zhike.records.titles import titles

MOST = 10


def merge(call: Call, name: str, id_: UUID) -> HttpResponse:
    """Let the records in `with` go into this one; `values` says what it is to hold."""
    resource, before = _of(call, name, id_)
    body = bodies.body(call.request)
    _only(body, "with", "values")
    losers = [_id("with", text) for text in _list(body.get("with"))]
    raw = body.get("values") or {}
    if not losers or len(losers) > MOST or not isinstance(raw, dict):
        raise malformed("with", _("Give the ids of one to ten other records, and values by field."))
    values = asked.parsed(resource, call.access, raw)
    for loser in losers:
        call.record(resource, loser, MERGE)

    def work() -> Answer:
        record = asked.merge_all(resource, call.access, id_, losers, values)
        return shown(call, resource, record, before=before)

    return once(call, work)


def came_since(call: Call, name: str, id_: UUID) -> HttpResponse:
    """What came since the merge of `loser`, of which only a person knows whose it is."""
    _of(call, name, id_)
    row = _row(id_, bodies.query(call.request, "loser").get("loser"))
    choices = asked.to_give(call.access, row)
    called = _titles(call.access, choices)
    return Answer(
        {
            "loser": str(row.loser), "merged_at": row.created_at.astimezone(dt.UTC).isoformat(),
            "since": [_choice(call.access, item, called) for item in choices],
        }
    )  # fmt: skip


def _titles(access: Access, choices: list[Since]) -> dict[UUID, str]:
    """What each is called; records of one kind together."""
    kinds = defaultdict(list)
    for item in choices:
        kinds[type(item.record)].append(item.record)
    return {
        id_: text for records in kinds.values() for id_, text in titles(access, records).items()
    }


def _choice(access: Access, item: Since, called: dict[UUID, str]) -> dict[str, Any]:
    spec = asked.field_given(access, item) if item.field else None
    return {
        "key": item.key,
        "resource": resource_for(type(item.record)).name,
        "id": str(item.record.pk),
        "field": spec.name if spec else None,
        "text": spec.text(item.record) if spec else called[item.record.pk],
    }


def unmerge(call: Call, name: str, id_: UUID) -> HttpResponse:
    """Take the merge of `loser` into this record back; what `to_loser` names goes with it."""
    resource, before = _of(call, name, id_)
    body = bodies.body(call.request)
    _only(body, "loser", "to_loser")
    row = _row(id_, body.get("loser"))
    given = {str(key) for key in _list(body.get("to_loser"))}
    if given - {item.key for item in asked.to_give(call.access, row)}:
        raise malformed("to_loser", _("Give keys of what came since the merge, as GET names them."))

    def work() -> Answer:
        record = asked.take_apart(resource, call.access, id_, row, given)
        return shown(call, resource, record, before=before)

    return once(call, work)


def _row(survivor: UUID, loser: Any) -> Merge:
    rows = Merge.objects.filter(survivor=survivor, loser=_id("loser", loser))
    row: Merge | None = rows.first()
    if row is None:
        raise malformed("loser", _("No such record was merged into this one."))
    return row


def _of(call: Call, name: str, id_: UUID) -> tuple[Resource, int]:
    resource = call.resource(name)
    if not resource.mergeable:
        raise Problem("missing")
    call.must(resource, MERGE)
    return resource, call.record(resource, id_, MERGE).version


def _only(body: dict[str, Any], *names: str) -> None:
    for name in body:
        if name not in names:
            raise malformed(name, _("There is no such field."))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _id(field: str, value: Any) -> UUID:
    try:
        return UUID(str(value))
    except ValueError:
        raise malformed(field, _("This is no id.")) from None
