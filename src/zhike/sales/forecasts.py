"""Forecasts of the quarter, reckoned every night from what became of past deals."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from zhike.access.heads import people_below, teams_below
from zhike.access.models import Scope
from zhike.access.rights import Access, system_access
from zhike.base.dates import months_later
from zhike.ledger.jobs import Running, each_minute, enqueue, handles
from zhike.ledger.models import Job
from zhike.records.currencies import Rates, RatesByDay
from zhike.sales.achieved import currencies_of, won_by_owner
from zhike.sales.courses import Course, Stood, courses
from zhike.sales.models import Forecast, Opportunity
from zhike.sales.rules.forecasting import BackTest, Fate, Lottery, Seen, forecast
from zhike.sales.rules.forecasting import Forecast as Interval

JOB = "reckon_forecasts"
YEARS = 3
LOOKS, STEP = 18, 30
"""Past days on which the open deals are looked at, and how many days lie between them."""
QUARTERS = 8
MOST = 50_000
"""Past deals that are looked at; of more, one in two, in three and so on, always the same ones."""
FEWEST_FATES = 30
MOST_SHARE = 3.0
"""A deal that was won for many times its amount says nothing about others."""


@dataclass(frozen=True)
class Quarter:
    """Three months, as moments of the company's clock."""

    first: dt.date

    @classmethod
    def of(cls, day: dt.date) -> Quarter:
        """The one that a day belongs to."""
        return cls(day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1))

    def later(self, quarters: int) -> Quarter:
        """One so many quarters later."""
        return Quarter(months_later(self.first, 3 * quarters))

    @property
    def last(self) -> dt.date:
        """Its last day."""
        return self.later(1).first - dt.timedelta(days=1)

    @property
    def begin(self) -> dt.datetime:
        """Its first moment."""
        return timezone.make_aware(dt.datetime.combine(self.first, dt.time()))

    @property
    def end(self) -> dt.datetime:
        """The first moment after it."""
        return self.later(1).begin


class Past:
    """The courses of past deals in one currency, to be looked at on any day.

    Of very many, one in `one_in` is looked at, and stands for so many.
    """

    def __init__(self, known: Iterable[Course], rates: Rates, one_in: int = 1) -> None:
        """Keep them; deals in a currency without a rate are left out."""
        self.rates, self.one_in = rates, one_in
        self.known = [course for course in known if self._has_rates(course)]
        self._lotteries: dict[tuple[dt.datetime, dt.timedelta], Lottery] = {}

    def _has_rates(self, course: Course) -> bool:
        return all(stood.currency in self.rates.known for stood in course.stood)

    def amount(self, stood: Stood) -> float:
        """What it was worth then, in the company's currency at today's rate."""
        return float(self.rates.convert(stood.amount, stood.currency))

    def seen(self, stood: Stood, until: dt.datetime) -> Seen:
        """An open deal as the forecast sees it, with a period that ends then."""
        planned = stood.close_date is not None and stood.close_date <= _last_day(until)
        return Seen(stood.stage, planned, self.amount(stood), self.one_in)

    def open_at(self, moment: dt.datetime, until: dt.datetime) -> Iterable[Seen]:
        """The deals that were open at a moment, with a period that ends later."""
        for course in self.known:
            stood = course.at(moment)
            if stood is not None and stood.state == "open" and stood.amount:
                yield self.seen(stood, until)

    def lottery(self, now: dt.datetime, length: dt.timedelta) -> Lottery:
        """The fates within so much time of the deals that were open on days long enough before."""
        if (now, length) not in self._lotteries:
            fates = (fate for day in looks(now, length) for fate in self._fates(day, length))
            self._lotteries[now, length] = Lottery(fates)
        return self._lotteries[now, length]

    def _fates(self, moment: dt.datetime, length: dt.timedelta) -> Iterable[Fate]:
        for course in self.known:
            before = course.at(moment)
            if before is None or before.state != "open" or not before.amount:
                continue
            after = course.at(moment + length)
            share = 0.0
            if after is not None and after.state == "won":
                share = min(self.amount(after) / self.amount(before), MOST_SHARE)
            yield Fate(self.seen(before, moment + length), share)

    def beyond(self, moment: dt.datetime, length: dt.timedelta) -> float:
        """What was won within so much time by deals that were not open at its beginning."""
        return self.one_in * sum(
            self.amount(after)
            for course in self.known
            if (after := course.at(moment + length)) is not None and after.state == "won"
            and ((before := course.at(moment)) is None or before.state == "lost")
        )  # fmt: skip

    def of(self, owners: set[UUID] | None) -> Past:
        """The same of some people's deals; None is everybody's."""
        if owners is None:
            return self
        theirs = (c for c in self.known if c.stood[-1].owner in owners)
        return Past(theirs, self.rates, self.one_in)


