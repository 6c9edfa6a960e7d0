"""When a registered customer is free, how long it stays a partner's, and what is left of that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

TAKEN, DOUBTFUL, FREE = "taken", "doubtful", "free"
SURE, LIKELY = "same", "ask"
DAYS, WARNING = 90, 14
MOST_DAYS = 3 * 365


@dataclass(frozen=True)
class Found:
    """Somebody known who is perhaps the customer that is registered."""

    decision: str
    """What the duplicate check says: `same`, `ask` or `perhaps`."""
    is_worked_on: bool
    """Whether a colleague owns it, or another partner's protection covers it."""
    is_itself: bool = True
    """The customer, not merely a person with the same number who may work elsewhere by now."""


def verdict(found: Iterable[Found]) -> str:
    """Taken where we are sure and somebody works on it; doubtful where a person must look."""
    busy = [one for one in found if one.is_worked_on and one.decision in (SURE, LIKELY)]
    if any(one.decision == SURE and one.is_itself for one in busy):
        return TAKEN
    return DOUBTFUL if busy else FREE


def last_day(today: dt.date, days: int) -> dt.date:
    """The last day of a protection that begins today: that of 90 days ends with the ninetieth."""
    return today + dt.timedelta(days=days)


def days_left(until: dt.date, today: dt.date) -> int:
    """How many days are left; 0 on the last one."""
    return (until - today).days


def is_ending(until: dt.date, today: dt.date, warning: int = WARNING) -> bool:
    """Whether it is time to warn that it ends."""
    return 0 <= days_left(until, today) <= warning
