"""What promotions take off a price: the same whatever the order in which they are looked at.

Those that can be stacked count together, percentages before amounts; an exclusive one counts alone.
The customer gets the best of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from zhike.base.splitting import cents, split
from zhike.catalog.rules.scope import Ask, Scope

HUNDRED = Decimal(100)
NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Offer:
    """A promotion: what it takes off a price, and for whom, of which products, from how many on."""

    key: UUID
    name: str
    percent: Decimal = Decimal(0)
    off: Decimal = Decimal(0)
    """An amount, in `currency`."""
    currency: str = ""
    is_exclusive: bool = False
    scope: Scope = field(default_factory=Scope)
    of: tuple[tuple[UUID | None, str], ...] = ()
    """Products and series for which it is, whichever of them is bought; without any, of all."""
    quantity: Decimal = Decimal(0)

    def taken_off(self, price: Decimal) -> Decimal:
        """What it takes off a price by itself."""
        return price * self.percent / HUNDRED + self.off

    def holds(self, ask: Ask) -> bool:
        """Whether it is for what is asked."""
        return (
            (not self.of or any(ask.sold.is_one_of(*one) for one in self.of))
            and ask.quantity >= self.quantity
            and (not self.off or self.currency == ask.currency)
            and self.scope.covers(ask.buyer, ask.day)
        )


@dataclass(frozen=True)
class Reduced:
    """A price after promotions, and which they were."""

    amount: Decimal
    offers: tuple[Offer, ...] = ()

    def main(self, price: Decimal) -> Offer | None:
        """The one that takes most off a price; None without any."""
        return max(self.offers, key=lambda offer: offer.taken_off(price), default=None)

    def shares(self, price: Decimal) -> dict[UUID, Decimal]:
        """What each took off a price of what they took off together, to the cent."""
        weights = [offer.taken_off(price) for offer in self.offers]
        parts = split(price - self.amount, weights)
        return dict(zip((offer.key for offer in self.offers), parts, strict=True))


def reduce(price: Decimal, ask: Ask, offers: Iterable[Offer]) -> Reduced:
    """The best price that promotions make of one; where two are as good, the fewer promotions."""
    held = sorted((offer for offer in offers if offer.holds(ask)), key=lambda offer: offer.key)
    stacked = tuple(offer for offer in held if not offer.is_exclusive)
    ways = [stacked, *((offer,) for offer in held if offer.is_exclusive)]
    reduced = [Reduced(price), *(Reduced(_after(price, way), way) for way in ways if way)]
    return min(reduced, key=lambda one: (one.amount, len(one.offers), [o.key for o in one.offers]))


def _after(price: Decimal, offers: Sequence[Offer]) -> Decimal:
    """Percentages one upon the other, then amounts; rounded once, never below nothing."""
    for offer in offers:
        price *= (HUNDRED - offer.percent) / HUNDRED
    price -= sum((offer.off for offer in offers), Decimal(0))
    return max(NOTHING, cents(price))
