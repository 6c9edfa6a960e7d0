"""What a source of leads costs: a fair, an advertisement, a list that was bought."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.base.errors import N_, BadValue
from zhike.engagement.models.card import CardBatch
from zhike.ledger.fields import MoneyField
from zhike.ledger.models import Record
from zhike.people.models import Party
from zhike.records.fields import CurrencyField
from zhike.records.models import Company


class SourceCost(Record):
    """What was spent so that leads come by a source, on one day or over some time."""

    name = models.CharField(pgettext_lazy("of a cost", "what for"), max_length=120)
    batch = models.ForeignKey(
        CardBatch, models.SET_NULL, null=True, blank=True, verbose_name=_("batch of cards"),
        related_name="costs", help_text=_("The fair that it was for; its source counts."),
    )  # fmt: skip
    source = models.CharField(_("source"), max_length=14, choices=Party.Source.choices, blank=True)
    begins_on = models.DateField(
        _("from"), blank=True, help_text=_("The first day for which it was spent.")
    )
    ends_on = models.DateField(
        _("until"), blank=True,
        help_text=_("The last day; the cost is spread evenly. Empty: one day."),
    )  # fmt: skip
    amount = MoneyField(_("amount"))
    currency = CurrencyField(_("currency"), blank=True)
    note = models.TextField(_("note"), blank=True, max_length=5000)

    class Meta:
        """Read by the days over which it goes."""

        verbose_name = _("cost of a source")
        verbose_name_plural = _("costs of sources")
        indexes = [
            models.Index(fields=["begins_on", "id"], name="source_cost_begins"),
            models.Index(fields=["ends_on", "begins_on"], name="source_cost_ends"),
            models.Index(fields=["created_at", "id"], name="source_cost_created"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it with what follows from its fair."""
        self.settle()
        super().save(*args, **kwargs)

    def settle(self) -> None:
        """A fair says source and day; what has no end ends on the day on which it begins."""
        if self.batch is not None:
            self.source = self.batch.source
        begin: dt.date | None = self.begins_on
        if begin is None:
            self.begins_on = self.batch.day if self.batch is not None else timezone.localdate()
        end: dt.date | None = self.ends_on
        if end is None:
            self.ends_on = self.begins_on
        if not self.currency:
            self.currency = Company.here().base_currency

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """It belongs to a source, is an amount of 0 or more and does not end before it begins."""
        self.settle()
        if not self.source:
            yield "source", BadValue("none", N_("Choose the source, or the fair that it was for."))
        if self.amount is not None and self.amount < 0:
            yield "amount", BadValue("negative", N_("Enter an amount of 0 or more."))
        if self.ends_on < self.begins_on:
            yield "ends_on", BadValue("order", N_("Choose a day that is not before the first."))
