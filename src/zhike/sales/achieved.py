"""What was won, by person and month, beside what was to be won."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from zhike.access.heads import people_below
from zhike.access.rights import Access
from zhike.records.currencies import Rates
from zhike.sales.models import Opportunity, Target

ZERO = Decimal(0)
ByMonth = dict[int, Decimal]


@dataclass(frozen=True)
class Achieved:
    """A target with what was won towards it until today, in the target's own currency."""

    target: Target
    month: Decimal
    """Won this month."""
    year: Decimal
    """Won since the first of January."""
    today: dt.date

    @property
    def planned_month(self) -> Decimal:
        """What this month is to bring."""
        return self.target.planned(self.today.month)

    @property
    def missing(self) -> Decimal:
        """What this month still lacks; nothing where it is reached."""
        return max(self.planned_month - self.month, ZERO)

    @property
    def percent_of_month(self) -> int | None:
        """The month's share that is won; None without a plan for it."""
        return percent(self.month, self.planned_month)

    @property
    def percent_of_year(self) -> int | None:
        """The year's share that is won."""
        return percent(self.year, self.target.amount)


def percent(part: Decimal, whole: Decimal) -> int | None:
    """A share in whole percent, rounded down, so that 100 means reached; None of nothing."""
    return int(part * 100 / whole) if whole else None


def achieved(access: Access, today: dt.date) -> list[Achieved]:
    """The targets of this year in sight, the company's first, then teams', then people's."""
    targets = list(access.rows(Target).filter(year=today.year).select_related("owner", "team"))
    if not targets:
        return []
    won = won_by_owner(access, today.year)
    people = people_below()
    rates = Rates.of({t.currency for t in targets} | _currencies(won), today)
    found = []
    for target in targets:
        owners: Collection[UUID | None] = won.keys()
        if target.owner_id:
            owners = [target.owner_id]
        elif target.team_id:
            owners = people.get(target.team_id, set())
        months = _in_currency(won, owners, rates, target.currency)
        year = sum(months.values(), ZERO)
        found.append(Achieved(target, months.get(today.month, ZERO), year, today))
    return sorted(found, key=_order)


def _order(one: Achieved) -> tuple[int, str]:
    target = one.target
    if target.owner is not None:
        return 2, target.owner.name_sort
    return (1, target.team.name_sort) if target.team is not None else (0, "")


Won = Mapping[UUID | None, Mapping[tuple[int, str], Decimal]]


def won_by_owner(access: Access, year: int) -> Won:
    """What the deals in sight that were won in a year came to, by owner, month and currency."""
    begin = timezone.make_aware(dt.datetime(year, 1, 1))  # noqa: DTZ001 — made aware
    end = timezone.make_aware(dt.datetime(year + 1, 1, 1))  # noqa: DTZ001
    rows = access.rows(Opportunity).filter(won_at__gte=begin, won_at__lt=end, amount__isnull=False)
    found: dict[UUID | None, dict[tuple[int, str], Decimal]] = defaultdict(dict)
    sums = rows.order_by().annotate(month=TruncMonth("won_at")).values("owner", "month", "currency")
    for row in sums.annotate(total=Sum("amount")):
        found[row["owner"]][row["month"].month, row["currency"]] = row["total"]
    return found


def _currencies(won: Won) -> set[str]:
    return {currency for sums in won.values() for _month, currency in sums}


def _in_currency(won: Won, owners: Collection[UUID | None], rates: Rates, currency: str) -> ByMonth:
    """By month, at today's rate; what has no rate is left out."""
    found: ByMonth = defaultdict(Decimal)
    for owner in owners:
        for (month, own), amount in won.get(owner, {}).items():
            if own == currency or {own, currency} <= rates.known.keys():
                found[month] += rates.convert(amount, own, currency)
    return found
