"""What will be won in a period: the fates of past deals drawn for those that are open now.

Method (a bootstrap by cells, after B. Efron, "Bootstrap methods", Annals of Statistics 7, 1979): on
many past days the open deals are looked at as those of today are: in which stage they stood, and
whether they were planned to close within as many days as the period has left. What became of each
within those days is known: won or not, and for which share of its amount. Each open deal of today
is given the fate of a past deal of the same cell, drawn a thousand times; to that comes what is won
already, and what a past stretch of that length brought from deals that were not there yet. Slipping
of planned days is in the fates, since those planned in time and won too late count as not won. The
interval holds four fifths of the thousand sums.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

DRAWS = 1000
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
        for fate in fates:
            for cell in self._cells_of(fate.seen):
                self._cells[cell].append(fate.share)

    @staticmethod
    def _cells_of(seen: Seen) -> tuple[Hashable, ...]:
        return (seen.stage, seen.is_planned), ("planned", seen.is_planned), "all"

    def shares_for(self, seen: Seen) -> Sequence[float]:
        """The shares among which such a deal draws; empty without any past."""
        for cell in self._cells_of(seen):
            if len(self._cells.get(cell, ())) >= FEWEST:
                return self._cells[cell]
        return self._cells.get("all", ())


def forecast(
    won: float, seen: Sequence[Seen], fates: Iterable[Fate], beyond: Sequence[float]
) -> Forecast:
    """What a period brings: `won` already, the deals `seen`, and `beyond` what is seen.

    `beyond` are past sums of deals that came and were won within as many days; the same numbers
    give the same forecast.
    """
    lottery = Lottery(fates)
    drawing = random.Random(SEED)  # noqa: S311 — a simulation
    sums = drawing.choices(beyond, k=DRAWS) if beyond else [0.0] * DRAWS
    for deal in seen:
        urn = lottery.shares_for(deal)
        if any(urn):
            shares = drawing.choices(urn, k=DRAWS)
            sums = [total + deal.amount * share for total, share in zip(sums, shares, strict=True)]
    sums = [won + total for total in sums]
    sums.sort()
    return Forecast(*(sums[int(part * (DRAWS - 1))] for part in (LOW, MIDDLE, HIGH)))


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