Progress = Callable[[], None]


def looks(now: dt.datetime, length: dt.timedelta) -> list[dt.datetime]:
    """Past days after each of which so much time had gone by."""
    return [now - length - dt.timedelta(days=STEP * look) for look in range(LOOKS)]


def _last_day(until: dt.datetime) -> dt.date:
    return timezone.localdate(until - dt.timedelta(seconds=1))


@dataclass(frozen=True)
class Present:
    """What some people won in each quarter and what they have open today: all of it, exactly."""

    won: Mapping[Quarter, float]
    open: Sequence[Seen]


def _won(access: Access, today: dt.date, into: str) -> Iterator[tuple[UUID | None, Quarter, float]]:
    """What people won in the years that count, at the rates of their days."""
    years = {y: won_by_owner(access, y) for y in range(today.year - YEARS, today.year + 1)}
    rates = RatesByDay.of({one for won in years.values() for one in currencies_of(won)})
    for year, by_owner in years.items():
        for owner, sums in by_owner.items():
            for (month, currency, day), amount in sums.items():
                worth = rates.summed({(currency, day): amount}, into).total
                yield owner, Quarter.of(dt.date(year, month, 1)), float(worth)


class Presents:
    """The present of everybody, to be had for a part of them."""

    def __init__(self, access: Access, today: dt.date, rates: Rates) -> None:
        """Read what was won in the years that count, and what is open."""
        self._rates, self._quarter = rates, Quarter.of(today)
        self._won = list(_won(access, today, rates.base))
        rows = access.rows(Opportunity).filter(stage__kind="open", amount__gt=0).order_by()
        names = ("owner", "stage", "close_date", "amount", "currency")
        self._open = list(rows.filter(currency__in=rates.known).values_list(*names))

    def of(self, owners: set[UUID] | None) -> Present:
        """What is of these people; None is everybody's."""
        last, won = self._quarter.last, defaultdict[Quarter, float](float)
        for owner, quarter, amount in self._won:
            if owners is None or owner in owners:
                won[quarter] += amount
        seen = [
            Seen(stage, day is not None and day <= last, float(self._rates.convert(amount, money)))
            for owner, stage, day, amount, money in self._open
            if owners is None or owner in owners
        ]
        return Present(won, seen)


def reckoned(
    whole: Past, part: Past, now: dt.datetime, quarter: Quarter, present: Present | None = None,
    ticked: Progress = lambda: None,
) -> Interval | None:  # fmt: skip
    """What a quarter will bring to the owners of `part`, by the fates of the `whole`.

    None where too little has happened before `now` to say anything. Only what was known then is
    used, so that a past quarter is tried fairly: on its first day, without a `present`.
    """
    length = quarter.end - now
    lottery = whole.lottery(now, length)
    if lottery.size < FEWEST_FATES:
        return None
    first = min((course.since[0] for course in part.known), default=now)
    beyond = []
    for moment in looks(now, length):
        if first <= moment:
            beyond.append(part.beyond(moment, length))
        ticked()
    if present is not None:
        return forecast(present.won[quarter], present.open, lottery, beyond)
    return forecast(0.0, part.open_at(now, quarter.end), lottery, beyond)


def back_tests(
    whole: Past, part: Past, present: Present, quarter: Quarter, ticked: Progress = lambda: None
) -> dict[Quarter, BackTest]:
    """Past quarters, each forecast on its first day from what was known then, and what came."""
    found = {}
    for ago in range(QUARTERS, 0, -1):
        tried = quarter.later(-ago)
        expected = reckoned(whole, part, tried.begin, tried, None, ticked)
        if expected is not None:
            found[tried] = BackTest(expected, present.won[tried])
    return found


