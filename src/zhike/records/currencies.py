"""Amounts of several currencies: converted by the rate of a day, never added raw."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Exists, OuterRef

from zhike.base.money import CENT
from zhike.base.splitting import cents
from zhike.records.models import Company, ExchangeRate

ONE = Decimal(1)
_shown: ContextVar[str] = ContextVar("currency", default="")


def show_sums_in(currency: str) -> None:
    """Sums that this thread reads from now on are in this currency; "" is the company's."""
    _shown.set(currency)


@dataclass(frozen=True)
class Summed:
    """Sums of several currencies as one, with what it is made of."""

    total: Decimal
    base: str
    converted: Mapping[str, Decimal] = field(default_factory=dict)
    """What is not in `base`, in its own currency: part of the total at a rate of `dated`."""
    dated: dt.date | None = None
    missing: Mapping[str, Decimal] = field(default_factory=dict)
    """What no rate is known for: not part of the total."""


class MissingRate(Exception):
    """No rate of a currency is known for a day."""

    def __init__(self, currency: str, day: dt.date) -> None:
        """Keep which and when."""
        super().__init__(f"{currency} {day}")
        self.currency, self.day = currency, day


@dataclass(frozen=True)
class Rates:
    """What currencies were worth on a day; `base` is the one in which sums are shown.

    That is the company's base currency, or the reader's own where its rate is known.
    """

    base: str
    day: dt.date
    known: Mapping[str, Decimal]
    since: Mapping[str, dt.date] = field(default_factory=dict)
    """From which day each rate is; the base currency needs none."""

    @classmethod
    def of(cls, currencies: Iterable[str], day: dt.date) -> Rates:
        """The latest rates not after the day, of the currencies that will be asked for."""
        base, shown = Company.here().base_currency, _shown.get()
        wanted = ({shown} | set(currencies)) - {base, ""}
        if not wanted:
            return cls(base, day, {base: ONE})
        past = ExchangeRate.objects.filter(currency__in=wanted, valid_from__lte=day)
        later = ExchangeRate.objects.filter(
            currency=OuterRef("currency"),
            valid_from__gt=OuterRef("valid_from"),
            valid_from__lte=day,
        )
        latest = list(past.filter(~Exists(later)).values_list("currency", "rate", "valid_from"))
        known = {base: ONE, **{currency: rate for currency, rate, _since in latest}}
        since = {currency: day_ for currency, _rate, day_ in latest}
        return cls(shown if shown in known else base, day, known, since)

    def convert(self, amount: Decimal, currency: str, to: str = "") -> Decimal:
        """The amount in another currency (the one shown by default), to two decimals.

        Raises MissingRate.
        """
        to = to or self.base
        if currency == to:
            return amount
        for needed in (currency, to):
            if needed not in self.known:
                raise MissingRate(needed, self.day)
        exact = amount * self.known[currency] / self.known[to]
        return cents(exact)

    def dated(self, *currencies: str) -> dt.date:
        """From which day the rates of these currencies are: the oldest of them."""
        days = (self.since[one] for one in currencies if one in self.since)
        return min(days, default=self.day)

    def total(self, sums: Mapping[str, Decimal]) -> Decimal | None:
        """Sums by currency as one in the currency shown; None where a rate is missing."""
        if self.missing(sums):
            return None
        return sum((self.convert(a, c) for c, a in sums.items()), Decimal(0)).quantize(CENT)

    def summed(self, sums: Mapping[str, Decimal], to: str = "") -> Summed:
        """Sums by currency as one, which says from what: no amount is left out unsaid."""
        into = to or self.base
        has_rate = {c for c in sums if c == into or {c, into} <= self.known.keys()}
        total = sum((self.convert(sums[c], c, into) for c in has_rate), Decimal(0))
        others = {c: sums[c] for c in sorted(has_rate - {into})}
        missing = {c: sums[c] for c in sorted(set(sums) - has_rate)}
        dated = self.dated(*others, into) if others else None
        return Summed(total.quantize(CENT), into, others, dated, missing)

    def missing(self, sums: Iterable[str]) -> list[str]:
        """The currencies among these without a rate."""
        return sorted(set(sums) - set(self.known))


def convert(amount: Decimal, currency: str, on: dt.date, to: str = "") -> Decimal:
    """One amount by the rate of a day, into the base currency by default; raises MissingRate."""
    into = to or Company.here().base_currency
    return Rates.of({currency, into}, on).convert(amount, currency, into)
