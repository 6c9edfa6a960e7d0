"""Amounts of several currencies: converted by the rate of a day, never added raw."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from django.db.models import Exists, OuterRef

from zhike.base.money import CENT
from zhike.records.models import Company, ExchangeRate

ONE = Decimal(1)


class MissingRate(Exception):
    """No rate of a currency is known for a day."""

    def __init__(self, currency: str, day: dt.date) -> None:
        """Keep which and when."""
        super().__init__(f"{currency} {day}")
        self.currency, self.day = currency, day


@dataclass(frozen=True)
class Rates:
    """What currencies were worth in the base currency on a day."""

    base: str
    day: dt.date
    known: Mapping[str, Decimal]

    @classmethod
    def of(cls, currencies: Iterable[str], day: dt.date) -> Rates:
        """The latest rates not after the day, of the currencies that will be asked for."""
        base = Company.here().base_currency
        wanted = set(currencies) - {base}
        if not wanted:
            return cls(base, day, {base: ONE})
        past = ExchangeRate.objects.filter(currency__in=wanted, valid_from__lte=day)
        later = ExchangeRate.objects.filter(
            currency=OuterRef("currency"),
            valid_from__gt=OuterRef("valid_from"),
            valid_from__lte=day,
        )
        latest = past.filter(~Exists(later)).values_list("currency", "rate")
        return cls(base, day, {base: ONE, **dict(latest)})

    def convert(self, amount: Decimal, currency: str, to: str = "") -> Decimal:
        """The amount in another currency (the base currency by default), to two decimals.

        Raises MissingRate.
        """
        to = to or self.base
        if currency == to:
            return amount
        for needed in (currency, to):
            if needed not in self.known:
                raise MissingRate(needed, self.day)
        exact = amount * self.known[currency] / self.known[to]
        return exact.quantize(CENT, ROUND_HALF_EVEN)

    def total(self, sums: Mapping[str, Decimal]) -> Decimal | None:
        """Sums by currency as one in the base currency; None where a rate is missing."""
        if self.missing(sums):
            return None
        return sum((self.convert(a, c) for c, a in sums.items()), Decimal(0)).quantize(CENT)

    def missing(self, sums: Iterable[str]) -> list[str]:
        """The currencies among these without a rate."""
        return sorted(set(sums) - set(self.known))


def convert(amount: Decimal, currency: str, on: dt.date, to: str = "") -> Decimal:
    """One amount by the rate of a day, into the base currency by default; raises MissingRate."""
    return Rates.of({currency, to} - {""}, on).convert(amount, currency, to)
