"""Today: what waits for a person, from every package, in the order in which it presses.

A package registers a source: at most eight, each asked by owner for twenty rows. What is done is
found no longer, so a row leaves when its button has been pressed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from zhike.access.models import Desk
from zhike.access.rights import Access
from zhike.records.question import desks_of
from zhike.web.cells import Cell
from zhike.web.dates import day_text, moment_text
from zhike.web.home import Tile, register_tile
from zhike.web.requests import PageRequest

MOST = 20
SHOWN = 12
SOURCES = 8
PLACE = "/today/"


class Press(IntEnum):
    """How something waits: the lower, the earlier it is to be seen to."""

    LATE = 0
    TODAY = 1
    WAITING = 2
    """Somebody waits for this person, without an hour."""
    SOON = 3
    QUIET = 4
    """Nothing was promised, but nothing happens either."""


@dataclass(frozen=True)
class Due:
    """One thing that waits for somebody: about what, why, when, and what can be done at once."""

    about: str
    """A reference; what is about one record stands in one row."""
    title: str
    url: str
    why: str
    press: Press
    at: dt.datetime | None = None
    is_day: bool = False
    """The day counts and no hour of it."""
    note: str = ""
    """A word under the time; "overdue" by itself."""
    name: str = ""
    """Whose portrait stands there, where that is not the title."""
    marks: Mapping[str, Any] = field(default_factory=dict)
    """Shape, tier and badges as the component `today` takes them."""
    actions: tuple[Cell, ...] = ()


def pressing(at: dt.datetime, now: dt.datetime) -> tuple[Press, bool]:
    """How a moment that is to be kept presses, and whether it means a day (its midnight)."""
    is_day = timezone.localtime(at).time() == dt.time()
    if at + dt.timedelta(days=1 if is_day else 0) < now:
        return Press.LATE, is_day
    is_today = timezone.localdate(at) <= timezone.localdate(now)
    return Press.TODAY if is_today else Press.SOON, is_day


Find = Callable[[Access, dt.datetime], Iterable[Due]]


@dataclass(frozen=True)
class Source:
    """Where things of one kind that wait for a person are found: at most twenty of them."""

    key: str
    rank: int
    label: str | Promise
    icon: str
    find: Find


_sources: list[Source] = []


class TooManySources(RuntimeError):
    """The first page asks eight sources at most, or it would not open at once."""


def register_source(source: Source) -> None:
    """Add a source when apps are ready. Raises TooManySources."""
    if len(_sources) >= SOURCES:
        raise TooManySources(source.key)
    _sources.append(source)
    _sources.sort(key=lambda known: known.rank)


class Agenda:
    """What waits for one person now."""

    def __init__(self, access: Access, now: dt.datetime | None = None) -> None:
        """Ask every source."""
        self.now = now or timezone.now()
        known = _sources if access.user is not None else []
        self.found = {source: tuple(source.find(access, self.now)) for source in known}

    def rows(self, only: str = "") -> list[Due]:
        """What waits, or what one source says: each record once, what presses most first."""
        one: dict[str, Due] = {}
        every = (due for source, found in self.found.items() if only in ("", source.key)
                 for due in found)  # fmt: skip
        for due in sorted(every, key=_order):
            first = one.get(due.about)
            one[due.about] = due if first is None else _joined(first, due)
        return list(one.values())

    def counters(self, only: str) -> list[dict[str, Any]]:
        """A chip for each source that says something, with how much."""
        every = {"label": _("All"), "url": PLACE, "current": not only}
        chips = [
            {
                "label": source.label, "url": f"{PLACE}?only={source.key}", "icon": source.icon,
                "count": f"{MOST}+" if len(found) >= MOST else len(found),
                "tone": "seal" if any(due.press == Press.LATE for due in found) else "",
                "current": only == source.key,
            }
            for source, found in self.found.items() if found or only == source.key
        ]  # fmt: skip
        return [every, *chips] if chips else []


def _order(due: Due) -> tuple[int, bool, float]:
    return due.press, due.at is None, due.at.timestamp() if due.at else 0


def _joined(first: Due, again: Due) -> Due:
    """One row of two about one record: what presses more leads, and both reasons stand there."""
    known = {action.get("url") for action in first.actions}
    more = tuple(action for action in again.actions if action.get("url") not in known)
    why = first.why if again.why in first.why else _("%(one)s; %(other)s") % {
        "one": first.why.rstrip(".。"), "other": again.why,
    }  # fmt: skip
    return replace(first, why=why, actions=(*first.actions, *more)[:3])


def row(due: Due) -> dict[str, Any]:
    """What waits, as the component `today` draws it."""
    when = ""
    if due.at is not None:
        local = timezone.localtime(due.at)
        when = day_text(local.date()) if due.is_day else moment_text(due.at)
    late = due.press == Press.LATE
    return {
        "when": when or _("today"), "late": late, "first": late,
        "when_note": due.note or (_("overdue") if late else ""),
        "name": due.name or due.title, "title": due.title, "url": due.url, "why": due.why,
        "actions": due.actions, **due.marks,
    }  # fmt: skip


def _drawn(agenda: Agenda, only: str = "", shown: int = MOST) -> dict[str, Any]:
    rows = agenda.rows(only)
    cannot_wait = sum(due.press == Press.LATE for due in rows)
    return {
        "rows": [row(due) for due in rows[:shown]], "count": len(rows), "late": cannot_wait,
        "more": len(rows) > shown, "counters": agenda.counters(only), "place": PLACE,
    }  # fmt: skip


def today_page(request: PageRequest) -> HttpResponse:
    """Everything that waits for this user, or what one source says."""
    only = request.GET.get("only", "")
    agenda = Agenda(request.access)
    if only not in {source.key for source in agenda.found}:
        only = ""
    data = _drawn(agenda, only, MOST if only else MOST * SOURCES)
    return render(request, "web/today.html", {"data": data})


def today_tile(access: Access) -> Tile | None:
    """What waits for this user, on the first page."""
    data = _drawn(Agenda(access), shown=SHOWN)
    desks = desks_of(access)
    calls_customers = not desks or Desk.SALES in desks or Desk.SERVICE in desks
    if access.user is None or not (data["rows"] or calls_customers):
        return None
    return Tile("web/tiles/today.html", data)


register_tile(10, today_tile)