def past_of(access: Access, today: dt.date) -> Past:
    """The deals within reach that are open or were closed in the last years."""
    since = timezone.make_aware(dt.datetime.combine(today, dt.time())) - dt.timedelta(365 * YEARS)
    closed = Q(won_at__gte=since) | Q(lost_at__gte=since)
    rows = access.rows(Opportunity).filter(closed | Q(won_at=None, lost_at=None))
    one_in = max(1, ceil(rows.count() / MOST))
    used = Opportunity.objects.order_by().values_list("currency", flat=True).distinct()
    return Past(courses(rows, one_in=one_in), Rates.of(used, today), one_in)


def visible(access: Access) -> QuerySet[Forecast]:
    """The forecasts of deals that are all in sight: the company's to who sees every deal.

    Who sees the deals of teams sees those teams' forecasts; to others a sum would tell of deals
    that they do not see.
    """
    scope, user = access.scope(Opportunity, "read"), access.user
    if scope == Scope.ALL:
        return Forecast.objects.all()
    if scope == Scope.BELOW and user is not None and user.team_id:
        return Forecast.objects.filter(team__in=teams_below(user.team_id))
    return Forecast.objects.none()


def reckon(now: dt.datetime, ticked: Progress = lambda: None) -> list[Forecast]:
    """Forecasts of this quarter for the company and every team, as records not yet saved.

    Where only some past deals are looked at, a team has too few of them to be tried on.
    """
    today = timezone.localdate(now)
    quarter, whole = Quarter.of(today), past_of(system_access(), today)
    presents = Presents(system_access(), today, whole.rates)
    made = []
    groups: list[tuple[UUID | None, set[UUID] | None]] = [(None, None), *people_below().items()]
    for team, owners in groups:
        part, present = whole.of(owners), presents.of(owners)
        expected = reckoned(whole, part, now, quarter, present, ticked) if part.known else None
        if expected is not None:
            may_try = whole.one_in == 1 or team is None
            tests = back_tests(whole, part, present, quarter, ticked) if may_try else {}
            made.append(_record(team, today, whole, present, expected, tests))
    return made


def _record(
    team: UUID | None, today: dt.date, whole: Past, present: Present, expected: Interval,
    tests: Mapping[Quarter, BackTest],
) -> Forecast:  # fmt: skip
    quarter = Quarter.of(today)
    errors = [error for test in tests.values() if (error := test.error) is not None]
    rows = [
        [str(tried.first), round(test.forecast.low), round(test.forecast.middle),
         round(test.forecast.high), round(test.actual)]
        for tried, test in tests.items()
    ]  # fmt: skip
    return Forecast(
        team_id=team, first_day=quarter.first, last_day=quarter.last, reckoned_on=today,
        currency=whole.rates.base, won=round(present.won[quarter]), one_in=whole.one_in,
        low=round(expected.low), middle=round(expected.middle),
        high=round(expected.high), quarters_tested=len(tests),
        quarters_inside=sum(test.is_inside for test in tests.values()),
        past_error=round(100 * median(errors)) if errors else None, tests=rows,
    )  # fmt: skip


@handles(JOB)
def _reckon(running: Running) -> dict[str, Any] | None:
    """Make the forecasts of the day, in the place of earlier ones of the same day."""
    done = 0

    def ticked() -> None:
        nonlocal done
        done += 1
        running.progress(done)

    made = reckon(timezone.now(), ticked)
    with system_access().change_set("reckon_forecasts"):
        for old in Forecast.objects.filter(reckoned_on=timezone.localdate()):
            old.delete()
        for new in made:
            new.save()
    return {"made": len(made)}


@each_minute
def every_night() -> None:
    """Reckon once a day, as soon as a worker is there."""
    today = timezone.localdate()
    begun = Job.objects.filter(name=JOB, arguments={"day": str(today)})
    if not begun.exists() and Opportunity.objects.exists():
        enqueue(JOB, {"day": str(today)})
