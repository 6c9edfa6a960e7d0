"""Which tier a customer belongs to, by what it has brought in twelve months."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

MONTHS = 12


@dataclass(frozen=True)
class Threshold:
    """From which profit on a tier begins."""

    tier: str
    profit: Decimal


def tier_of(profit: Decimal, thresholds: Iterable[Threshold]) -> str:
    """The tier with the highest threshold that the profit reaches; "" below all of them."""
    reached = [one for one in thresholds if one.profit <= profit]
    return max(reached, key=lambda one: one.profit).tier if reached else ""
