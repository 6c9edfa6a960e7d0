"""Change sets: what was done, by whom, and taking it back."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _

from zhike.access.models.role import Level
from zhike.api import bodies
from zhike.api.calls import Answer, Call
from zhike.api.idempotency import once
from zhike.api.problems import Problem, malformed
from zhike.api.views.aspects import MOST, OPERATIONS, line_json
from zhike.api.views.others import job_json
from zhike.ledger import undoable
from zhike.ledger.bulk import model_of
from zhike.ledger.jobs import enqueue
from zhike.ledger.models import Change, ChangeSet
from zhike.records import undoing
from zhike.records.history import entries
from zhike.records.resource import resource_of_kind
from zhike.records.titles import named

Json = dict[str, Any]


def list_change_sets(call: Call) -> HttpResponse:
    """The latest first: one's own, or all for an administrator."""
    asked = bodies.query(call.request, "limit", "cursor")
    limit = bodies.whole(asked, "limit", 50, MOST)
    found = _visible(call)
    if "cursor" in asked:
        at, id_ = _decoded(asked["cursor"])
        found = found.filter(Q(at__lt=at) | Q(at=at, pk__lt=id_))
    page = list(found.order_by("-at", "-id")[: limit + 1])
    cursor = _encoded(page[limit - 1]) if len(page) > limit else None
    undone = undoable.undone_sets(page[:limit])
    items = [_json(change_set, change_set.pk in undone) for change_set in page[:limit]]
    return Answer({"items": items, "next_cursor": cursor})


def _visible(call: Call) -> QuerySet[ChangeSet]:
    if call.access.everything:
        return ChangeSet.objects.all()
    return ChangeSet.objects.filter(actor=call.user.pk)


def _one(call: Call, id_: UUID) -> ChangeSet:
    found = _visible(call).filter(pk=id_).first()
    if found is None:
        raise Problem("missing")
    return found


def _encoded(change_set: ChangeSet) -> str:
    return f"{change_set.at.astimezone(dt.UTC).isoformat()}_{change_set.pk}"


def _decoded(cursor: str) -> tuple[dt.datetime, UUID]:
    at, _mark, id_ = cursor.partition("_")
    try:
        return bodies.moment("cursor", at), UUID(id_)
    except ValueError:
        raise malformed("cursor", _("Begin again without the cursor.")) from None


def _json(change_set: ChangeSet, is_undone: bool) -> Json:
    return {
        "id": str(change_set.pk),
        "at": change_set.at.astimezone(dt.UTC).isoformat(),
        "actor": str(change_set.actor) if change_set.actor else None,
        "actor_name": change_set.actor_name,
        "door": change_set.door,
        "action": change_set.action,
        "reason": change_set.reason,
        "state": change_set.state,
        "undoes": str(change_set.undoes_id) if change_set.undoes_id else None,
        "is_undone": is_undone,
        "change_count": change_set.change_count,
    }


def read_change_set(call: Call, id_: UUID) -> HttpResponse:
    """One set with a page of its changes, as far as the user may see their records today."""
    asked = bodies.query(call.request, "limit", "cursor")
    limit = bodies.whole(asked, "limit", MOST, MOST)
    after = bodies.whole(asked, "cursor", 0, 2**62)
    change_set = _one(call, id_)
    changes = list(
        change_set.changes.filter(seq__gt=after)
        .select_related("change_set")
        .order_by("seq")[: limit + 1]
    )
    page = changes[:limit]
    names = _names(call, page)
    found = _json(change_set, undoable.is_undone(change_set))
    found["changes"] = [
        _change_json(call, change, entry, names)
        for change, entry in zip(page, entries(call.access, page), strict=True)
    ]
    found["next_cursor"] = str(page[-1].seq) if len(changes) > limit else None
    return Answer(found)


def _names(call: Call, changes: list[Change]) -> dict[UUID, str]:
    """The records of these changes that the user can see now, by name; a query for each kind."""
    groups: dict[str, set[Any]] = defaultdict(set)
    for change in changes:
        groups[change.kind].add(change.record)
    names: dict[UUID, str] = {}
    for kind, ids in groups.items():
        names |= named(call.access, model_of(kind), ids)
    return names


def _change_json(call: Call, change: Change, entry: Any, names: dict[UUID, str]) -> Json:
    try:
        resource = resource_of_kind(change.kind).name
    except KeyError:
        resource = None
    seen = call.access.everything or change.record in names
    return {
        "seq": change.seq,
        "kind": change.kind,
        "resource": resource,
        "record": str(change.record),
        "name": names.get(change.record),
        "operation": OPERATIONS[change.operation],
        "action": change.action,
        "label": str(entry.label),
        "lines": [line_json(line) for line in entry.lines] if seen else [],
    }


def undo(call: Call, id_: UUID) -> HttpResponse:
    """Take a set back with the user's own rights: at once, or as a job if it is large (202)."""
    change_set = _one(call, id_)
    if not undoing.may_undo(call.access, change_set):
        raise Problem("denied")
    if bodies.body(call.request, optional=True):
        raise malformed("", _("Send an empty object."))

    def work() -> Answer:
        undoable.check_undoable(change_set)
        if change_set.change_count <= undoable.SMALL:
            done = undoing.take_back(call.access, change_set)
            return Answer({**_json(done, is_undone=False), **_conflicts(call, done)})
        arguments = {"change_set": str(change_set.pk), "door": call.access.door}
        job = enqueue(undoing.JOB, arguments, actor=call.user.pk)
        return Answer(job_json(job), 202, {"Location": f"/api/v1/jobs/{job.pk}"})

    return once(call, work)


def _conflicts(call: Call, done: ChangeSet) -> Json:
    """What was left as it is, and why; a field that the user may not see stays unnamed."""
    conflicts = []
    for conflict in done.report.get("conflicts", []):
        hidden = call.access.level(conflict["kind"], conflict["field"]) == Level.HIDDEN
        conflicts.append({**conflict, "field": ""} if hidden else conflict)
    return {"conflicts": conflicts, "conflict_count": done.report.get("conflict_count", 0)}
