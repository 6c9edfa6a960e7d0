"""Stretches of days that move with time: `this_month`, `last_n_days:90`. Weeks begin on Monday.

Counted from today, which belongs to both: `last_n_days:90` begins with the day that parse_date
calls "90 days ago", `next_n_days:30` ends with "in 30 days"; `older_than_n_days:90` is what lies
before the former, `later_than_n_days:30` what lies behind the latter.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from zhike.base.dates import months_later
from zhike.base.errors import N_, BadValue

Days = tuple[date | None, date | None]
NAMED = (
    "today", "yesterday", "tomorrow",
    "this_week", "last_week", "next_week",
    "this_month", "last_month", "next_month",
    "this_quarter", "last_quarter", "next_quarter",
    "this_year", "last_year", "next_year",
)  # fmt: skip
COUNTED = ("last_n", "next_n", "older_than_n", "later_than_n")
UNITS = ("days", "weeks", "months")
PATTERN = rf"{'|'.join(NAMED)}|({'|'.join(COUNTED)})_({'|'.join(UNITS)}):([0-9]{{1,4}})"
_PERIOD = re.compile(PATTERN)
_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_STEPS = {"last": -1, "this": 0, "next": 1}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def days_of(text: str, today: date) -> Days:
    """The first day of a period and the day behind its last, as seen from `today`.

    None stands where it has no end. Raises BadValue for what is no period.
    """
    found = _PERIOD.fullmatch(text)
    if found is None:
        raise BadValue("period", N_(
            "This is not a period: write this_month, last_week or last_n_days:90."
        ))  # fmt: skip
    try:
        if not found[1]:
            return _named(text, today)
        return _counted(found[1], found[2], int(found[3]), today)
    except (ValueError, OverflowError):
        raise BadValue("period", N_("This period lies outside the calendar.")) from None


def parts_of(text: str) -> tuple[str, int] | None:
    """`last_n_days:90` as `("last_n_days", 90)`; None for one that counts nothing."""
    found = _PERIOD.fullmatch(text)
    return (f"{found[1]}_{found[2]}", int(found[3])) if found and found[1] else None


def _named(text: str, today: date) -> Days:
    if text in _DAYS:
        first = today + timedelta(_DAYS[text])
        return first, first + timedelta(1)
    which, _underscore, unit = text.partition("_")
    step = _STEPS[which]
    if unit == "week":
        first = today + timedelta(7 * step - today.weekday())
        return first, first + timedelta(7)
    length = _MONTHS[unit]
    begin = (today.month - 1) // length * length + 1
    first = months_later(today.replace(month=begin, day=1), length * step)
    return first, months_later(first, length)


def _counted(which: str, unit: str, count: int, today: date) -> Days:
    steps = count if which in ("next_n", "later_than_n") else -count
    if unit == "months":
        edge = months_later(today, steps)
    else:
        edge = today + timedelta(steps * (7 if unit == "weeks" else 1))
    behind = edge + timedelta(1)
    return {
        "last_n": (edge, today + timedelta(1)), "older_than_n": (None, edge),
        "next_n": (today, behind), "later_than_n": (behind, None),
    }[which]  # fmt: skip
