"""Merging and un-merging: several records are one, or are not after all."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from zhike.api import bodies
from zhike.api.calls import Answer, Call
from zhike.api.idempotency import once
from zhike.api.problems import Problem, malformed
from zhike.api.views.records import shown
from zhike.records.merging import asked
from zhike.records.models import Merge
from zhike.records.resource import MERGE, Resource

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


def unmerge(call: Call, name: str, id_: UUID) -> HttpResponse:
    """Take the merge of `loser` into this record back."""
    resource, before = _of(call, name, id_)
    body = bodies.body(call.request)
    _only(body, "loser")
    row = Merge.objects.filter(survivor=id_, loser=_id("loser", body.get("loser"))).first()
    if row is None:
        raise malformed("loser", _("No such record was merged into this one."))

    def work() -> Answer:
        record = asked.take_apart(resource, call.access, id_, row)
        return shown(call, resource, record, before=before)

    return once(call, work)


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
