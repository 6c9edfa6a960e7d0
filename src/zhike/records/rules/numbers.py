"""Numbers as people write them."""

from __future__ import annotations

from decimal import Decimal


def plain(number: Decimal) -> str:
    """A number without the zeros behind it: `12`, `12.5`."""
    return f"{number.normalize():f}"
