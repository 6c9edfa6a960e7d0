"""An amount divided into parts that add up to it, to the cent."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from zhike.base.money import CENT


def cents(exact: Decimal) -> Decimal:
    """An amount as it is paid: to two decimals, half away from nought, as invoices round."""
    return exact.quantize(CENT, ROUND_HALF_UP)


def split(whole: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Parts of an amount in proportion to weights; they add up to it exactly.

    Each part is its exact share rounded down to the cent; the cents left over go to the largest
    remainders, the earlier part first where they are alike (Hamilton's method). Weights are 0 or
    more; where all are 0, the parts are alike. An amount below 0 is split like its opposite.
    """
    if not weights:
        return []
    if whole < 0:
        return [-part for part in split(-whole, weights)]
    total = sum(weights, Decimal(0))
    shares = weights if total else [Decimal(1)] * len(weights)
    total = total or Decimal(len(weights))
    exact = [whole * share / total for share in shares]
    parts = [one.quantize(CENT, ROUND_FLOOR) for one in exact]
    left = int(((whole - sum(parts, Decimal(0))) / CENT).to_integral_value())
    by_rest = sorted(range(len(parts)), key=lambda n: (parts[n] - exact[n], n))
    for step in range(left):
        parts[by_rest[step % len(parts)]] += CENT
    return parts
