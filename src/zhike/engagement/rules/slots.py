"""When somebody is free: times that are taken, times that overlap, times to offer instead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

STEP = dt.timedelta(hours=1)
DAYS = 14
OFFERED = 3


@dataclass(frozen=True, order=True)
class Span:
    """A time with its beginning and its end, which does not belong to it."""

    starts: dt.datetime
    ends: dt.datetime

    @property
    def length(self) -> dt.timedelta:
        """How long it is."""
        return self.ends - self.starts

    def meets(self, other: Span) -> bool:
        """Whether the two have a moment in common."""
        return self.starts < other.ends and other.starts < self.ends


class Working(Protocol):
    """What is asked of a working calendar."""

    def worked(self, start: dt.datetime, end: dt.datetime) -> dt.timedelta:
        """How much of the time between is worked."""


def free_instead(
    asked: Span, taken: Iterable[Span], working: Working, earliest: dt.datetime
) -> list[Span]:
    """Up to three free times as long as the one asked for, whole within working time.

    Those of the same day come first, then the nearest; in the order in which they come. They begin
    at full hours, none before `earliest`, none later than two weeks after the day.
    """
    busy, found = list(taken), list[Span]()
    midnight = asked.starts.replace(hour=0, minute=0, second=0, microsecond=0)
    for begins in _hours(midnight, earliest):
        offer = Span(begins, begins + asked.length)
        is_free = not any(offer.meets(other) for other in busy) and offer != asked
        if is_free and working.worked(offer.starts, offer.ends) == offer.length:
            found.append(offer)

    def distance(offer: Span) -> tuple[bool, dt.timedelta]:
        other_day = offer.starts.date() != asked.starts.date()
        return other_day, abs(offer.starts - asked.starts)

    return sorted(sorted(found, key=distance)[:OFFERED])


def _hours(midnight: dt.datetime, earliest: dt.datetime) -> Iterable[dt.datetime]:
    hours = (midnight + STEP * number for number in range(24 * DAYS))
    return (begins for begins in hours if begins >= earliest)
