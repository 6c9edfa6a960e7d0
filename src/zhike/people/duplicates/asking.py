"""One question, answered for one reader: check, show, keep the account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from zhike.access.rights import Access
from zhike.people.duplicates import limits
from zhike.people.duplicates.checking import check, described
from zhike.people.duplicates.keys import Described
from zhike.people.duplicates.showing import Shown, shown, strangers

LIMIT = 10


@dataclass(frozen=True)
class Found:
    """Who is perhaps there already, as the reader may see it."""

    suspects: list[Shown] = field(default_factory=list)
    is_spent: bool = False
    """Whether only what is in sight was answered, for too much was asked."""


def ask(
    typed: Mapping[str, Any], access: Access, *, leave_out: UUID | None = None, limit: int = LIMIT
) -> Found:
    """Who is perhaps the same as what was typed; nothing is asked of too little."""
    party = described(typed, access)
    if party == Described(kind=party.kind, region=party.region):
        return Found()
    is_spent = limits.is_spent(access)
    found = shown(check(typed, access, limit, leave_out=leave_out), access)
    if is_spent:
        return Found([one for one in found if one.is_visible], is_spent=True)
    limits.note(access, vars(party), strangers(found))
    return Found(found)
