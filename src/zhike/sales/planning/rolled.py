"""How a person's weeks, months and year add up, and what one level leaves out of the next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from zhike.access.rights import Access
from zhike.records.currencies import Rates
from zhike.sales.achieved import Achieved, achieved
from zhike.sales.models import AccountPlan, Opportunity, PlanLine, Target
from zhike.sales.planning.done import bounds
from zhike.sales.rules.weeks import WEEK, month_of, uncovered, weeks_of

ZERO = Decimal(0)


@dataclass(frozen=True)
class Week:
    """What the deals come to that are to be closed in a week, and those of them that were won."""

    first: dt.date
    planned: Decimal
    won: Decimal


@dataclass(frozen=True)
class Rolled:
    """A person's year and month beside the weeks and customers' plans that are to bring them."""

    goal: Achieved | None
    weeks: Sequence[Week]
    customers: Decimal | None
    """What the plans of the person's customers come to in the year; None without any."""
    currency: str
    coming: Decimal
    """What open deals come to that stand in this month's weeks from now on."""

    @property
    def year_left(self) -> Decimal:
        """What of the year no month plans for."""
        left: Decimal = self.goal.target.gap if self.goal else ZERO
        return max(left, ZERO)

    @property
    def customers_left(self) -> Decimal:
        """What of the year no customer is planned to bring."""
        if self.goal is None or self.customers is None:
            return ZERO
        left: Decimal = self.goal.target.amount - self.customers
        return max(left, ZERO)

    @property
    def month_left(self) -> Decimal:
        """What of the month is neither won nor planned in a week."""
        if self.goal is None:
            return ZERO
        return uncovered(self.goal.planned_month, self.goal.month, self.coming)


def rolled(access: Access, user: UUID, week: dt.date, today: dt.date) -> Rolled:
    """Of the month to which a week belongs, as far as the reader sees it."""
    year, month = month_of(week)
    in_month = week + dt.timedelta(days=3)
    goals = achieved(access, in_month)
    goal = next((one for one in goals if one.target.owner_id == user
                 and one.target.kind == Target.Kind.WON), None)  # fmt: skip
    weeks = weeks_of(year, month)
    lines = list(
        access.rows(PlanLine).filter(
            owner=user, week__gte=weeks[0], week__lte=weeks[-1], kind=PlanLine.Kind.CLOSE
        )
    )
    deals = access.rows(Opportunity).filter(amount__isnull=False).in_bulk(
        {line.opportunity_id for line in lines}
    )  # fmt: skip
    plans = list(access.rows(AccountPlan).filter(owner=user, year=year)) if access.can(
        AccountPlan, "read") else []  # fmt: skip
    used = {deal.currency for deal in deals.values()} | {plan.currency for plan in plans}
    target = {goal.target.currency} if goal else set()
    rates = Rates.of(used | target, today)
    currency = goal.target.currency if goal else rates.base
    adding = _Adding(rates, currency)
    return Rolled(
        goal, [_week(first, lines, deals, adding) for first in weeks],
        adding.sum((plan.amount, plan.currency) for plan in plans) if plans else None,
        currency, _coming(lines, deals, today, adding),
    )  # fmt: skip


@dataclass(frozen=True)
class _Adding:
    """Adds amounts of several currencies up in one; what has no rate is left out."""

    rates: Rates
    currency: str

    def sum(self, amounts: Iterable[tuple[Decimal, str]]) -> Decimal:
        into, known = self.currency, self.rates.known.keys()
        fits = (one for one in amounts if one[1] == into or {one[1], into} <= known)
        return sum((self.rates.convert(amount, own, into) for amount, own in fits), ZERO)


def _week(
    first: dt.date, lines: Sequence[PlanLine], deals: dict[UUID, Opportunity], adding: _Adding
) -> Week:
    mine = [line for line in lines if line.week == first and line.opportunity_id in deals]
    planned = {line.opportunity_id: deals[line.opportunity_id] for line in mine}
    begin, end = bounds(first)
    won = [deal for deal in planned.values() if deal.won_at and begin <= deal.won_at < end]
    return Week(first, _worth(planned.values(), adding), _worth(won, adding))


def _worth(deals: Iterable[Opportunity], adding: _Adding) -> Decimal:
    return adding.sum((deal.amount or ZERO, deal.currency) for deal in deals)


def _coming(
    lines: Sequence[PlanLine], deals: dict[UUID, Opportunity], today: dt.date, adding: _Adding
) -> Decimal:
    """Each open deal once, however often it was planned."""
    ahead = {line.opportunity_id for line in lines if line.week + WEEK > today}
    is_open = (
        deal for pk, deal in deals.items()
        if pk in ahead and deal.won_at is None and deal.lost_at is None
    )  # fmt: skip
    return _worth(is_open, adding)
