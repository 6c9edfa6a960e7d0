"""Promotions."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.base.errors import N_, BadValue
from zhike.catalog.models.product import Product
from zhike.catalog.models.scoped import Scoped
from zhike.catalog.rules.promotions import Offer
from zhike.ledger.fields import MoneyField
from zhike.ledger.models import Part
from zhike.records.fields import CurrencyField
from zhike.records.models import Company


class Promotion(Scoped):
    """What is taken off the price of some products for a while."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    is_exclusive = models.BooleanField(
        _("exclusive"), default=False,
        help_text=_("Counts alone. The others count together; the customer gets the better way."),
    )  # fmt: skip
    percent = models.DecimalField(
        _("off in %"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    amount_off = MoneyField(_("off as an amount"), null=True, blank=True)
    currency = CurrencyField(_("currency"), blank=True)
    product = models.ForeignKey(
        Product, models.CASCADE, null=True, blank=True, verbose_name=_("product"),
        related_name="promotions",
        help_text=_("With its variants. Where none is named, nor any below: all products."),
    )  # fmt: skip
    series = models.CharField(
        _("series"), max_length=100, blank=True, help_text=_("Only products of this series.")
    )
    from_quantity = models.DecimalField(
        _("from quantity"), max_digits=14, decimal_places=4, default=Decimal("1.0000"),
        help_text=_("Of one product; several are not counted together."),
    )  # fmt: skip
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        """By the day on which they begin."""

        verbose_name = _("promotion")
        verbose_name_plural = _("promotions")
        indexes = [models.Index(fields=["valid_from", "id"], name="promotion_valid_from")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Amounts stand in the company's own currency where none is named."""
        self.settle()
        super().save(*args, **kwargs)

    def settle(self) -> None:
        """Fill in the currency."""
        if not self.currency:
            self.currency = Company.here().base_currency

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """A percentage or an amount, more than nothing; a product or a series."""
        self.settle()
        yield from super().problems()
        if (self.percent is None) == (self.amount_off is None):
            message = N_("Enter a percentage or an amount, one of the two.")
            yield "percent", BadValue("one", message)
        if self.percent is not None and not 0 < self.percent <= 100:
            message = N_("Enter a number above 0, at most 100.")
            yield "percent", BadValue("percent", message)
        if self.amount_off is not None and self.amount_off <= 0:
            yield "amount_off", BadValue("positive", N_("Enter a number greater than 0."))
        if self.product_id and self.series:
            message = N_("Choose a product or a series, not both.")
            yield "series", BadValue("either", message)
        if (self.from_quantity or 0) < 0:
            yield "from_quantity", BadValue("negative", N_("Enter a number of 0 or more."))

    @property
    def as_rule(self) -> Offer:
        """The same for the rules, which know no database."""
        off: Any = self.amount_off
        named = [(self.product_id, self.series)] if self.product_id or self.series else []
        named += [(item.product_id, "") for item in self.items.all()]
        return Offer(
            self.pk, self.name, self.percent or Decimal(0), off or Decimal(0), self.currency,
            self.is_exclusive, self.scope, tuple(named), self.from_quantity,
        )  # fmt: skip


class PromotionItem(Part):
    """A further product that a promotion is for."""

    named_by = ("product",)
    part_of = "promotion"

    promotion = models.ForeignKey(
        Promotion, models.CASCADE, verbose_name=_("promotion"), related_name="items"
    )
    product = models.ForeignKey(
        Product, models.CASCADE, verbose_name=_("product"), related_name="+",
        help_text=_("With its variants."),
    )  # fmt: skip

    class Meta:
        """In the order in which they were added."""

        verbose_name = _("promoted product")
        verbose_name_plural = _("further products")
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return str(self.product) if self.product_id else ""
