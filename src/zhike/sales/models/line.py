"""The lines of an opportunity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from zhike.base.errors import N_, BadValue
from zhike.catalog.models import Product
from zhike.catalog.pricing import PriceList, buyer_of
from zhike.catalog.rules.caps import discount_given
from zhike.ledger.fields import MoneyField
from zhike.ledger.models import Part
from zhike.records.models import Company
from zhike.sales.models.discounts import refusal_after_win
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
    base_price = MoneyField(
        _("price by the list"), null=True, editable=False,
        help_text=_("What the product costs this customer before anybody gives a discount."),
    )  # fmt: skip
    price_note = models.CharField(
        _("where the price comes from"), max_length=300, blank=True, editable=False
    )
    asked_discount = models.DecimalField(
        _("discount asked for in %"), max_digits=5, decimal_places=2, null=True, editable=False
    )
    agreed_discount = models.DecimalField(
        _("discount agreed to in %"), max_digits=5, decimal_places=2, null=True, editable=False
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
        """A line without a price takes the list's."""
        self.settle()
        super().save(*args, **kwargs)

    def settle(self) -> None:
        """Look up the price by the list, where another one may hold now; take it if none is given.

        Every door calls it, since `problems` does; it may be called any number of times.
        """
        if None in (self.product_id, self.opportunity_id) or not self._is_another():
            return
        before = None if self._state.adding else self._loaded["base_price"]
        self._look_up()
        if self.unit_price == before:
            self.unit_price = self.base_price
        if not self._state.adding and self._asks_anew():
            self.asked_discount = self.agreed_discount = None

    def _is_another(self) -> bool:
        """Whether it is about another product or quantity than before.

        What an import brings with a new deal was agreed on elsewhere: its prices are taken as they
        are, not looked up one by one.
        """
        if self._state.adding:
            is_agreed = self.unit_price is not None and self.opportunity._state.adding
            return self.base_price is None and not is_agreed
        return any(getattr(self, n) != self._loaded[n] for n in ("product_id", "quantity"))

    def _asks_anew(self) -> bool:
        """Whether who agreed to a discount agreed to something else: another product, or more."""
        fewer = (self.quantity or 0) < (self._loaded["quantity"] or 0)
        return fewer or self.product_id != self._loaded["product_id"]

    def _look_up(self) -> None:
        """What price books, promotions or the list say today, and why, in the company's words."""
        deal, quantity = self.opportunity, Decimal(self.quantity or 0)
        prices = PriceList.on(timezone.localdate(), [self.product])
        with override(Company.here().language):
            found = prices.price(self.product, quantity, deal.currency, buyer_of(deal.party))
        self.base_price = found.amount if found else None
        self.price_note = found.words[:300] if found else ""

    @property
    def currency(self) -> str:
        """In which its amounts stand: the deal's."""
        return str(self.opportunity.currency)

    @property
    def discount_given(self) -> Decimal:
        """How much below the list it is sold, in percent: by its discount or by its price."""
        return discount_given(self.base_price, self.unit_price, Decimal(self.discount or 0))

    def _given_before(self) -> Decimal | None:
        """The same as it was stored; None for a new line."""
        if self._state.adding:
            return None
        stored = (self._loaded[name] for name in ("base_price", "unit_price", "discount"))
        return discount_given(*stored)

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """A quantity is more than nothing, a price not less; a discount is a percentage."""
        self.settle()
        if not self.quantity or self.quantity < 0:
            yield "quantity", BadValue("positive", N_("Enter a number greater than 0."))
        if self.unit_price is not None and self.unit_price < 0:
            yield "unit_price", BadValue("negative", N_("Enter an amount of 0 or more."))
        if not 0 <= (self.discount or 0) <= 100:
            yield "discount", BadValue("percent", N_("Enter a number from 0 to 100."))
        elif None not in (self.product_id, self.opportunity_id) and (
            error := refusal_after_win(self, self._given_before())
        ):
            yield "discount", error
