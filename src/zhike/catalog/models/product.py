"""Products."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.base.errors import N_, BadValue
from zhike.base.pinyin import sort_key
from zhike.catalog.rules.sold import Sold
from zhike.ledger.fields import ListField, MoneyField, SortKeyField
from zhike.ledger.models import Record
from zhike.records.fields import CurrencyField
from zhike.records.models import Company

TAKEN_OVER = (
    "series",
    "unit",
    "unit_en",
    "list_price",
    "currency",
    "tax_rate",
    "cost",
    "life_months",
)
LONGEST_LIFE = 1200


class Product(Record):
    """Something the company sells, with the price that stands on its list."""

    class TaxRate(models.TextChoices):
        """The VAT that stands on its invoices (增值税)."""

        GOODS = "13", _("13%: goods")
        TRANSPORT = "9", _("9%: transport, construction, farm goods")
        SERVICES = "6", _("6%: services")
        SIMPLE = "3", _("3%: simplified")
        ZERO = "0", _("0%: exports")

    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(
        _("English name"), max_length=200, blank=True,
        help_text=_("Stands on papers in English; where it is empty, the name does."),
    )  # fmt: skip
    code = models.CharField(_("product code"), max_length=60, null=True, blank=True, unique=True)
    series = models.CharField(_("series"), max_length=100, blank=True)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    unit_en = models.CharField(
        _("English unit"), max_length=20, blank=True,
        help_text=_("Stands on papers in English; where it is empty, the unit does."),
    )  # fmt: skip
    variant_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("variant of"),
        related_name="variants",
        help_text=_("A new variant takes over from it what is left empty: series, unit, price."),
    )  # fmt: skip
    options = ListField(
        _("options"), help_text=_("By what this variant differs: 52 seats, air suspension.")
    )
    list_price = MoneyField(_("list price"), null=True, blank=True)
    currency = CurrencyField(_("currency"), blank=True)
    tax_rate = models.CharField(_("VAT rate"), max_length=2, choices=TaxRate.choices, blank=True)
    cost = MoneyField(
        _("cost"), null=True, blank=True, help_text=_("What one costs us, before tax.")
    )
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

    def name_in(self, language: str) -> str:
        """What customers read in a language: its English name, where it has one, or its name."""
        return (language.startswith("en") and self.name_en) or self.name

    def unit_in(self, language: str) -> str:
        """What it is counted in, in a language: its English unit, where it has one, or its unit."""
        return (language.startswith("en") and self.unit_en) or self.unit

    @property
    def as_sold(self) -> Sold:
        """The same for the rules, which know no database."""
        return Sold(self.pk, self.variant_of_id, self.series)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A variant takes over what is left empty; prices stand in some currency."""
        self.settle()
        super().save(*args, **kwargs)

    def settle(self) -> None:
        """Fill in what a new variant has from its kind, and the currency."""
        kind: Any = self.variant_of
        if kind is not None and self._state.adding:
            for name in TAKEN_OVER:
                if getattr(self, name) in (None, ""):
                    setattr(self, name, getattr(kind, name))
        if not self.currency:
            self.currency = Company.here().base_currency

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """Amounts are not negative; variants have no variants."""
        self.settle()
        for name in ("list_price", "cost"):
            if (getattr(self, name) or 0) < 0:
                yield name, BadValue("negative", N_("Enter an amount of 0 or more."))
        if self.life_months is not None and not 1 <= self.life_months <= LONGEST_LIFE:
            yield "life_months", BadValue("months", N_("Enter 1 to 1,200 months."))
        kind: Any = self.variant_of
        if kind is None:
            return
        has_variants = not self._state.adding and self.variants.exists()
        if kind.pk == self.pk or kind.variant_of_id is not None or has_variants:
            message = N_("A variant has no variants: choose the product of which both are.")
            yield "variant_of", BadValue("variant", message)
