"""What somebody gets who brought us business."""

from __future__ import annotations

from decimal import Decimal

from zhike.base.splitting import cents
from zhike.sales.rules.amounts import PERCENT


def reward_of(
    base: Decimal, *, rate: Decimal | None, fixed: Decimal | None, cap: Decimal | None
) -> Decimal:
    """A share of an amount in percent, or a fixed sum; never more than the cap."""
    exact = base * rate / PERCENT if rate is not None else fixed or Decimal(0)
    found = cents(exact)
    return found if cap is None else min(found, cap)
