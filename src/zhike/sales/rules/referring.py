"""What becomes of a referral, and who brought whom."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from typing import TypeVar

OPEN, QUALIFIED, WON, LOST = "open", "qualified", "won", "lost"
FURTHEST = 1_000
Who = TypeVar("Who", bound=Hashable)


def standing(lead: str, deals: Collection[str]) -> str:
    """How far it has come: by how the deals with whom was brought stand, else by the lead.

    `lead` is its status, "" without one; of the deals each is open, won or lost.
    """
    for known, means in ((WON, WON), (OPEN, QUALIFIED), (LOST, LOST)):
        if known in deals:
            return means
    return {"rejected": LOST, "qualified": QUALIFIED, "converted": QUALIFIED}.get(lead, OPEN)


def circle(referrer: Who, brought: Who, brought_by: Callable[[Who], Who | None]) -> list[Who]:
    """The way in which the referral would come back to where it began; empty where it does not.

    A who brings B, who brought C, who is to bring A: [A, B, C, A].
    """
    if referrer == brought:
        return [referrer, brought]
    way = [referrer]
    while (before := brought_by(way[-1])) is not None and before not in way:
        way.append(before)
        if before == brought or len(way) > FURTHEST:
            return [*reversed(way), before]
    return []
