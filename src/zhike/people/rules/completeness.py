"""How complete what we know of a customer is: the share of its key fields that are filled."""

from __future__ import annotations

from collections.abc import Collection, Iterable

POINTS = "contact_points."
"""`contact_points.phone`: a way to reach the party, of this type."""
DECIDER = "decider"
"""Who decides there is known."""
BLANK: tuple[object, ...] = (None, "", [], {})


def missing(keys: Iterable[str], filled: Collection[str]) -> list[str]:
    """The key fields that hold nothing, in their order."""
    return [name for name in keys if name not in filled]


def percent(keys: Collection[str], filled: Collection[str]) -> int:
    """The share of the key fields that are filled, in whole percent; without any, all of them.

    Below a hundred as long as one is missing, however many there are.
    """
    there = sum(name in filled for name in keys)
    return 100 * there // len(keys) if keys else 100


WHOLE = 100
BANDS = ((0, 24), (25, 49), (50, 74), (75, 99), (100, 100))
"""How records are counted by their completeness."""
THIN = 50
"""Below it a record is thin: one can hardly work with it."""


def band_of(value: int) -> tuple[int, int]:
    """The band in which a percentage lies."""
    return next(band for band in BANDS if band[0] <= value <= band[1])
