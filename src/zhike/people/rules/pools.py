"""Rules of pools: from when something may be claimed, and until when it is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

Days = Callable[[dt.date, int], dt.date]
"""A day so many workdays after another."""


def free_from(since: dt.datetime | None, days: int) -> dt.datetime | None:
    """When a wait of so many days is over that began at a moment; None where there is none."""
    return since + dt.timedelta(days=days) if since is not None and days else None


@dataclass(frozen=True)
class Keeping:
    """How long a record may be kept without something: the days, and how they are counted."""

    lacks: str
    days: int
    in_workdays: bool = False

    def until(self, since: dt.date, workdays: Days) -> dt.date:
        """The day on which it goes: so many days after that on which the clock began to run.

        Kept for 90 days from 30 June it goes on 28 September, not before.
        """
        if self.in_workdays:
            return workdays(since, self.days)
        return since + dt.timedelta(days=self.days)


@dataclass(frozen=True)
class Kept:
    """What the clocks of one record say: since when it has its owner, and what happened since."""

    owned: dt.date
    followed_up: dt.date | None = None
    has_deal: bool = False
    has_won: bool = False

    def since(self, lacks: str) -> dt.date | None:
        """The day from which a clock runs; None where what it waits for has happened."""
        if lacks == "no_follow_up":
            return max(self.owned, self.followed_up or self.owned)
        return None if (self.has_deal if lacks == "no_deal" else self.has_won) else self.owned


def first_to_go(
    kept: Kept, rules: Iterable[Keeping], workdays: Days
) -> tuple[dt.date, Keeping] | None:
    """The day on which the record goes into the pool and the rule that says so."""
    days = [
        (rule.until(since, workdays), rule)
        for rule in rules if (since := kept.since(rule.lacks)) is not None
    ]  # fmt: skip
    return min(days, key=lambda known: known[0], default=None)
