"""Rules of sources: how good their leads are."""

from __future__ import annotations

SELF: tuple[str, ...] = ("self", "call", "tender", "directory")
"""What people find by their own search."""
CAMPAIGN: tuple[str, ...] = ("fair", "website", "advertisement")
"""What marketing brings."""


def rate(good: int, leads: int) -> int:
    """The share of good leads in whole percent, half up; 0 of none."""
    return (200 * good + leads) // (2 * leads) if leads else 0
