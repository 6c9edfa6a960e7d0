"""Weeks, and what months and weeks leave out of what is to be reached."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

WEEK = dt.timedelta(days=7)


def monday(day: dt.date) -> dt.date:
    """The Monday of the week in which a day is."""
    return day - dt.timedelta(days=day.weekday())


def weeks_of(year: int, month: int) -> list[dt.date]:
    """The Mondays of the weeks that belong to a month: those whose Thursday lies in it.

    So every week belongs to one month, as every week belongs to one year by ISO 8601.
    """
    first = dt.date(year, month, 1)
    found = monday(first)
    weeks = []
    while (thursday := found + dt.timedelta(days=3)) < _next(first):
        if thursday >= first:
            weeks.append(found)
        found += WEEK
    return weeks


def month_of(week: dt.date) -> tuple[int, int]:
    """The year and month to which a week belongs."""
    thursday = week + dt.timedelta(days=3)
    return thursday.year, thursday.month


def uncovered(plan: Decimal, won: Decimal, coming: Decimal) -> Decimal:
    """What of a plan is neither won nor planned to be won; nothing where there is more."""
    return max(plan - won - coming, Decimal(0))


def _next(first: dt.date) -> dt.date:
    return (first + dt.timedelta(days=31)).replace(day=1)
