"""What was won, signed and received, by person and month, beside what was to be."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, Sum
from django.db.models.functions import ExtractMonth, TruncDate
from django.utils import timezone

from zhike.access.heads import people_below
from zhike.access.rights import Access
from zhike.records.currencies import Dated, RatesByDay, Summed, era
from zhike.records.resource import resource_for
from zhike.sales.models import Contract, Opportunity, Payment, PaymentShare, Target

ZERO = Decimal(0)
Brought = dict[tuple[int, str, dt.date], Decimal]
"""By month, currency and the day from which the rates hold at which it counts."""
ByMonth = dict[int, dict[Dated, Decimal]]


@dataclass(frozen=True)
class Achieved:
    """A target with what was won, signed or received until today, in the target's currency."""

    target: Target
    month: Decimal
    """Of this month."""
    year: Decimal
    """Since the first of January."""
    today: dt.date
    made_of: Summed
    """What the year's sum is converted from, and what is left out for want of a rate."""

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
    rows = access.rows(Target).filter(year=today.year).select_related("owner", "team")
    targets = [one for one in rows if _may_count(access, one.kind)]
    if not targets:
        return []
    wanted = {one.currency for one in targets}
    brought = {
        kind: COUNTED[kind](access, today.year, wanted) for kind in {one.kind for one in targets}
    }
    people = people_below()
    used = {currency for won in brought.values() for currency in currencies_of(won)}
    rates = RatesByDay.of(wanted | used)
    found = []
    for target in targets:
        won = brought[target.kind]
        owners: Collection[UUID | None] = won.keys()
        if target.owner_id:
            owners = [target.owner_id]
        elif target.team_id:
            owners = people.get(target.team_id, set())
        months = _by_month(won, owners)
        month = rates.summed(months.get(today.month, {}), target.currency)
        year = rates.summed(_together(months), target.currency)
        found.append(Achieved(target, month.total, year.total, today, year))
    return sorted(found, key=_order)


def _order(one: Achieved) -> tuple[int, str, int]:
    target = one.target
    kind = Target.Kind.values.index(target.kind)
    if target.owner is not None:
        return 2, target.owner.name_sort, kind
    return (1, target.team.name_sort, kind) if target.team is not None else (0, "", kind)


def _may_count(access: Access, kind: str) -> bool:
    """Whether the reader sees what counts; of what is out of sight nothing is said."""
    model, *names = NEEDED[kind]
    specs = resource_for(model).specs(access)
    return all(name in specs and specs[name].searchable for name in names)


Won = Mapping[UUID | None, Brought]


def won_by_owner(access: Access, year: int, into: Iterable[str] = ()) -> Won:
    """What the deals in sight that were won in a year came to, by owner, month and currency.

    `into` are the currencies in which sums will be wanted: so each counts at the rate of its day.
    """
    begin = timezone.make_aware(dt.datetime(year, 1, 1))  # noqa: DTZ001 — made aware
    end = timezone.make_aware(dt.datetime(year + 1, 1, 1))  # noqa: DTZ001
    rows = access.rows(Opportunity).filter(won_at__gte=begin, won_at__lt=end, amount__isnull=False)
    rows = rows.annotate(on=TruncDate("won_at"), month=ExtractMonth("won_at"))
    sums = rows.order_by().values("owner", "month", "currency", at=era("on", into=into))
    return _gathered(
        sums.annotate(total=Sum("amount")).values_list("owner", "month", "currency", "at", "total")
    )


def signed_by_owner(access: Access, year: int, into: Iterable[str] = ()) -> Won:
    """What the contracts in sight that were signed in a year come to; void ones do not count."""
    rows = access.rows(Contract).filter(
        status__in=sorted(Contract.standing), signed_on__year=year
    ).annotate(month=ExtractMonth("signed_on"))  # fmt: skip
    sums = rows.order_by().values(
        "owner", "month", "currency", at=era("signed_on", into=into)
    ).annotate(total=Sum("amount"))  # fmt: skip
    return _gathered(sums.values_list("owner", "month", "currency", "at", "total"))


def received_by_owner(access: Access, year: int, into: Iterable[str] = ()) -> Won:
    """What was received in a year, less what was given back: by whose contracts it paid.

    What is for no contract yet counts for whoever the payment belongs to.
    """
    confirmed = access.rows(Payment).filter(
        status=Payment.Status.CONFIRMED, received_on__year=year
    ).annotate(month=ExtractMonth("received_on"))  # fmt: skip
    paid = {Payment.Kind.RECEIPT: 1, Payment.Kind.RETURN: -1}
    shares = access.rows(PaymentShare).filter(
        payment__status=Payment.Status.CONFIRMED, payment__received_on__year=year,
        payment__kind__in=list(paid),
    ).annotate(
        month=ExtractMonth("payment__received_on"), on=F("payment__received_on"),
    )  # fmt: skip
    sums = shares.order_by().values(
        "payment__kind", "contract__owner", "month", "contract__currency",
        at=era("on", "contract__currency", into),
    ).annotate(total=Sum("settled"))  # fmt: skip
    rows = [
        (row["contract__owner"], row["month"], row["contract__currency"], row["at"],
         paid[row["payment__kind"]] * (row["total"] or ZERO))
        for row in sums
    ]  # fmt: skip
    left = confirmed.filter(kind=Payment.Kind.RECEIPT, left__gt=0).order_by()
    left = left.values("owner", "month", "currency", at=era("received_on", into=into))
    left = left.annotate(total=Sum("left"))
    return _gathered([*rows, *left.values_list("owner", "month", "currency", "at", "total")])


def _gathered(rows: Iterable[tuple[Any, ...]]) -> Won:
    found: dict[UUID | None, Brought] = defaultdict(dict)
    for owner, month, currency, day, total in rows:
        key = month, currency, day
        found[owner][key] = found[owner].get(key, ZERO) + total
    return found


COUNTED: Mapping[str, Callable[[Access, int, Iterable[str]], Won]] = {
    Target.Kind.WON: won_by_owner,
    Target.Kind.CONTRACTS: signed_by_owner,
    Target.Kind.RECEIPTS: received_by_owner,
}
NEEDED: Mapping[str, tuple[Any, ...]] = {
    Target.Kind.WON: (Opportunity, "amount", "won_at"),
    Target.Kind.CONTRACTS: (Contract, "amount", "signed_on"),
    Target.Kind.RECEIPTS: (Payment, "amount", "received_on"),
}


def currencies_of(won: Won) -> set[str]:
    """In which currencies something came in."""
    return {currency for sums in won.values() for _month, currency, _day in sums}


def _by_month(won: Won, owners: Collection[UUID | None]) -> ByMonth:
    """What these people brought."""
    found: ByMonth = defaultdict(lambda: defaultdict(Decimal))
    for owner in owners:
        for (month, currency, day), amount in won.get(owner, {}).items():
            found[month][currency, day] += amount
    return found


def _together(months: ByMonth) -> dict[Dated, Decimal]:
    found: dict[Dated, Decimal] = defaultdict(Decimal)
    for sums in months.values():
        for key, amount in sums.items():
            found[key] += amount
    return found
