"""The timeline of a record: what happened with it, from every source, the latest first.

The ledger's changes are one source; higher packages register theirs (interactions, deals, cases).
A source reads its own rows by time, so a page of the timeline costs one query a source.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

from zhike.access.rights import Access
from zhike.ledger.models import Record
from zhike.records.history import Entry, FieldLine, history
from zhike.records.resource import Resource


@dataclass
class Moment:
    """One entry of a timeline."""

    at: dt.datetime
    source: str
    icon: str
    title: str | Promise
    text: str = ""
    who: str = ""
    door: str = ""
    kind: str = ""
    record: UUID | None = None
    about: str = ""
    change_set: UUID | None = None
    can_undo: bool = False
    is_undone: bool = False
    lines: list[FieldLine] = field(default_factory=list)


Source = Callable[[Access, Record, dt.datetime | None, int], list[Moment]]
_sources: dict[type[Record], list[tuple[str, Source]]] = {}


def register_source(model: type[Record], name: str, source: Source) -> None:
    """Let a kind of happening appear on this record type's timeline."""
    _sources.setdefault(model, []).append((name, source))


def timeline(
    access: Access, resource: Resource, record: Record, *, before: dt.datetime | None = None,
    limit: int = 50, only: str = "",
) -> list[Moment]:  # fmt: skip
    """What happened before a time, the latest first; `only` names one source (`changes`)."""
    moments: list[Moment] = []
    if only in ("", "changes"):
        moments += _changes(access, resource, record, before, limit)
    for name, source in _sources.get(type(record), []):
        if only in ("", name):
            moments += source(access, record, before, limit)
    moments.sort(key=lambda moment: moment.at, reverse=True)
    return moments[:limit]


def source_names(model: type[Any]) -> list[str]:
    """What the timeline of this record type can be filtered by."""
    return ["changes", *(name for name, _ in _sources.get(model, []))]


def _changes(
    access: Access, resource: Resource, record: Record, before: dt.datetime | None, limit: int
) -> list[Moment]:
    found = history(access, resource, record.pk, limit=limit if before is None else 500)
    if before is not None:
        found = [entry for entry in found if entry.at < before][:limit]
    return [_moment(entry) for entry in found]


def _moment(entry: Entry) -> Moment:
    return Moment(
        at=entry.at,
        source="changes",
        icon="history",
        title=entry.label,
        text=entry.reason,
        who=entry.actor_name,
        door=entry.door,
        change_set=entry.change_set,
        can_undo=entry.can_undo,
        is_undone=entry.is_undone,
        lines=entry.lines,
    )
