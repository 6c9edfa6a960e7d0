"""What a line really costs, what it may cost at least, and when two offers are at odds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal
from uuid import UUID

from zhike.base.money import CENT
from zhike.base.splitting import cents, split
from zhike.sales.rules.vat import tax_in

HUNDRED = Decimal(100)


def together(discount: Decimal, of_whole: Decimal) -> Decimal:
    """A line's own discount and that on the whole as one, in percent: 10 % and 5 % are 14.5 %."""
    left = (HUNDRED - discount) * (HUNDRED - of_whole) / HUNDRED
    return (HUNDRED - left).quantize(CENT)


def net_price(unit_price: Decimal, discount: Decimal, of_whole: Decimal) -> Decimal:
    """What one piece costs after both discounts, to the cent."""
    left = (HUNDRED - discount) * (HUNDRED - of_whole) / (HUNDRED * HUNDRED)
    return cents(unit_price * left)


def floor_price(cost: Decimal, margin: Decimal, tax: Decimal) -> Decimal:
    """The least price with tax that leaves a margin, in percent of the price without tax.

    A cost of 70 with a margin of 20 % asks for 87.50; with 13 % VAT on top, 98.88. Rounded up to
    the cent: the rounded one leaves the margin as well.
    """
    exact = cost * HUNDRED / (HUNDRED - margin) * (HUNDRED + tax) / HUNDRED
    return exact.quantize(CENT, ROUND_UP)


@dataclass(frozen=True)
class Offered:
    """A product at a price in an offer to a customer."""

    quote: UUID
    product: UUID
    price: Decimal
    currency: str
    quantity: Decimal
    is_listed: bool
    """Whether the price is what the list says, without any discount."""


def at_odds(one: Offered, other: Offered) -> bool:
    """Whether a customer who has both would ask which price is true.

    A list may have another price from a quantity on: two prices of the list for two quantities are
    one price list, not two prices.
    """
    if one.product != other.product or one.quote == other.quote:
        return False
    if (one.price, one.currency) == (other.price, other.currency):
        return False
    return not (one.is_listed and other.is_listed and one.quantity != other.quantity)


def taxes(whole: Decimal, lines: Sequence[tuple[Decimal, Decimal]]) -> dict[Decimal, Decimal]:
    """The VAT in an amount by rate; `lines` are amounts before the discount on the whole.

    The amount is split over the lines first, so that what each rate is taken of adds up to it.
    """
    bases: dict[Decimal, Decimal] = {}
    for (_amount, rate), part in zip(lines, split(whole, [a for a, _rate in lines]), strict=True):
        bases[rate] = bases.get(rate, Decimal(0)) + part
    return {rate: tax_in(base, rate) for rate, base in sorted(bases.items())}
