"""How little may be earned: the nearest team's floor wins, within it the most exact one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from zhike.base.inheriting import nearest
from zhike.catalog.rules.sold import Sold


@dataclass(frozen=True)
class Floor:
    """The least margin in percent of the price that a team (None: the company) asks for."""

    percent: Decimal
    team: UUID | None = None
    product: UUID | None = None
    series: str = ""


def floor_for(floors: Iterable[Floor], teams: Sequence[UUID], sold: Sold) -> Floor | None:
    """The floor that holds for a product sold by the first of these teams, the others above it.

    As with caps: a team's own wins over those above, within it the one said of the product itself.
    """
    known = [floor for floor in floors if sold.is_one_of(floor.product, floor.series)]
    team = nearest(teams, {floor.team for floor in known})
    return max(
        (floor for floor in known if floor.team == team),
        key=lambda floor: (sold.exactness(floor.product, floor.series), floor.percent),
        default=None,
    )
