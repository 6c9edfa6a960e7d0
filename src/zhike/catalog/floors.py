"""Which margin floor holds for whom: asked by whatever is sold at a price."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from zhike.access.heads import teams_upwards
from zhike.catalog.models import MarginFloor, Product
from zhike.catalog.rules.floors import Floor, floor_for
from zhike.records.currencies import MissingRate, Rates


@dataclass(frozen=True)
class Floors:
    """The floors that may hold for what one team sells, read once for many lines."""

    known: tuple[Floor, ...]
    teams: tuple[UUID, ...]

    @classmethod
    def of(cls, team: UUID | None) -> Floors:
        """Those of a team, of the teams above it, and of the company."""
        floors = tuple(row.as_rule for row in MarginFloor.objects.order_by("pk"))
        return cls(floors, tuple(teams_upwards(team)) if floors else ())

    def margin_for(self, product: Product) -> Decimal | None:
        """The least margin for a product; None: any will do, or nobody knows what it costs."""
        floor = floor_for(self.known, self.teams, product.as_sold)
        return None if floor is None or product.cost is None else floor.percent


def cost_in(product: Product, currency: str, rates: Rates) -> Decimal | None:
    """What a product costs us in a currency; None where nobody says, or no rate is known."""
    cost: Decimal | None = product.cost
    if cost is None:
        return None
    try:
        return rates.convert(cost, product.currency, currency)
    except MissingRate:
        return None
