"""Rules of sources: how good their leads are."""

from __future__ import annotations


def rate(good: int, leads: int) -> int:
    """The share of good leads in whole percent, half up; 0 of none."""
    return (200 * good + leads) // (2 * leads) if leads else 0
