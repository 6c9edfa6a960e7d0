"""When a moment comes, and when it is to be reminded of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhike.base.dates import months_later

SLACK = dt.timedelta(days=3)
LONGEST = 1200
"""A hundred years, in months."""


@dataclass(frozen=True)
class Span:
    """A length of time in days, or in months of the calendar."""

    number: int
    in_months: bool = True

    def after(self, day: dt.date) -> dt.date:
        """The day so much later: 36 months after 1 April 2023 is 1 April 2026."""
        if self.in_months:
            return months_later(day, self.number)
        return day + dt.timedelta(days=self.number)


@dataclass(frozen=True)
class Period:
    """Days from one to another, both included."""

    first: dt.date
    last: dt.date

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last

    def later(self, days: int) -> Period:
        """The same so many days later."""
        by = dt.timedelta(days=days)
        return Period(self.first + by, self.last + by)

    def begun(self, span: Span) -> Period:
        """The days on which something may have begun that is over, after a span, in this period.

        A little wide, since months are of different length: the exact day is asked again.
        """
        back = Span(-span.number, in_months=span.in_months)
        return Period(back.after(self.first) - SLACK, back.after(self.last) + SLACK)
