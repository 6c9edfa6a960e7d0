"""Exchange rates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.access.models.role import Scope
from zhike.base.errors import N_, BadValue
from zhike.ledger.models import Record
from zhike.records.fields import CurrencyField
from zhike.records.models.company import Company


class ExchangeRate(Record):
    """What one unit of a currency is worth in the base currency, from a day on."""

    named_by = ("currency", "valid_from")

    administered: ClassVar[bool] = True
    everyone: ClassVar[dict[str, str]] = {"read": Scope.ALL}

    currency = CurrencyField(_("currency"))
    # Fourteen digits at most: SQLite keeps decimals as numbers of fifteen.
    rate = models.DecimalField(_("rate"), max_digits=14, decimal_places=8)
    valid_from = models.DateField(_("valid from"))

    class Meta:
        """One rate of a currency a day."""

        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        constraints = [
            models.UniqueConstraint(fields=["currency", "valid_from"], name="exchange_rate_once")
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.valid_from}"

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """A rate is positive, and the base currency needs none."""
        if not self.rate or self.rate < 0:
            yield "rate", BadValue("positive", N_("Enter a number greater than 0."))
        if self.currency and self.currency == Company.here().base_currency:
            message = N_("This is the base currency; it needs no rate.")
            yield "currency", BadValue("base", message)
