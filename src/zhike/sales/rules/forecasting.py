"""What will be won in a period: the fates of past deals drawn for those that are open now.

Method (a bootstrap by cells, after B. Efron, "Bootstrap methods", Annals of Statistics 7, 1979): on
many past days the open deals are looked at as those of today are: in which stage they stood, and
whether they were planned to close within as many days as the period has left. What became of each
within those days is known: won or not, and for which share of its amount. Each open deal of today
is given the fate of a past deal of the same cell, drawn a thousand times; to that comes what is won
already, and what a past stretch of that length brought from deals that were not there yet. Slipping
of planned days is in the fates, since those planned in time and won too late count as not won. The
interval holds four fifths of the thousand sums.

Of very many deals only the greatest are drawn one by one. The sum of the others is as good as
normally distributed, with the mean and the variance that their fates give it.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean

DRAWS = 1000
ONE_BY_ONE = 500
"""The greatest deals, whose fates are drawn each for itself."""
FEWEST = 10
"""Fates that a cell must have to speak for itself; else its stage speaks, else all deals."""
LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9
SEED = 20_260_101


@dataclass(frozen=True, slots=True)
class Seen:
    """An open deal as the forecast sees it on a day."""

    stage: Hashable
    is_planned: bool
    """Planned to close within the days that are left."""
    amount: float
    number: int = 1
    """For how many deals it stands where only one in so many is looked at."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a past deal within the days: the share of its amount that was won, or 0."""

    seen: Seen
    share: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """The sum that four fifths of the draws lie between, and the one in the middle."""

    low: float
    middle: float
    high: float


class Lottery:
    """The fates of the past, by cell, of which each open deal draws one."""

    def __init__(self, fates: Iterable[Fate]) -> None:
        """Sort them by stage and plan, by stage, and altogether."""
        self._cells: dict[Hashable, list[float]] = defaultdict(list)
        self._moments: dict[Hashable, tuple[float, float]] = {}
        for fate in fates:
            for cell in self._cells_of(fate.seen):
                self._cells[cell].append(fate.share)

    @property
    def size(self) -> int:
        """How many fates there are."""
        return len(self._cells.get("all", ()))

    @staticmethod
    def _cells_of(seen: Seen) -> tuple[Hashable, ...]:
        return (seen.stage, seen.is_planned), ("planned", seen.is_planned), "all"

    def _cell_of(self, seen: Seen) -> Hashable:
        cells = self._cells_of(seen)
        return next((one for one in cells if len(self._cells.get(one, ())) >= FEWEST), "all")

    def shares_for(self, seen: Seen) -> Sequence[float]:
        """The shares among which such a deal draws; empty without any past."""
        return self._cells.get(self._cell_of(seen), ())

    def moments_for(self, seen: Seen) -> tuple[float, float]:
        """Mean and variance of the shares among which such a deal draws."""
        cell = self._cell_of(seen)
        if cell not in self._moments:
            shares = self._cells.get(cell) or [0.0]
            mean = fmean(shares)
            self._moments[cell] = mean, fmean((share - mean) ** 2 for share in shares)
        return self._moments[cell]


def forecast(
    won: float, seen: Iterable[Seen], lottery: Lottery, beyond: Sequence[float]
) -> Forecast:
    """What a period brings: `won` already, the deals `seen`, and `beyond` what is seen.

    `beyond` are past sums of deals that came and were won within as many days; the same numbers
    give the same forecast.
    """
    drawing = random.Random(SEED)  # noqa: S311 — a simulation
    sums = drawing.choices(beyond, k=DRAWS) if beyond else [0.0] * DRAWS
    great, others = _apart(seen)
    for deal in great:
        urn = lottery.shares_for(deal)
        if any(urn):
            shares = drawing.choices(urn, k=DRAWS)
            sums = [total + deal.amount * share for total, share in zip(sums, shares, strict=True)]
    mean, spread = _together(others, lottery)
    sums = [won + total + max(drawing.gauss(mean, spread), 0.0) for total in sums]
    sums.sort()
    return Forecast(*(sums[int(part * (DRAWS - 1))] for part in (LOW, MIDDLE, HIGH)))


def _apart(seen: Iterable[Seen]) -> tuple[list[Seen], list[Seen]]:
    """The greatest deals, and the others; a deal that stands for several is never drawn alone."""
    every = list(seen)
    several = [deal for deal in every if deal.number > 1]
    single = [deal for deal in every if deal.number == 1]
    single.sort(key=lambda deal: -deal.amount)
    return single[:ONE_BY_ONE], single[ONE_BY_ONE:] + several


def _together(deals: Iterable[Seen], lottery: Lottery) -> tuple[float, float]:
    """Mean and standard deviation of what these deals bring together."""
    total = variance = 0.0
    for deal in deals:
        mean, spread = lottery.moments_for(deal)
        total += deal.number * deal.amount * mean
        variance += deal.number * deal.amount**2 * spread
    return total, sqrt(variance)


@dataclass(frozen=True, slots=True)
class BackTest:
    """A forecast of a past period beside what came."""

    forecast: Forecast
    actual: float

    @property
    def is_inside(self) -> bool:
        """Whether the truth fell into the interval."""
        return self.forecast.low <= self.actual <= self.forecast.high

    @property
    def error(self) -> float | None:
        """How far the middle was from the truth, as a share of it; None where nothing came."""
        return abs(self.forecast.middle - self.actual) / self.actual if self.actual else None
