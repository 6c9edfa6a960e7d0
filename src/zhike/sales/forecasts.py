"""Forecasts of the quarter, reckoned every night from what became of past deals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
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
from zhike.records.currencies import Rates
from zhike.sales.courses import Course, Stood, courses
from zhike.sales.models import Forecast, Opportunity
from zhike.sales.rules.forecasting import BackTest, Fate, Seen, forecast
from zhike.sales.rules.forecasting import Forecast as Interval

JOB = "reckon_forecasts"
YEARS = 3
LOOKS, STEP = 18, 30
"""Past days on which the open deals are looked at, and how many days lie between them."""
QUARTERS = 8
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
    """The courses of deals in one currency, to be looked at on any day."""

    def __init__(self, known: Sequence[Course], rates: Rates) -> None:
        """Keep them; deals in a currency without a rate are left out."""
        self.rates = rates
        self.known = [course for course in known if self._has_rates(course)]

    def _has_rates(self, course: Course) -> bool:
        return all(stood.currency in self.rates.known for stood in course.stood)

    def amount(self, stood: Stood) -> float:
        """What it was worth then, in the company's currency at today's rate."""
        return float(self.rates.convert(stood.amount, stood.currency))

    def seen(self, stood: Stood, until: dt.datetime) -> Seen:
        """An open deal as the forecast sees it, with a period that ends then."""
        last = timezone.localdate(until - dt.timedelta(seconds=1))
        planned = stood.close_date is not None and stood.close_date <= last
        return Seen(stood.stage, planned, self.amount(stood))

    def fates(self, moment: dt.datetime, length: dt.timedelta) -> Iterable[Fate]:
        """What became within so much time of the deals that were open at a moment."""
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
        return sum(
            self.amount(after)
            for course in self.known
            if (after := course.at(moment + length)) is not None and after.state == "won"
            and ((before := course.at(moment)) is None or before.state == "lost")
        )  # fmt: skip

    def won(self, begin: dt.datetime, end: dt.datetime) -> float:
        """What was won between two moments."""
        return sum(
            self.amount(after)
            for course in self.known
            if (after := course.at(end)) is not None and after.state == "won"
            and ((before := course.at(begin)) is None or before.state != "won")
        )  # fmt: skip

    def of(self, owners: set[UUID] | None) -> Past:
        """The same of some people's deals; None is everybody's."""
        if owners is None:
            return self
        return Past([c for c in self.known if c.stood[-1].owner in owners], self.rates)


Progress = Callable[[], None]


def reckoned(
    whole: Past, part: Past, now: dt.datetime, quarter: Quarter, ticked: Progress = lambda: None
) -> Interval | None:
    """What a quarter will bring to the owners of `part`, by the fates of the `whole`.

    None where too little has happened before `now` to say anything. Only what was known then is
    used, so that a past quarter is tried fairly.
    """
    length = quarter.end - now
    fates: list[Fate] = []
    beyond: list[float] = []
    for look in range(LOOKS):
        moment = now - length - dt.timedelta(days=STEP * look)
        fates.extend(whole.fates(moment, length))
        if any(course.since[0] <= moment for course in part.known):
            beyond.append(part.beyond(moment, length))
        ticked()
    if len(fates) < FEWEST_FATES:
        return None
    stood = [standing for course in part.known if (standing := course.at(now)) is not None]
    open_ = [part.seen(one, quarter.end) for one in stood if one.state == "open" and one.amount]
    return forecast(part.won(quarter.begin, now), open_, fates, beyond)


def back_tests(
    whole: Past, part: Past, quarter: Quarter, ticked: Progress = lambda: None
) -> dict[Quarter, BackTest]:
    """Past quarters, each forecast on its first day from what was known then, and what came."""
    found = {}
    for ago in range(QUARTERS, 0, -1):
        tried = quarter.later(-ago)
        expected = reckoned(whole, part, tried.begin, tried, ticked)
        if expected is not None:
            found[tried] = BackTest(expected, part.won(tried.begin, tried.end))
    return found


def past_of(access: Access, today: dt.date) -> Past:
    """The deals within reach that are open or were closed in the last years."""
    since = timezone.make_aware(dt.datetime.combine(today, dt.time())) - dt.timedelta(365 * YEARS)
    closed = Q(won_at__gte=since) | Q(lost_at__gte=since)
    rows = access.rows(Opportunity).filter(closed | Q(won_at=None, lost_at=None))
    known = courses(rows)
    rates = Rates.of({stood.currency for course in known for stood in course.stood}, today)
    return Past(known, rates)


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
    """Forecasts of this quarter for the company and every team, as records not yet saved."""
    today = timezone.localdate(now)
    quarter, whole = Quarter.of(today), past_of(system_access(), today)
    made = []
    groups: list[tuple[UUID | None, set[UUID] | None]] = [(None, None), *people_below().items()]
    for team, owners in groups:
        part = whole.of(owners)
        expected = reckoned(whole, part, now, quarter, ticked) if part.known else None
        if expected is not None:
            tests = back_tests(whole, part, quarter, ticked)
            made.append(_record(team, quarter, today, whole.rates.base, part, expected, tests, now))
    return made


def _record(
    team: UUID | None, quarter: Quarter, today: dt.date, currency: str, part: Past,
    expected: Interval, tests: Mapping[Quarter, BackTest], now: dt.datetime,
) -> Forecast:  # fmt: skip
    errors = [error for test in tests.values() if (error := test.error) is not None]
    rows = [
        [str(tried.first), round(test.forecast.low), round(test.forecast.middle),
         round(test.forecast.high), round(test.actual)]
        for tried, test in tests.items()
    ]  # fmt: skip
    return Forecast(
        team_id=team, first_day=quarter.first, last_day=quarter.last, reckoned_on=today,
        currency=currency, won=round(part.won(quarter.begin, now)),
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
