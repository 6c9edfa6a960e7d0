"""A list side by side: a lane for each value of a choice, for each owner, or for days ahead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Q, Value, When
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from zhike.access.models import User
from zhike.access.rights import Access
from zhike.base.errors import N_, BadValue
from zhike.records import days, filters, listing, summary
from zhike.records.errors import Invalid
from zhike.records.fieldspec import FieldSpec
from zhike.records.listing import Query
from zhike.records.resource import Resource
from zhike.records.summary import Group
from zhike.records.titles import named

MOST = 24
TIMES = ("date", "moment")
EVENING = dt.time(18)
NOTHING = (None, "")
Node = dict[str, Any]


@dataclass
class Lane:
    """A value of the field: which records have it, and what a card takes on when it is put here.

    `key` names it in addresses, "" where there is no value; nothing can be put into a lane that
    does not `take`.
    """

    key: str
    title: str
    conditions: list[Node]
    takes: bool
    group: Group = field(default_factory=lambda: Group(None))
    cards: list[Any] = field(default_factory=list)
    more: str | None = None


def can_lane(spec: FieldSpec) -> bool:
    """Whether there is a board by this field for this reader: never by what is hidden or masked."""
    if not (spec.searchable and spec.filterable):
        return False
    if spec.kind.name == "choice":
        return 1 < len(spec.choices) <= MOST
    if spec.kind.name in TIMES:
        return spec.editable
    return spec.kind.name == "relation" and spec.target is User


def fields(resource: Resource, access: Access) -> list[FieldSpec]:
    """The fields by which this reader may see a board, in the order of the form."""
    return [spec for spec in resource.specs(access).values() if can_lane(spec)]


def usual(resource: Resource, access: Access) -> FieldSpec | None:
    """The field with which a board opens: what the record type names, else one that can change."""
    known = fields(resource, access)
    named_one = next((spec for spec in known if spec.name == resource.lanes), None)
    return named_one or next((s for s in known if s.writable), None) or next(iter(known), None)


@dataclass
class Lanes:
    """A board by a field, for one reader, on one day; Invalid for a query that cannot be asked."""

    resource: Resource
    access: Access
    by: FieldSpec
    query: Query
    today: dt.date = field(default_factory=timezone.localdate)
    total: int = 0
    hidden: int = 0
    """How many owners have no lane: those with the fewest records, on a board of very many."""

    def __post_init__(self) -> None:
        """Everything on the board, and its order."""
        sort = self.query.sort or listing.usual_sort(self.resource, self.access)
        self.keys = listing.sort_keys(self.resource, self.access, sort)
        self.rows = listing.rows(self.resource, self.access, self.query)

    def all(self, specs: Sequence[FieldSpec], *, limit: int, only: Collection[str] = ()
            ) -> list[Lane]:  # fmt: skip
        """The lanes with their figures and first cards, or only those of these keys."""
        groups = self._groups(specs)
        lanes = self._lanes([key for key in only or groups if key])
        if only:
            lanes = [lane for lane in lanes if lane.key in only]
        for lane in lanes:
            lane.group = groups.get(lane.key, lane.group)
            if lane.group.count:
                self.fill(lane, limit)
        return lanes if only else [lane for lane in lanes if lane.takes or lane.group.count]

    def fill(self, lane: Lane, limit: int, cursor: str = "") -> None:
        """The cards behind a cursor, in the list's order; Invalid for a cursor of another list."""
        where = self._where(lane.conditions)
        query = Query(limit=limit, cursor=cursor)
        lane.cards, lane.more = listing.cut(self.rows.filter(where), self.keys, query)

    def one(self, key: str) -> Lane | None:
        """The lane of a key; None where there is none."""
        return next((lane for lane in self._lanes([key] if key else []) if lane.key == key), None)

    def key_of(self, record: Any) -> str:
        """In which lane a record is."""
        value = self.by.value(record)
        if value in NOTHING:
            return ""
        return days.span_of(_day(value), self.today) if self.by.kind.name in TIMES else str(value)

    def value_for(self, lane: Lane, record: Any) -> str:
        """What a record is given when it is put into a lane; raises Invalid where it cannot be.

        A moment keeps its time of day.
        """
        if not lane.takes:
            message = N_("Nothing can be put here.")
            raise Invalid.field(self.by.name, BadValue("lane", message))
        if not lane.key or self.by.kind.name not in TIMES:
            return lane.key
        day = days.day_in(lane.key, self.today)
        if self.by.kind.name == "date":
            return day.isoformat()
        value = self.by.value(record)
        time = timezone.localtime(value).time() if value else EVENING
        return _at(day, time)

    def _groups(self, specs: Sequence[FieldSpec]) -> dict[str, Group]:
        """Counts and sums by the keys of lanes; one query."""
        if self.by.kind.name in TIMES:
            whens = [
                When(self._where(conditions), then=Value(key))
                for key, conditions in self._spans().items()
            ]
            by: Any = Case(*whens, default=Value(""), output_field=CharField())
        else:
            by = summary.value_of(self.by)
        found: dict[str, Group] = {}
        for group in summary.groups(self.resource, self.rows, by, specs):
            key = "" if group.value in NOTHING else str(group.value)
            if key not in found or group.count > found[key].count:
                found[key] = group
            self.total += group.count
        return found

    def _where(self, conditions: list[Node]) -> Q:
        return filters.condition(self.resource, self.access, {"all": conditions})

    def _lanes(self, present: Collection[str]) -> list[Lane]:
        """Without figures and cards; `present` are the keys that occur."""
        makers = {"choice": self._choices, "relation": self._owners}
        lanes = makers.get(self.by.kind.name, self._days)(list(dict.fromkeys(present)))
        none = [{"field": self.by.name, "op": "empty", "value": True}]
        title = _("Nobody") if self.by.target else _("Without %(field)s") % {"field": self.by.label}
        can_clear = not self.by.required and (self.by.null or self.by.default in NOTHING)
        return [*lanes, Lane("", title, none, can_clear)]

    def _choices(self, present: list[str]) -> list[Lane]:
        """All choices, and what records still have of those that were taken away."""
        known = {str(value): capfirst(str(label)) for value, label in self.by.choices}
        known |= {key: key for key in present if key not in known}
        offered = {str(value) for value, _label in self.by.choices}
        return [
            Lane(key, title, [{"field": self.by.name, "op": "in", "value": [key]}], key in offered)
            for key, title in known.items()
        ]

    def _owners(self, present: list[str]) -> list[Lane]:
        """Those who occur, by name; of very many those with the most."""
        self.hidden = max(0, len(present) - MOST)
        ids = [UUID(key) for key in present[:MOST]]
        names = named(self.access, User, ids)
        titles = {id_: names.get(id_) or _("somebody out of your sight") for id_ in ids}
        return [
            Lane(str(id_), title, [{"field": self.by.name, "op": "eq", "value": str(id_)}],
                 id_ in names)
            for id_, title in sorted(titles.items(), key=lambda pair: pair[1])
        ]  # fmt: skip

    def _days(self, present: list[str]) -> list[Lane]:
        titles = {
            days.PAST: _("Past"), days.TODAY: _("Today"), days.WEEK: _("This week"),
            days.NEXT_WEEK: _("Next week"), days.LATER: _("Later"),
        }  # fmt: skip
        return [
            Lane(key, titles[key], conditions, key != days.PAST)
            for key, conditions in self._spans().items()
        ]

    def _spans(self) -> dict[str, list[Node]]:
        return {
            key: [
                {"field": self.by.name, "op": op, "value": self._edge(day)}
                for op, day in (("gte", first), ("lt", end)) if day is not None
            ]
            for key, (first, end) in days.spans(self.today).items()
        }  # fmt: skip

    def _edge(self, day: dt.date) -> str:
        return day.isoformat() if self.by.kind.name == "date" else _at(day, dt.time())


def _at(day: dt.date, time: dt.time) -> str:
    return timezone.make_aware(dt.datetime.combine(day, time)).isoformat()


def _day(value: Any) -> dt.date:
    if isinstance(value, str):  # A custom day is kept as text.
        return dt.date.fromisoformat(value)
    return timezone.localtime(value).date() if isinstance(value, dt.datetime) else value
