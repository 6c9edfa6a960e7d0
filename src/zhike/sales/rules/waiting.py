"""Who lets deals wait: the time of steps by department, as a share of the whole cycle."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Span = tuple[dt.datetime, dt.datetime]
NONE = dt.timedelta(0)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Stay:
    """A deal in a step: whose step that is, from when to when."""

    deal: Any
    step: Any
    department: str
    is_own: bool
    begin: dt.datetime
    end: dt.datetime
    is_late: bool = False


@dataclass
class Held:
    """How long a department, or a step, has held deals."""

    name: Any
    is_own: bool
    time: dt.timedelta = NONE
    count: int = 0
    late: int = 0
    spans: dict[Any, list[Span]] = field(default_factory=lambda: defaultdict(list))

    def add(self, stay: Stay, span: Span) -> None:
        """One more stay."""
        self.count += 1
        self.late += stay.is_late
        self.spans[stay.deal].append(span)


@dataclass(frozen=True)
class Waiting:
    """The whole time of some deals, and who had them how long, the longest first."""

    cycle: dt.timedelta
    own: dt.timedelta
    others: dt.timedelta
    departments: list[Held]
    steps: list[Held]

    def share(self, time: dt.timedelta) -> float:
        """A time in percent of the whole cycle, to one decimal."""
        return round(100 * (time / self.cycle), 1) if self.cycle else 0.0


def attribute(cycles: Mapping[Any, Span], stays: Iterable[Stay]) -> Waiting:
    """The time between departments: what runs at once is counted once in each sum.

    Of a step only what lies within its deal's own time counts.
    """
    departments: dict[tuple[str, bool], Held] = {}
    steps: dict[tuple[Any, bool], Held] = {}
    sides = {True: Held("", is_own=True), False: Held("", is_own=False)}
    for stay in stays:
        begin, end = cycles[stay.deal]
        span = max(stay.begin, begin), min(stay.end, end)
        if span[0] >= span[1]:
            continue
        for known, name in ((departments, stay.department), (steps, stay.step)):
            known.setdefault((name, stay.is_own), Held(name, stay.is_own)).add(stay, span)
        sides[stay.is_own].add(stay, span)
    for held in (*departments.values(), *steps.values(), *sides.values()):
        held.time = sum((together(spans) for spans in held.spans.values()), NONE)
    return Waiting(
        sum((end - begin for begin, end in cycles.values()), NONE),
        sides[True].time, sides[False].time, _ranked(departments.values()),
        _ranked(steps.values()),
    )  # fmt: skip


def _ranked(held: Iterable[Held]) -> list[Held]:
    return sorted(held, key=lambda one: (-one.time, str(one.name)))


def together(spans: Iterable[Span]) -> dt.timedelta:
    """How long any of these spans lasted: what overlaps counts once."""
    total, reached = NONE, None
    for begin, end in sorted(spans):
        start = begin if reached is None else max(begin, reached)
        total += max(end - start, NONE)
        reached = end if reached is None else max(end, reached)
    return total


def days(time: dt.timedelta) -> float:
    """A time in days, to one decimal."""
    return round(time / DAY, 1)
