"""Plans of a year: an amount, and how it is spread over the months."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.access.models import Owned
from zhike.base.errors import N_, BadValue
from zhike.ledger.fields import MoneyField
from zhike.records.fields import CurrencyField
from zhike.records.models import InCurrency

MONTHS = tuple(f"month_{number}" for number in range(1, 13))
EARLIEST, LATEST = 2000, 2100


class YearPlan(InCurrency, Owned):
    """An amount that is to be won in a year, with a plan for its months."""

    year = models.PositiveSmallIntegerField(_("year"))
    currency = CurrencyField(_("currency"), blank=True)
    amount = MoneyField(_("target of the year"))
    month_1 = MoneyField(_("January"), null=True, blank=True)
    month_2 = MoneyField(_("February"), null=True, blank=True)
    month_3 = MoneyField(_("March"), null=True, blank=True)
    month_4 = MoneyField(_("April"), null=True, blank=True)
    month_5 = MoneyField(pgettext_lazy("month", "May"), null=True, blank=True)
    month_6 = MoneyField(_("June"), null=True, blank=True)
    month_7 = MoneyField(_("July"), null=True, blank=True)
    month_8 = MoneyField(_("August"), null=True, blank=True)
    month_9 = MoneyField(_("September"), null=True, blank=True)
    month_10 = MoneyField(_("October"), null=True, blank=True)
    month_11 = MoneyField(_("November"), null=True, blank=True)
    month_12 = MoneyField(_("December"), null=True, blank=True)

    class Meta:
        """Not a table."""

        abstract = True

    def planned(self, month: int) -> Decimal:
        """What is to be won in a month: as planned, or a twelfth of the year without any plan."""
        plan: list[Decimal | None] = [getattr(self, name) for name in MONTHS]
        if all(part is None for part in plan):
            return Decimal(self.amount) / 12
        return plan[month - 1] or Decimal(0)

    @property
    def gap(self) -> Decimal:
        """How much of the year no month plans for; below zero where they plan for more."""
        plan = [part for name in MONTHS if (part := getattr(self, name)) is not None]
        return self.amount - sum(plan, Decimal(0)) if plan else Decimal(0)

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """A year of ours; no sum is below zero."""
        self.settle()
        if not self.year or not EARLIEST <= self.year <= LATEST:
            yield "year", BadValue("year", N_("Enter a year such as 2026."))
        for name in ("amount", *MONTHS):
            value = getattr(self, name)
            if value is not None and value < 0:
                yield name, BadValue("negative", N_("Enter an amount of 0 or more."))
