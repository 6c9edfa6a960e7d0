"""For whom and when a price or a promotion holds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from zhike.catalog.rules.sold import Sold


@dataclass(frozen=True)
class Buyer:
    """What prices ask of a customer: how much it matters to us, where it is."""

    tier: str = ""
    region: str = ""
    """Its code."""


@dataclass(frozen=True)
class Ask:
    """What somebody wants to buy: which product, how much, when, in which currency."""

    sold: Sold
    quantity: Decimal
    day: dt.date
    currency: str
    buyer: Buyer = field(default_factory=Buyer)
    list_price: Decimal | None = None
    """What the product's list says, in that currency."""


@dataclass(frozen=True)
class Scope:
    """Customers of these tiers, in these regions, between two days; what is empty is not asked."""

    tiers: frozenset[str] = frozenset()
    regions: tuple[str, ...] = ()
    """Beginnings of codes."""
    since: dt.date | None = None
    until: dt.date | None = None

    def covers(self, buyer: Buyer, day: dt.date) -> bool:
        """Whether it holds for a customer on a day."""
        return (
            (not self.tiers or buyer.tier in self.tiers)
            and (not self.regions or buyer.region.startswith(self.regions))
            and self.holds_on(day)
        )

    def holds_on(self, day: dt.date) -> bool:
        """Whether it holds for anybody on a day; its last day is one of its days."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )

    @property
    def exactness(self) -> tuple[int, bool, dt.date]:
        """How exactly it is said of somebody: the more it asks, then the later it began."""
        asks = bool(self.tiers) + bool(self.regions)
        return asks, bool(self.tiers), self.since or dt.date.min
