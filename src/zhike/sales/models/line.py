"""The lines of an opportunity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.base.errors import N_, BadValue
from zhike.catalog.models import Product
from zhike.ledger.fields import MoneyField
from zhike.ledger.models import Part
from zhike.sales.models.opportunity import Opportunity
from zhike.sales.rules.amounts import line_amount


class OpportunityLine(Part):
    """A product that an opportunity is about: how many, at what price, with what discount."""

    named_by = ("product",)
    part_of = "opportunity"
    opportunity = models.ForeignKey(
        Opportunity, models.CASCADE, verbose_name=_("opportunity"), related_name="lines"
    )
    product = models.ForeignKey(
        Product, models.PROTECT, verbose_name=_("product"), related_name="opportunity_lines"
    )
    quantity = models.DecimalField(
        _("quantity"), max_digits=14, decimal_places=4, default=Decimal("1.0000")
    )
    unit_price = MoneyField(_("unit price"), null=True, blank=True)
    discount = models.DecimalField(
        _("discount in %"), max_digits=5, decimal_places=2, default=Decimal("0.00")
    )
    amount = MoneyField(_("amount"), null=True, editable=False)

    derived = frozenset({"amount"})

    class Meta:
        """Under its opportunity, in the order in which they were added."""

        verbose_name = _("product line")
        verbose_name_plural = _("product lines")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.product)

    @classmethod
    def derive(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """The amount of the line; none while it has no price."""
        if values.get("unit_price") is None:
            return {"amount": None}
        quantity, price, discount = (
            Decimal(values.get(name) or 0) for name in ("quantity", "unit_price", "discount")
        )
        return {"amount": str(line_amount(quantity, price, discount))}

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A line without a price takes the product's."""
        self.settle()
        super().save(*args, **kwargs)

    def settle(self) -> None:
        """Fill in the list price where it stands in the opportunity's currency."""
        is_open = self.unit_price is None and self._state.adding and self.product_id is not None
        if is_open and self.product.currency == self.opportunity.currency:
            self.unit_price = self.product.list_price

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """A quantity is more than nothing, a price not less; a discount is a percentage."""
        self.settle()
        if not self.quantity or self.quantity < 0:
            yield "quantity", BadValue("positive", N_("Enter a number greater than 0."))
        if self.unit_price is not None and self.unit_price < 0:
            yield "unit_price", BadValue("negative", N_("Enter an amount of 0 or more."))
        if not 0 <= (self.discount or 0) <= 100:
            yield "discount", BadValue("percent", N_("Enter a number from 0 to 100."))
