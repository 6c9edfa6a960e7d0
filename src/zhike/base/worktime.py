"""Working time: intervals of a week, days that differ, and clocks that stand still outside them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice, pairwise

from zhike.base.errors import N_, BadValue

Interval = tuple[int, int]
"""A begin and an end in minutes after midnight; 1440 is the next midnight."""
Day = tuple[Interval, ...]

MIDNIGHT = 24 * 60
DAY = dt.timedelta(days=1)
FURTHEST = 40 * 366
"""Days that a clock looks ahead at most: further lies a mistake, no deadline."""
OFFICE: Day = ((9 * 60, 12 * 60), (13 * 60, 18 * 60))
OFFICE_WEEK: tuple[Day, ...] = (*(OFFICE,) * 5, (), ())

_DASH = re.compile(r"\s*[-–—~至到]\s*")
_BETWEEN = re.compile(r"[\s,;、和]+")
_INTERVAL = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?-(\d{1,2})(?:[:.](\d{2}))?")


class NeverOpen(ValueError):
    """A calendar has no working time in which a clock could run."""


def read_hours(text: str) -> Day:
    """Intervals as people write them ("9:00-12:00, 13-18:30"); nothing is a day off.

    Raises BadValue where an interval is not understood, overlaps another or ends before it begins.
    """
    clean = _DASH.sub("-", unicodedata.normalize("NFKC", text))
    found = [_interval(piece) for piece in _BETWEEN.split(clean) if piece]
    found.sort()
    if any(end > begin for (_, end), (begin, _) in pairwise(found)):
        raise BadValue("overlap", N_("These hours overlap."))
    return tuple(found)


def _interval(piece: str) -> Interval:
    match = _INTERVAL.fullmatch(piece)
    if match is None:
        raise BadValue("hours", N_("Write hours like 9:00-12:00, 13:00-18:00."))
    first, first_minute, last, last_minute = (int(group or 0) for group in match.groups())
    begin, end = first * 60 + first_minute, last * 60 + last_minute
    if max(first_minute, last_minute) > 59 or not begin < end <= MIDNIGHT:
        raise BadValue("hours", N_("Write hours like 9:00-12:00, 13:00-18:00."))
    return begin, end


def written(day: Day) -> str:
    """Intervals in the form that `read_hours` reads."""
    return ", ".join("-".join(f"{m // 60:02}:{m % 60:02}" for m in interval) for interval in day)


@dataclass(frozen=True)
class WorkTime:
    """When people work: a week from Monday on, the days that differ from it, and a time zone.

    A day that differs has intervals of its own; without any it is off.
    """

    week: Sequence[Day]
    days: Mapping[dt.date, Day]
    zone: dt.tzinfo

    def hours_on(self, day: dt.date) -> Day:
        """The intervals of a day, in minutes after midnight."""
        return self.days.get(day, self.week[day.weekday()])

    def is_workday(self, day: dt.date) -> bool:
        """Whether anybody works that day."""
        return bool(self.hours_on(day))

    def knows(self, year: int) -> bool:
        """Whether days of this year were given; without, it is the bare week."""
        return any(day.year == year for day in self.days)

    def is_open(self, moment: dt.datetime) -> bool:
        """Whether it is working time now."""
        return any(begin <= moment < end for begin, end in self._spans(self._day(moment)))

    def opens(self, moment: dt.datetime) -> dt.datetime:
        """The next moment of working time, which may be this one. Raises NeverOpen."""
        for begin, end in self._spans_from(self._day(moment)):
            if end > moment:
                return max(begin, moment)
        raise NeverOpen

    def due(self, start: dt.datetime, hours: Decimal | float) -> dt.datetime:
        """When so many working hours have gone by; at the end of an interval, not a later begin.

        With no hours it is `opens`. Raises NeverOpen.
        """
        if hours <= 0:
            return self.opens(start)
        left = dt.timedelta(seconds=float(hours) * 3600)
        for begin, end in self._spans_from(self._day(start)):
            begin = max(begin, start)
            if end - begin >= left:
                return (begin + left).astimezone(self.zone)
            left -= max(end - begin, dt.timedelta())
        raise NeverOpen

    def worked(self, start: dt.datetime, end: dt.datetime) -> dt.timedelta:
        """The working time between two moments; nothing if the second is not the later."""
        total, day, last = dt.timedelta(), self._day(start), self._day(end)
        while day <= last:
            for begin, close in self._spans(day):
                total += max(min(close, end) - max(begin, start), dt.timedelta())
            day += DAY
        return total

    def due_days(self, day: dt.date, workdays: int) -> dt.date:
        """The workday that comes so many after a day; after 0 it is that day or the next workday.

        Raises NeverOpen.
        """
        ahead = (day + n * DAY for n in range(workdays > 0, FURTHEST))
        found = next(islice(filter(self.is_workday, ahead), max(workdays - 1, 0), None), None)
        if found is None:
            raise NeverOpen
        return found

    def workdays(self, first: dt.date, last: dt.date) -> int:
        """How many workdays lie after the first day, up to and with the last."""
        span = (last - first).days
        return sum(self.is_workday(first + n * DAY) for n in range(1, span + 1))

    def _day(self, moment: dt.datetime) -> dt.date:
        return moment.astimezone(self.zone).date()

    def _spans(self, day: dt.date) -> Iterator[tuple[dt.datetime, dt.datetime]]:
        """The intervals of a day as moments of the world's clock, so that summer time counts."""
        for interval in self.hours_on(day):
            begin, end = (
                dt.datetime.combine(
                    day + (minute // MIDNIGHT) * DAY,
                    dt.time(minute % MIDNIGHT // 60, minute % 60),
                    self.zone,
                ).astimezone(dt.UTC)
                for minute in interval
            )
            yield begin, end

    def _spans_from(self, day: dt.date) -> Iterator[tuple[dt.datetime, dt.datetime]]:
        for ahead in range(FURTHEST):
            yield from self._spans(day + ahead * DAY)
