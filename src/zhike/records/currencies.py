"""Amounts of several currencies: converted by the rate of a day, never added raw."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    DateField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest

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
    until: dt.date | None = None
    """Where each amount counts at the rate of its own day: from when the latest of the rates is."""
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
        sums = {currency: amount for currency, amount in sums.items() if amount}
        has_rate = {c for c in sums if c == into or {c, into} <= self.known.keys()}
        total = sum((self.convert(sums[c], c, into) for c in has_rate), Decimal(0))
        others = {c: sums[c] for c in sorted(has_rate - {into})}
        missing = {c: sums[c] for c in sorted(set(sums) - has_rate)}
        dated = self.dated(*others, into) if others else None
        return Summed(total.quantize(CENT), into, others, dated, dated, missing)

    def missing(self, sums: Iterable[str]) -> list[str]:
        """The currencies among these without a rate."""
        return sorted(set(sums) - set(self.known))


BEFORE_ALL = dt.date.min
"""The era of what needs no rate, and of what is older than the first one."""
Dated = tuple[str, dt.date]
"""Sums of amounts each of its own day: by currency, and by the day from which its rates hold."""


def era(day: str, currency: str = "currency", into: Iterable[str] = ()) -> Any:
    """For the database to group by: from which day the rates hold at which an amount counts.

    `day` and `currency` name what the rows have; `into` are the currencies in which the sums will
    be wanted, the one shown where none is named.
    """
    base = Company.here().base_currency
    own = Case(
        When(~Q(**{currency: base}), then=_latest(OuterRef(currency), day)), default=BEFORE_ALL,
        output_field=DateField(),
    )  # fmt: skip
    others = sorted(set(into or (_shown.get(),)) - {base, ""})
    return Greatest(own, *(_latest(Value(one), day) for one in others)) if others else own


def _latest(currency: Any, day: str) -> Coalesce:
    rows: QuerySet[Any] = ExchangeRate.objects.filter(
        currency=currency, valid_from__lte=OuterRef(day)
    )  # fmt: skip
    newest = rows.order_by("-valid_from").values("valid_from")[:1]
    return Coalesce(Subquery(newest), Value(BEFORE_ALL), output_field=DateField())


@dataclass(frozen=True)
class RatesByDay:
    """What currencies were worth from day to day: each amount counts at the rate of its own."""

    base: str
    company: str
    """The company's currency, in which all rates are."""
    known: Mapping[str, Sequence[tuple[dt.date, Decimal]]]
    """By currency, the oldest rate first."""
    _on: dict[dt.date, Rates] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, currencies: Iterable[str]) -> RatesByDay:
        """All rates there have been of the currencies that will be asked for; one query."""
        base, shown = Company.here().base_currency, _shown.get()
        known: dict[str, list[tuple[dt.date, Decimal]]] = defaultdict(list)
        if wanted := ({shown} | set(currencies)) - {base, ""}:
            rows = ExchangeRate.objects.filter(currency__in=wanted).order_by("valid_from")
            for currency, day, rate in rows.values_list("currency", "valid_from", "rate"):
                known[currency].append((day, rate))
        return cls(shown if shown in known else base, base, dict(known))

    def on(self, day: dt.date) -> Rates:
        """Those that held on a day."""
        if day not in self._on:
            past = {
                currency: [one for one in rates if one[0] <= day]
                for currency, rates in self.known.items()
            }
            last = {currency: rates[-1] for currency, rates in past.items() if rates}
            rates = {self.company: ONE, **{c: rate for c, (_day, rate) in last.items()}}
            since = {currency: day_ for currency, (day_, _rate) in last.items()}
            self._on[day] = Rates(self.base, day, rates, since)
        return self._on[day]

    def summed(self, sums: Mapping[Dated, Decimal], to: str = "") -> Summed:
        """All of it in one currency, each at the rate of its day; it says from what."""
        into = to or self.base
        total, days = Decimal(0), set[dt.date]()
        converted: dict[str, Decimal] = defaultdict(Decimal)
        missing: dict[str, Decimal] = defaultdict(Decimal)
        for (currency, day), amount in sorted(sums.items()):
            one = self.on(day).summed({currency: amount}, into)
            total += one.total
            if amount and one.dated is not None:
                days.add(one.dated)
            for found, part in ((converted, one.converted), (missing, one.missing)):
                for name, sum_ in part.items():
                    found[name] += sum_
        return Summed(total.quantize(CENT), into, dict(converted), min(days, default=None),
                      max(days, default=None), dict(missing))  # fmt: skip


def convert(amount: Decimal, currency: str, on: dt.date, to: str = "") -> Decimal:
    """One amount by the rate of a day, into the base currency by default; raises MissingRate."""
    into = to or Company.here().base_currency
    return Rates.of({currency, into}, on).convert(amount, currency, into)
