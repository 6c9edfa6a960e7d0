"""What each source brought and what it cost, counted by the database as far as it is in sight."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from zhike.access.rights import Access
from zhike.engagement.models import SourceCost
from zhike.people.models import Lead
from zhike.people.rules.sources import rate
from zhike.records import filters
from zhike.records.currencies import Dated, RatesByDay, Summed, era
from zhike.records.resource import resource_for
from zhike.sales.models import Opportunity
from zhike.sales.rules.sourcing import borne, each, part_within
from zhike.sales.sourcing.asked import MINE, Asked
from zhike.web.attention import sees

ZERO = Decimal(0)
Sums = dict[Dated, Decimal]


@dataclass
class Brought:
    """What a source, or several, brought; without `cost` there is none on record."""

    leads: int = 0
    good: int = 0
    converted: int = 0
    rejected: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    won: int = 0
    amounts: Sums = field(default_factory=lambda: defaultdict(Decimal))
    amount: Decimal = ZERO
    cost: Decimal | None = None

    @property
    def rate(self) -> int:
        """The share worth selling to, in whole percent."""
        return rate(self.good, self.leads)

    @property
    def conversion(self) -> int:
        """The share that became customers, in whole percent."""
        return rate(self.converted, self.leads)

    @property
    def cost_of_good(self) -> Decimal | None:
        """What one lead worth selling to cost."""
        return each(self.cost, self.good)

    def add(self, other: Brought) -> None:
        """Count those of another source in."""
        for name in ("leads", "good", "converted", "rejected", "won", "amount"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        if other.cost is not None:
            self.cost = (self.cost or ZERO) + other.cost


@dataclass(frozen=True)
class Compared:
    """All sources, the best first, in the one currency in which sums are shown."""

    each: Mapping[str, Brought]
    base: str
    shows_won: bool
    shows_cost: bool
    amounts: Summed
    costs: Summed

    def together(self, sources: Iterable[str] | None = None) -> Brought:
        """Several sources as one, or all of them."""
        whole = Brought()
        for source in self.each if sources is None else sources:
            if source in self.each:
                whole.add(self.each[source])
        return whole


def sees_leads(access: Access) -> bool:
    """Whether the reader may compare sources at all."""
    return sees(access, Lead, "source", "status", "rejected_reason", "created_at")


def compare(access: Access, asked: Asked) -> Compared:
    """The sources of the leads that came in a time, the best first."""
    shows_won = sees(
        access, Opportunity, "lead", "amount", "currency", "won_at"
    ) and sees_leads(access)  # fmt: skip
    shows_cost = sees(access, SourceCost, "source", "begins_on", "ends_on", "amount", "currency")
    found: dict[str, Brought] = defaultdict(Brought)
    if sees_leads(access):
        _count_leads(access, asked, found)
    won = _won(access, asked) if shows_won else []
    costs = _costs(access, asked) if shows_cost else {}
    rates = RatesByDay.of(
        {row["in_currency"] for row in won} | {c for sums in costs.values() for c, _day in sums}
    )
    for row in won:
        brought = found[row["came_by"]]
        brought.won += row["count"]
        brought.amounts[row["in_currency"], row["at"]] += row["total"] or ZERO
    for brought in found.values():
        brought.amount = rates.summed(brought.amounts).total
    all_costs = _bear(asked, found, costs, rates)
    best = sorted(found.items(), key=lambda pair: (-pair[1].rate, -pair[1].leads, pair[0]))
    return Compared(
        dict(best), rates.base, shows_won, shows_cost,
        rates.summed(_merged(brought.amounts for brought in found.values())), all_costs,
    )  # fmt: skip


def _count_leads(access: Access, asked: Asked, found: dict[str, Brought]) -> None:
    rows = access.rows(Lead).filter(
        filters.condition(resource_for(Lead), access, asked.leads())
    ).order_by()  # fmt: skip
    # Of all columns: the index that holds the others does not hold the key.
    counted = rows.values_list("source", "status", "rejected_reason").annotate(count=Count("*"))
    for source, status, reason, count in counted:
        brought = found[source]
        brought.leads += count
        brought.good += count if status in Lead.GOOD else 0
        brought.converted += count if status == Lead.Status.CONVERTED else 0
        if status == Lead.Status.REJECTED:
            brought.rejected += count
            brought.reasons[reason] += count


def _won(access: Access, asked: Asked) -> list[dict[str, Any]]:
    """The deals won of these leads, by source, currency and era of rates."""
    condition = filters.condition(resource_for(Opportunity), access, asked.won())
    rows: QuerySet[Any] = access.rows(Opportunity).filter(condition).annotate(
        sold_on=TruncDate("won_at")
    )  # fmt: skip
    grouped = rows.order_by().values(
        came_by=F("lead__source"), in_currency=F("currency"), at=era("sold_on")
    )  # fmt: skip
    return list(grouped.annotate(count=Count("pk"), total=Sum("amount")))


def _costs(access: Access, asked: Asked) -> dict[str, Sums]:
    """What each source cost in the time, each part at the rate of the day on which it begins."""
    begin, end = asked.days()
    rows = access.rows(SourceCost).filter(begins_on__lte=end, ends_on__gte=begin)
    found: dict[str, Sums] = defaultdict(lambda: defaultdict(Decimal))
    fields = ("source", "amount", "currency", "begins_on", "ends_on")
    for source, amount, currency, first, last in rows.order_by().values_list(*fields):
        found[source][currency, first] += part_within(amount, first, last, begin, end)
    return found


def _bear(
    asked: Asked, found: dict[str, Brought], costs: Mapping[str, Sums], rates: RatesByDay
) -> Summed:
    """Let the leads in question bear their part of what their sources cost the company.

    All leads of a source bear the same, whoever sees them: how many there are is counted past the
    reader's sight, and only the part is said.
    """
    leads = _all_leads(asked, costs)
    borne_: list[Sums] = []
    for source, sums in costs.items():
        some = found[source].leads if source in found else 0
        if not some and (asked.whose == MINE or leads.get(source)):
            continue
        part = {key: borne(sum_, some, leads.get(source, 0)) for key, sum_ in sums.items()}
        found[source].cost = rates.summed(part).total
        borne_.append(part)
    return rates.summed(_merged(borne_))


def _all_leads(asked: Asked, costs: Mapping[str, Sums]) -> dict[str, int]:
    begin, end = (_midnight(day) for day in _bounds(asked))
    rows = Lead.objects.filter(created_at__gte=begin, created_at__lt=end, source__in=list(costs))
    return dict(rows.order_by().values_list("source").annotate(count=Count("*"))) if costs else {}


def _bounds(asked: Asked) -> tuple[dt.date, dt.date]:
    begin, end = asked.days()
    return begin, end + dt.timedelta(days=1)


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _merged(each_: Iterable[Mapping[Dated, Decimal]]) -> Sums:
    whole: Sums = defaultdict(Decimal)
    for sums in each_:
        for key, amount in sums.items():
            whole[key] += amount
    return whole
