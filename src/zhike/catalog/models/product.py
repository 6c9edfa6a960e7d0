"""Products."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.base.errors import N_, BadValue
from zhike.base.pinyin import sort_key
from zhike.ledger.fields import MoneyField, SortKeyField
from zhike.ledger.models import Record
from zhike.records.fields import CurrencyField
from zhike.records.models import Company

LONGEST_LIFE = 1200


class Product(Record):
    """Something the company sells, with the price that stands on its list."""

    name = models.CharField(_("name"), max_length=200)
    code = models.CharField(_("product code"), max_length=60, null=True, blank=True, unique=True)
    series = models.CharField(_("series"), max_length=100, blank=True)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    list_price = MoneyField(_("list price"), null=True, blank=True)
    currency = CurrencyField(_("currency"), blank=True)
    life_months = models.PositiveSmallIntegerField(
        _("life in months"), null=True, blank=True,
        help_text=_("After so many months a customer usually buys a new one."),
    )  # fmt: skip
    is_active = models.BooleanField(_("on sale"), default=True)
    note = models.TextField(_("note"), blank=True, max_length=5000)
    external_ids = models.JSONField(_("external ids"), default=dict, blank=True)
    custom = models.JSONField(default=dict, blank=True, editable=False)
    name_sort = SortKeyField(max_length=120, editable=False)

    derived = frozenset({"name_sort"})

    class Meta:
        """Sorted by name, found by series."""

        verbose_name = _("product")
        verbose_name_plural = _("products")
        indexes = [
            models.Index(fields=["name_sort", "id"], name="product_name"),
            models.Index(fields=["series", "name_sort"], name="product_series"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def derive(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """Sort by pinyin."""
        return {"name_sort": sort_key(values.get("name") or "")}

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Prices stand in the company's own currency where none is named."""
        self.settle()
        super().save(*args, **kwargs)

    def settle(self) -> None:
        """Fill in the currency."""
        if not self.currency:
            self.currency = Company.here().base_currency

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """A price is not negative."""
        self.settle()
        if self.list_price is not None and self.list_price < 0:
            yield "list_price", BadValue("negative", N_("Enter an amount of 0 or more."))
        if self.life_months is not None and not 1 <= self.life_months <= LONGEST_LIFE:
            yield "life_months", BadValue("months", N_("Enter 1 to 1,200 months."))
