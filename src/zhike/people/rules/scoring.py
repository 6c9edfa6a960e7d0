"""Rules of a lead's score: what fits, what was done lately, and what both come to."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation

from zhike.people.rules.assignment import region_prefixes

Reason = tuple[str, int]
"""Words, and how many points."""
LEAST, MOST = 0, 100


def fits(field: str, held: object, values: Sequence[str]) -> bool:
    """Whether what a lead's field holds is what a rule asks for; without values, anything.

    An amount is asked for from a number on, a region by its name or that of a larger one, a choice
    by its value, any other text by a word in it.
    """
    if held in (None, "", []):
        return False
    if not values:
        return True
    if field == "amount":
        return Decimal(str(held)) >= min(map(number, values))
    if field == "region":
        return str(held).startswith(tuple(p for text in values for p in region_prefixes(text)))
    if field in ("industry", "source"):
        return held in values
    text = str(held).casefold()
    return any(value.casefold() in text for value in values)


def number(text: str) -> Decimal:
    """A number as a rule says it; infinity for what is none, which nothing reaches."""
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return Decimal("Infinity")


def decayed(points: int, ages: Iterable[float], half_life: int) -> int:
    """The points of deeds so many days old: half after each half-life."""
    return round(sum(points * math.pow(0.5, max(age, 0) / half_life) for age in ages))


def total(reasons: Iterable[Reason]) -> int:
    """The score: the sum of the points, from 0 to 100."""
    return max(LEAST, min(MOST, sum(points for _words, points in reasons)))
