"""How much discount may be given: the nearest team's cap wins, within it the most exact one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from zhike.base.inheriting import nearest
from zhike.catalog.rules.sold import Sold

HUNDRED = Decimal(100)
STEP = Decimal("0.01")


@dataclass(frozen=True)
class Cap:
    """The most discount in percent that a team (None: the company) may give by itself."""

    percent: Decimal
    team: UUID | None = None
    product: UUID | None = None
    series: str = ""


def cap_for(caps: Iterable[Cap], teams: Sequence[UUID], sold: Sold) -> Cap | None:
    """The cap that holds for a product sold by the first of these teams, the others above it.

    A team's own cap wins over those above, even where theirs is said of the very product: who
    gives a team a rule of its own means it. None: nobody has set any.
    """
    known = [cap for cap in caps if sold.is_one_of(cap.product, cap.series)]
    team = nearest(teams, {cap.team for cap in known})
    return max(
        (cap for cap in known if cap.team == team),
        key=lambda cap: (sold.exactness(cap.product, cap.series), -cap.percent), default=None,
    )  # fmt: skip


def caps_held(
    caps: Sequence[Cap], teams: Sequence[UUID], products: Mapping[UUID, Sold]
) -> list[Cap]:
    """The caps that a team has: its own, and those of teams above that no nearer one overrules."""
    found: list[Cap] = []
    for team in (*teams, None):
        own = [cap for cap in caps if cap.team == team]
        found += [cap for cap in own if not any(_overrules(n, cap, products) for n in found)]
    return found


def _overrules(near: Cap, cap: Cap, products: Mapping[UUID, Sold]) -> bool:
    """Whether a cap further up never comes to hold, since a nearer one says it of as much."""
    if near.team == cap.team:
        return False
    if cap.product is not None:
        return products[cap.product].is_one_of(near.product, near.series)
    return near.product is None and near.series in ("", cap.series)


def discount_given(base: Decimal | None, price: Decimal | None, discount: Decimal) -> Decimal:
    """How much below the list something is sold, in percent: by its discount or by its price.

    So a low price typed in counts as what it is; a discount on a price that was raised before
    counts as it stands.
    """
    if not base or base < 0 or price is None:
        return discount
    net = price * (HUNDRED - discount) / HUNDRED
    below = (HUNDRED * (base - net) / base).quantize(STEP, ROUND_HALF_UP)
    return max(discount, below)
