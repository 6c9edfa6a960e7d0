"""What somebody gets who brought us business."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

from zhike.base.money import CENT
from zhike.sales.rules.amounts import PERCENT


def reward_of(
    base: Decimal, *, rate: Decimal | None, fixed: Decimal | None, cap: Decimal | None
) -> Decimal:
    """A share of an amount in percent, or a fixed sum; never more than the cap."""
    exact = base * rate / PERCENT if rate is not None else fixed or Decimal(0)
    found = exact.quantize(CENT, ROUND_HALF_EVEN)
    return found if cap is None else min(found, cap)
