"""What moved a pipeline between two days, so that the parts sum to the difference exactly.

A deal is in the pipeline of a period while it is open and planned to close within it. What the
rule calls the moves of a pipeline ("waterfall") follows the usual reading of sales reports: a deal
that is won after its amount was raised has grown first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)
NEW, GROWN, SHRUNK, PULLED, PUSHED, WON, LOST, GONE = (
    "new", "grown", "shrunk", "pulled", "pushed", "won", "lost", "gone",
)  # fmt: skip
MOVES = (NEW, GROWN, SHRUNK, PULLED, PUSHED, WON, LOST, GONE)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a deal was on a day: its amount in one currency, its planned day, how it stood.

    It may stand for several alike, with the sum of their amounts.
    """

    amount: Decimal
    close_date: dt.date | None
    state: str
    """`open`, `won` or `lost`."""
    number: int = 1


@dataclass(frozen=True, slots=True)
class Period:
    """The days in which deals are to close; without both it is every open deal's pipeline."""

    first: dt.date | None = None
    last: dt.date | None = None

    def holds(self, standing: Standing | None) -> bool:
        """Whether a deal is in the pipeline of this period."""
        if standing is None or standing.state != "open":
            return False
        if self.first is None or self.last is None:
            return True
        return standing.close_date is not None and self.first <= standing.close_date <= self.last


@dataclass
class Waterfall:
    """A pipeline at its two ends, and the sum and number of each move between them."""

    start: Decimal
    end: Decimal
    sums: dict[str, Decimal]
    counts: dict[str, int]


def waterfall(
    deals: Iterable[tuple[Standing | None, Standing | None]], period: Period
) -> Waterfall:
    """The moves of deals, each as it was at the beginning and at the end; None where it was not.

    start + the sum of all moves = end, whatever the deals. Deals that stand for several were alike
    at both ends, and none of them changed its amount.
    """
    made = Waterfall(ZERO, ZERO, dict.fromkeys(MOVES, ZERO), dict.fromkeys(MOVES, 0))
    for before, after in deals:
        if before is not None and period.holds(before):
            made.start += before.amount
        if after is not None and period.holds(after):
            made.end += after.amount
        number = max(one.number if one is not None else 0 for one in (before, after))
        for move, amount in _moves(before, after, period):
            made.sums[move] += amount
            made.counts[move] += number
    return made


def _moves(
    before: Standing | None, after: Standing | None, period: Period
) -> Iterable[tuple[str, Decimal]]:
    was_in, is_in = period.holds(before), period.holds(after)
    if before is not None and was_in:
        yield from _of_one_inside(before, after, is_in=is_in)
    elif after is not None and (is_in or _closed_within(before, after, period)):
        yield (PULLED if before is not None and before.state == "open" else NEW), after.amount
        if not is_in:
            yield after.state, -after.amount


def _of_one_inside(
    before: Standing, after: Standing | None, *, is_in: bool
) -> Iterable[tuple[str, Decimal]]:
    if after is None:
        yield GONE, -before.amount
    elif after.state == LOST:
        yield LOST, -before.amount
    else:
        change = after.amount - before.amount
        if change:
            yield (GROWN if change > 0 else SHRUNK), change
        if after.state == WON:
            yield WON, -after.amount
        elif not is_in:
            yield PUSHED, -after.amount


def _closed_within(before: Standing | None, after: Standing, period: Period) -> bool:
    """Whether a deal came and was closed between the two days, or was won before its time."""
    was_open = before is None or before.state == "open"
    if not was_open or after.state == "open":
        return False
    return after.state == WON or (before is None and _planned_within(after, period))


def _planned_within(after: Standing, period: Period) -> bool:
    if period.first is None or period.last is None:
        return True
    return after.close_date is not None and period.first <= after.close_date <= period.last
