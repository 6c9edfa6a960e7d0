"""Sales and what they earn, added up in the database by whom, by what, by when."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncDate, TruncMonth
from django.utils import timezone

from zhike.access.rights import Access
from zhike.records.currencies import Dated, RatesByDay, Summed, era
from zhike.sales.models import Contract, ContractLine, Opportunity, OpportunityLine
from zhike.sales.models.priced import PricedLine
from zhike.sales.rules.profit import margin

ZERO = Decimal(0)
DEALS, CONTRACTS = "deals", "contracts"
CUSTOMER, PRODUCT, TEAM, PERSON, MONTH = "customer", "product", "team", "person", "month"
LINES: dict[str, type[PricedLine]] = {DEALS: OpportunityLine, CONTRACTS: ContractLine}
KINDS: dict[str, type[Opportunity | Contract]] = {DEALS: Opportunity, CONTRACTS: Contract}
_KEYS = {CUSTOMER: "party", PERSON: "owner", TEAM: "sold_by", MONTH: "month", PRODUCT: "product"}
Period = tuple[dt.date | None, dt.date | None]


@dataclass
class Sums:
    """What sales come to without VAT and what they earn, by currency and era of rates."""

    count: int = 0
    costs: int = 0
    """Of how many the cost is known, wholly or in part."""
    net: dict[Dated, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    costed: dict[Dated, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    profit: dict[Dated, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def add(self, row: Mapping[str, Any]) -> None:
        """One currency of one group, at the rates of some days."""
        key = row["in_currency"], row["at"]
        self.count += row["count"]
        self.costs += row["costs"]
        self.net[key] += row["net"] or ZERO
        self.costed[key] += row["known"] or ZERO
        self.profit[key] += row["earned"] or ZERO


@dataclass(frozen=True)
class Earnings:
    """The same in the one currency in which sums are shown."""

    key: Any
    count: int
    net: Summed
    costed: Decimal
    profit: Decimal | None
    """None where no cost is known."""

    @property
    def margin(self) -> Decimal | None:
        """What share is profit, in percent, of what has a known cost."""
        return margin(self.profit, self.costed)

    @property
    def known(self) -> int | None:
        """The share of sales, in percent, whose cost is known; all only where it is all."""
        return int(self.costed * 100 / self.net.total) if self.net.total else None


def sales(access: Access, kind: str, period: Period) -> QuerySet[Any]:
    """The deals won, or the contracts signed, in a period, as far as they are in sight."""
    begin, end = period
    rows: QuerySet[Any]
    if kind == CONTRACTS:
        rows = access.rows(Contract).filter(status__in=sorted(Contract.standing))
        rows = rows.annotate(day=F("signed_on"), sold_on=F("signed_on"))
        rows = rows.filter(day__gte=begin) if begin else rows.filter(day__isnull=False)
        return rows.filter(day__lte=end) if end else rows
    rows = access.rows(Opportunity).filter(won_at__isnull=False)
    rows = rows.filter(won_at__gte=_midnight(begin)) if begin else rows
    rows = rows.filter(won_at__lt=_midnight(end + dt.timedelta(days=1))) if end else rows
    rows = rows.annotate(day=F("won_at"), sold_on=TruncDate("won_at"))
    return rows


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def by(access: Access, kind: str, period: Period, grouped: str) -> dict[Any, Sums]:
    """Sums by customer, product, team, person or month; by product those with lines alone."""
    if grouped == PRODUCT:
        return _added(_by_product(access, kind, period))
    return by_whole(sales(access, kind, period), grouped)


def _added(rows: Iterable[Mapping[str, Any]]) -> dict[Any, Sums]:
    found: dict[Any, Sums] = defaultdict(Sums)
    for row in rows:
        found[row["key"]].add(row)
    return dict(found)


def by_whole(rows: QuerySet[Any], grouped: str) -> dict[Any, Sums]:
    """Sums of these deals or contracts by customer, team, person or month."""
    if grouped == TEAM:
        rows = rows.annotate(sold_by=Coalesce("owner__team", "team"))
    if grouped == MONTH:
        rows = rows.annotate(month=TruncMonth("day"))
    grouping = rows.order_by().values(
        key=F(_KEYS[grouped]), in_currency=F("currency"), at=era("sold_on")
    )  # fmt: skip
    return _added(grouping.annotate(
        count=Count("pk"), net=Sum(Coalesce("net_amount", "amount")), known=Sum("costed"),
        earned=Sum("profit"), costs=Count("profit"),
    ))  # fmt: skip


def _by_product(access: Access, kind: str, period: Period) -> Iterable[Mapping[str, Any]]:
    line = LINES[kind]
    wholes = sales(access, kind, period).values("pk")
    rows = QuerySet[Any](line).filter(**{f"{line.part_of}__in": wholes}, net_amount__isnull=False)
    known, currency = Q(cost__isnull=False), f"{line.part_of}__currency"
    grouping = rows.annotate(sold_on=sold_on(kind)).order_by().values(
        key=F("product"), in_currency=F(currency), at=era("sold_on", currency)
    )  # fmt: skip
    for row in grouping.annotate(
        count=Count(line.part_of, distinct=True), net=Sum("net_amount"), costs=Count("cost"),
        known=Sum("net_amount", filter=known), spent=Sum("cost", filter=known),
    ):  # fmt: skip
        yield row | {"earned": None if row["spent"] is None else row["known"] - row["spent"]}


def sold_on(kind: str) -> Any:
    """On which day the whole of a line was sold: its amounts count at the rate of that day."""
    name = LINES[kind].part_of
    return TruncDate(f"{name}__won_at") if kind == DEALS else F(f"{name}__signed_on")


def rates_of(found: Iterable[Sums]) -> RatesByDay:
    """The rates of their days for everything in these sums; read once for many."""
    return RatesByDay.of({currency for sums in found for currency, _day in sums.net})


def earnings(key: Any, sums: Sums, rates: RatesByDay) -> Earnings:
    """Sums in the currency shown; nothing without a rate is counted, and it is said."""
    costed, profit = rates.summed(sums.costed), rates.summed(sums.profit)
    # What was given away has a cost, though nothing was got for it.
    is_known = sums.costs > 0 and not (profit.missing and not profit.total)
    return Earnings(
        key, sums.count, rates.summed(sums.net), costed.total, profit.total if is_known else None
    )


def together(found: Iterable[Sums]) -> Sums:
    """All of them as one."""
    whole = Sums()
    for sums in found:
        whole.count += sums.count
        whole.costs += sums.costs
        for into, out in ((whole.net, sums.net), (whole.costed, sums.costed),
                          (whole.profit, sums.profit)):  # fmt: skip
            for one, amount in out.items():
                into[one] += amount
    return whole
