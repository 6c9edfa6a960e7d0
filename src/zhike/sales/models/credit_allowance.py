"""What a customer may do on credit: one answer, for every page and every check."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import ExpressionWrapper, F, Q, Sum
from django.utils import timezone

from zhike.ledger.fields import MoneyField
from zhike.people.models import Party
from zhike.records.currencies import MissingRate, Rates
from zhike.records.models import Company
from zhike.sales.models.contract import Contract
from zhike.sales.models.credit_file import CreditFile
from zhike.sales.models.credit_policy import CreditGrade, CreditPolicy
from zhike.sales.models.order import Order
from zhike.sales.models.payment_record import Overdue, overdue_of
from zhike.sales.models.tier_policy import TierPolicy
from zhike.sales.rules.credit import Exposure, is_over, least, left_of, months_before

NOUGHT = Decimal(0)
DELIVERED = frozenset({"received"})
"""The statuses of an order of which nothing is to come any more."""
PAID = ("received", "written_off")
"""The columns of a contract that say what of it is settled."""


@dataclass(frozen=True)
class Used:
    """What a customer owes, in one currency, with what it is made of."""

    exposure: Exposure
    currency: str
    rates: Rates
    foreign: tuple[str, ...] = ()
    """The other currencies that were converted."""
    missing: tuple[str, ...] = ()
    """Those of which there is no rate: their amounts are not in the sum."""

    def in_base(self, amount: Decimal, currency: str) -> Decimal | None:
        """An amount in the same currency; None where there is no rate."""
        try:
            return self.rates.convert(amount, currency, self.currency)
        except MissingRate:
            return None


@dataclass
class Allowance:
    """What a customer may do: how much on credit, how long, how much at once; what stops it."""

    party: Party
    policy: CreditPolicy
    credit: CreditFile | None
    grade: CreditGrade | None
    tier: TierPolicy | None
    overdue: tuple[Overdue, ...]
    """All that is overdue now."""
    today: dt.date
    besides: Any = None
    """The document that is not to count itself."""

    @cached_property
    def used(self) -> Used:
        """What the customer owes, read where somebody asks."""
        also = {self.grade.currency} if self.grade else set()
        return used_of(self.party.pk, self.besides, self.today, also)

    @cached_property
    def limit(self) -> Decimal | None:
        """In the company's currency, as far as there is a rate; None: nothing limits it."""
        if self.grade is None or self.grade.limit is None:
            return None
        found = self.used.in_base(self.grade.limit, self.grade.currency)
        return NOUGHT if found is None else found

    @property
    def stops(self) -> tuple[Overdue, ...]:
        """What has been overdue so long that nothing is signed or shipped without consent."""
        stop = self.policy.stop_days
        return tuple(one for one in self.overdue if 0 < stop <= one.days)

    @property
    def exposure(self) -> Exposure:
        """What is used of the limit."""
        return self.used.exposure

    @property
    def left(self) -> Decimal | None:
        """What may still be bought on credit; None: as much as anybody likes."""
        return None if self.limit is None else left_of(self.limit, self.exposure)

    @property
    def days(self) -> int | None:
        """How many days the customer has to pay: the fewer of grade and tier."""
        found = least(*(one.days for one in (self.grade, self.tier) if one is not None))
        return None if found is None else int(found)

    @property
    def prepay(self) -> Decimal:
        """What is to be paid beforehand, in percent."""
        return self.grade.prepay if self.grade else NOUGHT

    @property
    def discount(self) -> Decimal | None:
        """The most discount, in percent: the smaller one of grade and tier."""
        found = least(*(one.discount for one in (self.grade, self.tier) if one is not None))
        return None if found is None else Decimal(found)

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is known of this customer."""
        return not (self.grade or self.tier or self.overdue or self.credit)

    def with_more(self, amount: Decimal, currency: str) -> tuple[Decimal | None, bool]:
        """What the exposure would come to with so much more, and whether that is over the limit.

        None where there is no rate: then nobody can say, and it counts as over.
        """
        if self.limit is None:
            return None, False
        more = self.used.in_base(amount, currency)
        if more is None:
            return None, True
        return self.exposure.total + more, is_over(self.limit, self.exposure, more)


def allowance(party: Party, besides: Any = None, today: dt.date | None = None) -> Allowance:
    """What a customer may do today; `besides` is a document that is not to count itself."""
    today, policy = today or timezone.localdate(), CreditPolicy.here()
    credit = CreditFile.of(party.pk)
    seen = overdue_of(party.pk, months_before(today, policy.months_back), today)
    late = tuple(one for one in seen if one.is_open)
    grade = policy.grade_without_file
    if credit is not None:
        # As it is today: what was set by hand may have ended, the score have fallen since.
        credit.work_out(today, policy, seen)
        grade = credit.grade
    tier = TierPolicy.of(party.tier)
    return Allowance(party, policy, credit, grade, tier, late, today, besides)


def used_of(
    party: UUID, besides: Any = None, today: dt.date | None = None, also: Iterable[str] = ()
) -> Used:
    """What a customer owes: contracts less what was received, and orders without a contract."""
    contracts, orders = _contracts(party, besides), _orders(party, besides)
    base = Company.here().base_currency
    currencies = {*contracts, *orders, *also} - {""}
    if besides is not None and besides.currency:
        currencies.add(besides.currency)
    rates = Rates.of(currencies | {base}, today or timezone.localdate())
    missing = tuple(rates.missing({*contracts, *orders}))
    exposure = Exposure(_sum(contracts, rates, base), _sum(orders, rates, base))
    foreign = tuple(sorted({*contracts, *orders} - {base, *missing}))
    return Used(exposure, base, rates, foreign, missing)


def _sum(sums: Mapping[str, Decimal], rates: Rates, base: str) -> Decimal:
    known = [rates.convert(a, c, base) for c, a in sums.items() if c in rates.known]
    return sum(known, NOUGHT)


def _contracts(party: UUID, besides: Any) -> dict[str, Decimal]:
    """What is left to be paid of contracts in force, by currency."""
    rows = Contract.objects.filter(party=party, status__in=Contract.standing)
    if isinstance(besides, Contract):
        rows = rows.exclude(pk=besides.pk)
    owed: Any = F("amount")
    for name in PAID:
        owed = owed - F(name)
    # What was paid beyond one contract pays for no other.
    rows = rows.annotate(owed=ExpressionWrapper(owed, MoneyField()))
    return _by_currency(rows.filter(owed__gt=0), "owed")


def _orders(party: UUID, besides: Any) -> dict[str, Decimal]:
    """Orders on the way that no contract in force covers, by currency."""
    rows = Order.objects.filter(party=party, status__in=Order.standing - DELIVERED)
    rows = rows.exclude(contract__status__in=Contract.standing)
    if isinstance(besides, Order):
        rows = rows.exclude(pk=besides.pk)
    elif isinstance(besides, Contract):
        rows = rows.filter(Q(contract__isnull=True) | ~Q(contract=besides.pk))
    return _by_currency(rows, "amount")


def received_of(contract: Contract) -> Decimal:
    """What has been paid of a contract."""
    return sum((getattr(contract, name) for name in PAID), NOUGHT)


def _by_currency(rows: models.QuerySet[Any], name: str) -> dict[str, Decimal]:
    found: dict[str, Decimal] = defaultdict(Decimal)
    for currency, amount in rows.order_by().values_list("currency").annotate(Sum(name)):
        found[currency] += Decimal(amount or 0)
    return {currency: amount for currency, amount in found.items() if amount}
