"""What a document's prices may not do without consent: beyond the cap, below the floor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.catalog.caps import Caps
from zhike.catalog.floors import Floors, cost_in
from zhike.catalog.models import Product
from zhike.catalog.rules.caps import discount_given
from zhike.records.currencies import Rates
from zhike.sales.models import Quote
from zhike.sales.models.discounts import Excess
from zhike.sales.models.document import Document
from zhike.sales.models.reasons import Reason, register_reason
from zhike.sales.rules.quotes import floor_price, net_price, together


@dataclass(frozen=True)
class Below:
    """A line sold at less than its floor."""

    line: Any
    floor: Decimal

    @property
    def words(self) -> str:
        """Without figures: who may not see what a product costs does not learn it here."""
        return _("%(product)s: below the floor") % {"product": self.line.product}


def lines_of(document: Document) -> list[Any]:
    """Its lines with their products, each knowing its document."""
    if document._state.adding:
        return []
    lines = list(document.lines.select_related("product").order_by("pk"))
    for line in lines:
        setattr(line, line.part_of, document)
    return lines


def given_on(document: Document, line: Any) -> Decimal:
    """How far below the list a line is sold, the discount on the whole included."""
    discount = together(line.discount or Decimal(0), document.discount or Decimal(0))
    return discount_given(line.base_price, line.unit_price, discount)


def beyond_caps(document: Document, lines: Sequence[Any]) -> Iterator[Excess]:
    """The lines with more discount than the seller's team may give by itself."""
    caps = Caps.of(document.selling_team)
    for line in lines if caps.known else ():
        given = given_on(document, line)
        if cap := caps.exceeded(line.product, given):
            yield Excess(line, given, cap.percent, caps.whose(cap))


@dataclass(frozen=True)
class FloorPrices:
    """The least prices of what one team sells, in one currency; read once for many products."""

    floors: Floors
    currency: str
    rates: Rates

    @classmethod
    def of(cls, document: Document, lines: Sequence[Any]) -> FloorPrices:
        """Those that hold for a document."""
        currencies = {line.product.currency for line in lines} | {document.currency}
        rates = Rates.of(currencies, timezone.localdate())
        return cls(Floors.of(document.selling_team), document.currency, rates)

    def of_product(self, product: Product, tax: str) -> Decimal | None:
        """The least price with tax; None where any will do or nobody knows the cost."""
        margin = self.floors.margin_for(product)
        cost = cost_in(product, self.currency, self.rates) if margin is not None else None
        if margin is None or cost is None:
            return None
        return floor_price(cost, margin, Decimal(tax or 0))


def below_floors(document: Document, lines: Sequence[Any]) -> Iterator[Below]:
    """The lines sold at less than their floor."""
    prices = FloorPrices.of(document, lines)
    for line in lines if prices.floors.known else ():
        if line.unit_price is None:
            continue
        floor = prices.of_product(line.product, line.tax_rate)
        net = net_price(line.unit_price, line.discount or Decimal(0), document.discount)
        if floor is not None and net < floor:
            yield Below(line, floor)


def reasons(quote: Quote) -> Iterator[Reason]:
    """Why the prices of a quote need consent."""
    lines = lines_of(quote)
    for excess in beyond_caps(quote, lines):
        yield Reason(excess.words)
    for below in below_floors(quote, lines):
        yield Reason(below.words)


register_reason(Quote, reasons)
