"""A record as of a moment, the trash, and the erasure of what the ledger says of a record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from zhike.ledger.bulk import model_of, states
from zhike.ledger.current import current
from zhike.ledger.models.change_set import Change, LargeText
from zhike.ledger.models.record import Record, blank_of
from zhike.ledger.sealing import digest
from zhike.ledger.undo import expand_texts, part_models
from zhike.ledger.values import TEXT_KEY
from zhike.ledger.writes import DELETE, ERASE, Write


@dataclass
class Snapshot:
    """What a record and its parts held at a moment, in the ledger's JSON form; blanks left out."""

    fields: dict[str, Any] = field(default_factory=dict)
    parts: dict[tuple[str, UUID], dict[str, Any]] = field(default_factory=dict)


class Erased(Exception):
    """The record was erased: nobody can say any more what it held."""


def now_of(model: type[Record], id_: UUID) -> Snapshot | None:
    """What the record holds now."""
    found = states(model, [id_]).get(id_)
    if found is None:
        return None
    found.pop("created_at")
    snapshot = Snapshot(_filled(model, found))
    for part in part_models(model):
        for part_id, state in states(part, [id_], by=part.part_of)[id_].items():
            state.pop("created_at")
            snapshot.parts[part.record_type, part_id] = _filled(part, state)
    return snapshot


def as_of(model: type[Record], id_: UUID, moment: dt.datetime) -> Snapshot | None:
    """What the record held at a moment: today's state with the later changes taken back.

    None if it did not exist then. Order is the ledger's, not the clock's: the last change whose
    time is not after the moment decides. Raises Erased.
    """
    changes = Change.objects.filter(kind=model.record_type, record=id_)
    last = changes.filter(at__lte=moment).order_by("-seq").first()
    if last is None:
        return None
    later = list(changes.filter(seq__gt=last.seq).order_by("-seq"))
    if last.operation == ERASE or any(c.diff is None for c in later):
        raise Erased
    snapshot = now_of(model, id_) or Snapshot()
    writes = [Write.of(change).inverted("undo") for change in later]
    expand_texts(writes)
    for write in writes:
        apply(snapshot, write)
    return None if last.operation == DELETE else snapshot


def apply(snapshot: Snapshot, write: Write) -> None:
    """Let a snapshot follow a write."""
    if write.operation == DELETE:
        snapshot.fields.clear()
        snapshot.parts.clear()
        return
    _follow(write.kind, snapshot.fields, write.fields)
    for part in write.parts:
        if part.operation == DELETE:
            snapshot.parts.pop((part.kind, part.id), None)
        else:
            state = snapshot.parts.setdefault((part.kind, part.id), {})
            _follow(part.kind, state, part.fields)


def replay(changes: Iterable[Change]) -> dict[tuple[str, UUID], Snapshot]:
    """The state of every record, from nothing but the ledger: what the tables must equal."""
    found: dict[tuple[str, UUID], Snapshot] = {}
    for change in changes:
        key = (change.kind, change.record)
        write = Write.of(change)
        expand_texts([write])
        if write.operation in (DELETE, ERASE):
            found.pop(key, None)
        else:
            apply(found.setdefault(key, Snapshot()), write)
    return found


def _follow(kind: str, state: dict[str, Any], diff: dict[str, tuple[Any, Any]]) -> None:
    model = model_of(kind)
    for name, (_, after) in diff.items():
        if name != "created_at":
            state[name] = after
    for name in [n for n, v in state.items() if v == blank_of(model, n)]:
        del state[name]


def _filled(model: type[Record], state: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in state.items() if value != blank_of(model, name)}


def trash(kinds: Iterable[str]) -> QuerySet[Change]:
    """Deletions whose record has not come back, the latest first: a reading of the ledger."""
    deleted = Change.objects.filter(kind__in=list(kinds), operation=DELETE)
    return deleted.select_related("change_set").order_by("-seq")


def came_back(changes: Iterable[Change]) -> set[UUID]:
    """The records of these deletions that exist again."""
    back: set[UUID] = set()
    groups: dict[str, list[Any]] = {}
    for change in changes:
        groups.setdefault(change.kind, []).append(change.record)
    for kind, ids in groups.items():
        query = QuerySet[Any](model_of(kind)).filter(pk__in=ids)
        back.update(query.values_list("pk", flat=True))
    return back


def erase(record: Record) -> None:
    """Delete a record for good: its row, its parts and every diff that the ledger holds of it.

    Within an open change set; what remains is that it was erased, when and by whom, and digests.
    """
    opened = current()
    record.delete(action="erase")
    opened.flush()
    changes = Change.objects.filter(kind=record.record_type, record=record.pk)
    texts = set()
    for change in changes:
        texts.update(_texts(change))
        Change.objects.filter(pk=change.pk).update(digest=digest(change), diff=None, salt=None)
    changes.filter(operation=DELETE, change_set=opened.id).update(operation=ERASE)
    LargeText.objects.filter(pk__in=texts).delete()


def _texts(change: Change) -> set[str]:
    content = change.content
    diffs = [content["f"], *(part[3] for part in content.get("p", ()))]
    return {
        value[TEXT_KEY]
        for diff in diffs
        for pair in diff.values()
        for value in pair
        if isinstance(value, dict) and TEXT_KEY in value
    }
