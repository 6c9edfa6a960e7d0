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

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhike.access.rights import Access
from zhike.ledger.models import Change, Record
from zhike.records.history import Entry, FieldLine, entries

CHANGES = "changes"


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
    seq: int = 0
    about: str = ""
    change_set: UUID | None = None
    can_undo: bool = False
    is_undone: bool = False
    lines: list[FieldLine] = field(default_factory=list)


@dataclass(frozen=True)
class Place:
    """The last moment of a page: many may share a time, as after an import of mere days."""

    at: dt.datetime
    source: str
    key: int | UUID

    @classmethod
    def of(cls, moment: Moment) -> Place:
        """Where a moment stands."""
        return cls(moment.at, moment.source, moment.record or moment.seq)

    @classmethod
    def read(cls, text: str) -> Place:
        """A place from its text; raises ValueError."""
        time, source, key = text.split("~")
        at = dt.datetime.fromisoformat(time)
        if at.utcoffset() != dt.timedelta(0) or len(key) > 36:
            raise ValueError(text)
        return cls(at, source, int(key) if key.isdecimal() and len(key) < 19 else UUID(key))

    def __str__(self) -> str:
        return f"{self.at.astimezone(dt.UTC).isoformat()}~{self.source}~{self.key}"


class Behind:
    """What of one source comes behind a place: earlier times, then names of sources, then keys."""

    def __init__(self, place: Place | None, source: str, only: str = "") -> None:
        """Without a place, everything; `only` is one of the source's own kinds (a channel)."""
        self.place, self.source, self.only = place, source, only

    def cut(self, rows: QuerySet[Any], time: str) -> QuerySet[Any]:
        """The rows of a source behind the place by their column of time, the latest first."""
        rows = rows.order_by("-" + time, "-pk")
        if self.place is None:
            return rows
        at = self.place.at
        if self.source != self.place.source:
            is_behind = self.source > self.place.source
            return rows.filter(**{time + ("__lte" if is_behind else "__lt"): at})
        same = Q(**{time: at, "pk__lt": self.place.key})
        return rows.filter(Q(**{time + "__lt": at}) | same)


Read = Callable[[Access, Record, Behind, int], list[Moment]]


@dataclass(frozen=True)
class Source:
    """One kind of happening; `kinds` (channels) are what it can be narrowed to."""

    name: str
    label: str | Promise
    read: Read
    kinds: tuple[tuple[str, str | Promise], ...] = ()


_sources: dict[type[Record], dict[str, Source]] = {}


def register_source(model: type[Record], source: Source) -> None:
    """Let a kind of happening appear on this record type's timeline."""
    _sources.setdefault(model, {})[source.name] = source


def sources(model: type[Any]) -> list[Source]:
    """What a timeline of this record type is made of."""
    return [_CHANGES, *_sources.get(model, {}).values()]


def timeline(
    access: Access, record: Record, *, after: Place | None = None,
    limit: int = 50, only: str = "",
) -> list[Moment]:  # fmt: skip
    """What happened, the latest first, from behind a place on; `only` is one of `choices`."""
    moments: list[Moment] = []
    wanted, _colon, kind = only.partition(":")
    for source in sorted(sources(type(record)), key=lambda source: source.name):
        if wanted in ("", source.name):
            moments += source.read(access, record, Behind(after, source.name, kind), limit)
    # Sorting keeps the order of sources, and within each of them, where times are the same.
    moments.sort(key=lambda moment: moment.at, reverse=True)
    return moments[:limit]


def choices(model: type[Any]) -> list[str]:
    """What a timeline of this record type can be narrowed to: `tasks`, `interactions:visit`."""
    known = sources(model)
    kinds = [f"{source.name}:{kind}" for source in known for kind, _label in source.kinds]
    return [*(source.name for source in known), *kinds]


def place_in(text: str, model: type[Any]) -> Place:
    """A place in a timeline of this record type; raises ValueError."""
    place = Place.read(text)
    if place.source not in {source.name for source in sources(model)}:
        raise ValueError(text)
    if isinstance(place.key, int) is not (place.source == CHANGES):
        raise ValueError(text)
    return place


def _changes(access: Access, record: Record, behind: Behind, limit: int) -> list[Moment]:
    changes = Change.objects.filter(record=record.pk, kind=record.record_type)
    found = behind.cut(changes.select_related("change_set"), "at")[:limit]
    return [_moment(entry) for entry in entries(access, list(found))]


def _moment(entry: Entry) -> Moment:
    return Moment(
        at=entry.at,
        source=CHANGES,
        seq=entry.seq,
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


_CHANGES = Source(CHANGES, _("changes"), _changes)
