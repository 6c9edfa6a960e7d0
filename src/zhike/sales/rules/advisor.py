"""At what price to offer a customer who knows our prices: a range, with what speaks for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from statistics import median

LATE = Decimal("1.5")
"""A customer silent for so many times their usual pause may have gone elsewhere."""
TIER, PAID, RIVAL, FLOOR, ASK = "tier", "paid", "rival", "floor", "ask"


@dataclass(frozen=True)
class Known:
    """What is known of a product and a customer, in one currency."""

    listed: Decimal | None
    """What the list says, before anything that this customer has by tier, region or promotion."""
    price: Decimal | None
    """What the price books and promotions say for this customer."""
    paid: tuple[Decimal, ...] = ()
    """What they paid for one, the latest first."""
    floor: Decimal | None = None
    rival: Decimal | None = None
    is_at_risk: bool = False
    sees_floor: bool = True
    """Whether the reader may learn the floor: then advice may lie on it."""


@dataclass(frozen=True)
class Advice:
    """A price to offer, between which prices it may move, and the words that explain it."""

    price: Decimal
    low: Decimal
    high: Decimal
    because: tuple[str, ...]


def advise(known: Known) -> Advice | None:
    """The price to offer; None where neither list nor past says any.

    It begins with what the customer may claim anyway, does not ask more than they paid last, and
    meets a rival only where they may leave. Below the floor it never goes by itself.
    """
    start = known.price if known.price is not None else known.listed
    last = known.paid[0] if known.paid else None
    if start is None:
        start = last
    if start is None:
        return None
    price, because = start, [TIER] if known.price not in (None, known.listed) else []
    if last is not None and last < price:
        price, because = last, [PAID]
    if known.rival is not None and known.rival < price and known.is_at_risk:
        price, because = known.rival, [*because, RIVAL]
    if known.floor is not None and price < known.floor:
        # On the floor itself the advice would say where it lies.
        price = known.floor if known.sees_floor else start
        because.append(FLOOR if known.sees_floor else ASK)
    low = known.floor if known.floor is not None and known.sees_floor else price
    high = max(price, start, last or price)
    return Advice(price, min(low, price), high, tuple(because))


def is_at_risk(days: Sequence[dt.date], today: dt.date) -> bool | None:
    """Whether a customer has been silent for longer than usual; None without a rhythm.

    `days` are those of their purchases. The usual pause is the median of those between them.
    """
    known = sorted(set(days))
    if len(known) < 2:
        return None
    pauses = [(later - earlier).days for earlier, later in pairwise(known)]
    return (today - known[-1]).days > LATE * Decimal(median(pauses))
