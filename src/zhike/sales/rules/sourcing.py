"""Rules of what leads cost: which part of a cost falls into a time, and what one lead takes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from zhike.base.splitting import cents

DAY = dt.timedelta(days=1)


def part_within(
    amount: Decimal, first: dt.date, last: dt.date, begin: dt.date, end: dt.date
) -> Decimal:
    """What of a cost spread evenly from `first` to `last` falls on the days `begin` to `end`.

    Both days of each belong to it. The parts of times that follow one another add up to the whole.
    """
    return _until(amount, first, last, end) - _until(amount, first, last, begin - DAY)


def _until(amount: Decimal, first: dt.date, last: dt.date, day: dt.date) -> Decimal:
    days = (last - first).days + 1
    behind = min(max((day - first).days + 1, 0), days)
    return cents(amount * behind / days)


def borne(cost: Decimal, some: int, leads: int) -> Decimal:
    """What some of a source's leads bear of its cost: all bear the same.

    Of a source that brought none the cost stays whole.
    """
    return cents(cost * some / leads) if leads else cost


def each(cost: Decimal | None, count: int) -> Decimal | None:
    """What one of these cost; None where there is no cost on record, or nothing came of it."""
    return None if cost is None or not count else cents(cost / count)
