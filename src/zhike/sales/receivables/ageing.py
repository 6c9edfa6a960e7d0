"""What is owed as far as somebody sees it: by age, by customer, owner or team, by month."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    F,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from zhike.access.models import User
from zhike.access.rights import Access
from zhike.ledger.fields import UuidKey
from zhike.records.currencies import Rates
from zhike.records.models import Total
from zhike.records.resource import resource_for
from zhike.records.totals import FEW, NOBODY, holders
from zhike.sales.models import PaymentPlan
from zhike.sales.models.outstanding import AGE_SLOTS, KIND, Outstanding
from zhike.sales.rules.receivables import AGES, month_ahead, month_of

SHOWN = 50
MONTHS = 6
NEEDED = ("left", "due_on", "amount", "status")
Sums = dict[str, Decimal]


@dataclass
class Ages:
    """Of whom, and what is owed: sums by currency for each age; since when."""

    key: UUID | None
    sums: dict[str, Sums] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Decimal)))
    oldest_due: dt.date | None = None

    def add(self, slot: str, currency: str, amount: Decimal) -> None:
        """Add one sum."""
        self.sums[slot.removeprefix("age:")][currency] += amount

    @property
    def whole(self) -> Sums:
        """All ages together, by currency."""
        return added(self.sums.values())

    @property
    def late(self) -> Sums:
        """What is overdue, by currency."""
        return added(sums for age, sums in self.sums.items() if age != AGES[0])


def added(some: Iterable[Mapping[str, Decimal]]) -> Sums:
    """Sums by currency added up."""
    found: Sums = defaultdict(Decimal)
    for sums in some:
        for currency, amount in sums.items():
            found[currency] += amount
    return dict(found)


def may_see(access: Access) -> bool:
    """Whether somebody sees what is owed: instalments with what is left of them and when."""
    if not access.can(PaymentPlan, "read"):
        return False
    specs = resource_for(PaymentPlan).specs(access)
    return all(name in specs and specs[name].searchable for name in NEEDED)


def _totals(access: Access, slots: Sequence[str]) -> QuerySet[Any]:
    rows = Total.objects.filter(kind=KIND, value__in=list(slots), count__gt=0)
    reach = holders(access, PaymentPlan)
    return rows if reach is None else rows.filter(holder__in=sorted(reach))


def by_age(access: Access) -> Ages:
    """All that somebody sees, by age."""
    found = Ages(None)
    rows = _totals(access, AGE_SLOTS).values_list("value", "currency")
    for slot, currency, amount in rows.annotate(Sum("amount")):
        found.add(slot, currency, amount)
    return found


def by_owner(access: Access, rates: Rates) -> list[Ages]:
    """The same for each owner (or team, of what nobody owns): those with most overdue."""
    return _latest(_totals(access, AGE_SLOTS).annotate(whose=F("holder")), rates)


def by_team(access: Access, rates: Rates) -> list[Ages]:
    """The same for each team: that of the owner."""
    team = Coalesce("team", Value(NOBODY), output_field=UuidKey())
    owner = User.objects.filter(pk=OuterRef("holder")).values(of=team)
    whose = Coalesce(Subquery(owner), "holder", output_field=UuidKey())
    return _latest(_totals(access, AGE_SLOTS).annotate(whose=whose), rates)


def _latest(rows: QuerySet[Any], rates: Rates) -> list[Ages]:
    """Those of whom most is overdue, one more than are shown; the database adds up the others."""
    late = rows.order_by().values("whose").annotate(late=Sum(_worth(rates)))
    first = list(late.order_by("-late", "whose").values_list("whose", flat=True)[: SHOWN + 1])
    found = {key: Ages(key) for key in first}
    of_them = rows.filter(whose__in=first).order_by().values_list("whose", "value", "currency")
    for key, slot, currency, amount in of_them.annotate(Sum("amount")):
        found[key].add(slot, currency, amount)
    return list(found.values())


def _worth(rates: Rates) -> Case:
    """What is overdue, by the rates of the day: near enough to sort by."""
    into = rates.known[rates.base]
    worth = [
        When(Q(currency=currency) & ~Q(value=AGE_SLOTS[0]), then=F("amount") * float(rate / into))
        for currency, rate in rates.known.items()
    ]
    return Case(*worth, default=0.0, output_field=FloatField())


def by_customer(access: Access) -> list[Ages]:
    """Those who have owed longest, each once, with what they owe those whose work one sees.

    One more than are shown.
    """
    rows = _visible(access).order_by("oldest_due", "id").values_list("party", flat=True)
    first: dict[UUID, None] = {}
    begin, at_once = 0, SHOWN + 1
    # Who owes several of us, or in several currencies, has a row for each.
    while len(first) < at_once and (some := list(rows[begin : begin + at_once])):
        first |= dict.fromkeys(some)
        begin += at_once
    first = dict.fromkeys(list(first)[:at_once])
    found = {party: Ages(party) for party in first}
    for row in _visible(access).filter(party__in=first):
        ages = found[row.party]
        ages.oldest_due = min(row.oldest_due, ages.oldest_due or row.oldest_due)
        for slot, (_count, cents) in row.slots.items():
            if slot in AGE_SLOTS:
                ages.add(slot, row.currency, Decimal(cents).scaleb(-2))
    return list(found.values())


def of_customer(access: Access, party: UUID) -> Ages:
    """What one customer owes."""
    found = Ages(party)
    for row in _visible(access).filter(party=party):
        found.oldest_due = min(row.oldest_due, found.oldest_due or row.oldest_due)
        for slot, (_count, cents) in row.slots.items():
            if slot in AGE_SLOTS:
                found.add(slot, row.currency, Decimal(cents).scaleb(-2))
    return found


def _visible(access: Access) -> QuerySet[Any]:
    rows = Outstanding.objects.all()
    reach = holders(access, PaymentPlan)
    if reach is None:
        return rows
    if len(reach) <= FEW:
        return rows.filter(holder__in=sorted(reach))
    # So many that going down the order meets theirs at once.
    return rows.filter(holder__in=reach)


def coming(access: Access, today: dt.date) -> list[tuple[dt.date, Sums]]:
    """What is due in each of the next months, this one first."""
    months = [month_ahead(today, n) for n in range(MONTHS)]
    slots = {f"month:{month_of(month)}": month for month in months}
    found: dict[dt.date, Sums] = {month: defaultdict(Decimal) for month in months}
    rows = _totals(access, list(slots)).values_list("value", "currency")
    for slot, currency, amount in rows.annotate(Sum("amount")):
        found[slots[slot]][currency] += amount
    return list(found.items())


def due_within(access: Access, first: dt.date, last: dt.date) -> Sums:
    """What is due from one day to another."""
    rows = access.rows(PaymentPlan).filter(left__gt=0, due_on__gte=first, due_on__lte=last)
    return dict(rows.order_by().values_list("currency").annotate(Sum("left")))


def rates_of(sums: Iterable[Mapping[str, Decimal]], today: dt.date) -> Rates:
    """The rates of the day for all that is to be shown."""
    return Rates.of({currency for one in sums for currency in one}, today)
