"""The lines of an opportunity."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.base.errors import BadValue
from zhike.catalog.rules.caps import discount_given
from zhike.sales.models.discounts import refusal_after_win
from zhike.sales.models.earning import keep_profit
from zhike.sales.models.opportunity import Opportunity
from zhike.sales.models.priced import PricedLine


class OpportunityLine(PricedLine):
    """A product that an opportunity is about: how many, at what price, with what discount."""

    part_of = "opportunity"
    opportunity = models.ForeignKey(
        Opportunity, models.CASCADE, verbose_name=_("opportunity"), related_name="lines"
    )
    product = models.ForeignKey(
        "catalog.Product", models.PROTECT, verbose_name=_("product"),
        related_name="opportunity_lines",
    )  # fmt: skip
    asked_discount = models.DecimalField(
        _("discount asked for in %"), max_digits=5, decimal_places=2, null=True, editable=False
    )
    agreed_discount = models.DecimalField(
        _("discount agreed to in %"), max_digits=5, decimal_places=2, null=True, editable=False
    )

    class Meta(PricedLine.Meta):
        """Under its opportunity, in the order in which they were added."""

        abstract = False
        verbose_name = _("product line")
        verbose_name_plural = _("product lines")

    def settle(self) -> None:
        """Consent to a discount does not go over to fewer pieces or another product."""
        super().settle()
        if not self._state.adding and self._asks_anew():
            self.asked_discount = self.agreed_discount = None

    def _asks_anew(self) -> bool:
        """Whether who agreed to a discount agreed to something else: another product, or more."""
        fewer = (self.quantity or 0) < (self._loaded["quantity"] or 0)
        return fewer or self.product_id != self._loaded["product_id"]

    def _given_before(self) -> Decimal | None:
        """The discount as it was stored; None for a new line."""
        if self._state.adding:
            return None
        stored = (self._loaded[name] for name in ("base_price", "unit_price", "discount"))
        return discount_given(*stored)

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """What holds for every line; and a won deal gives no more discount than was agreed."""
        yield from super().problems()
        if not 0 <= (self.discount or 0) <= 100 or None in (self.product_id, self.opportunity_id):
            return
        if error := refusal_after_win(self, self._given_before()):
            yield "discount", error


keep_profit(Opportunity, OpportunityLine)
