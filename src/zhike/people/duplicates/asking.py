"""One question, answered for one reader: check, show, keep the account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from zhike.access.rights import Access
from zhike.people.duplicates import limits
from zhike.people.duplicates.checking import MOST_WHILE_TYPING, Suspect, check, described
from zhike.people.duplicates.checking_leads import check_leads, whom
from zhike.people.duplicates.keys import Described
from zhike.people.duplicates.showing import Shown, shown, strangers

LIMIT = 10
Typed = Mapping[str, Any]


@dataclass(frozen=True)
class Found:
    """Who is perhaps there already, as the reader may see it."""

    suspects: list[Shown] = field(default_factory=list)
    is_spent: bool = False
    """Whether only what is in sight was answered, for too much was asked."""


def ask(
    typed: Typed, access: Access, *, leave_out: UUID | None = None, limit: int = LIMIT
) -> Found:
    """Which party or open lead is perhaps the party that was typed."""
    return _ask([typed], access, leave_out, limit)


def ask_lead(typed: Typed, access: Access, *, limit: int = LIMIT) -> Found:
    """Which party or open lead is perhaps what the lead that was typed is about."""
    return _ask(whom(typed, access), access, None, limit)


def _ask(readings: Sequence[Typed], access: Access, leave_out: UUID | None, limit: int) -> Found:
    """Nothing is asked of too little."""
    asked = [(typed, one) for typed in readings if _says_something(one := described(typed, access))]
    if not asked:
        return Found()
    is_spent = limits.is_spent(access)
    suspects: dict[UUID, Suspect] = {}
    for typed, _one in asked:
        most = MOST_WHILE_TYPING // len(asked)
        for suspect in check(typed, access, limit, leave_out=leave_out, most=most):
            suspects.setdefault(suspect.id, suspect)
    parties = [one for _typed, one in asked]
    likeliest = [*suspects.values(), *check_leads(parties, access, limit)]
    likeliest.sort(key=lambda suspect: -suspect.probability)
    found = shown(likeliest[:limit], access)
    if is_spent:
        return Found([one for one in found if one.is_visible], is_spent=True)
    limits.note(access, [vars(party) for party in parties], strangers(found))
    return Found(found)


def _says_something(party: Described) -> bool:
    return party != Described(kind=party.kind, region=party.region)
