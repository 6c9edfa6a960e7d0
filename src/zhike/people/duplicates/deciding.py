"""What a person says of suspected pairs: different ones, one and the same, or parent and branch."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.utils import timezone

from zhike.access.rights import Access, Denied
from zhike.people.models import DuplicatePair, Relationship
from zhike.records import saving
from zhike.records.errors import Duplicate
from zhike.records.resource import resource_for

DECIDE = "decide"


def decide(access: Access, pairs: Sequence[Any], decision: str) -> UUID:
    """Write down what a person said; raises Denied where that is not theirs to say."""
    for model in {type(pair) for pair in pairs}:
        if not access.can(model, "update"):
            raise Denied(model.record_type, "update")
    with access.change_set(DECIDE) as opened:
        for pair in pairs:
            pair.decision, pair.decided_at = decision, timezone.now()
            pair.decided_by = access.user
            pair.save()
    return opened.id


def may_tie(access: Access) -> bool:
    """Whether the user may say of customers that one belongs to another."""
    return access.can(Relationship, "create")


def tie(access: Access, ties: Sequence[tuple[Any, UUID]]) -> UUID:
    """Make one of each pair the parent of the other, and ask no more; all of it or nothing.

    Raises Invalid, and Denied where ties or decisions are not theirs to make.
    """
    with access.change_set(DECIDE) as opened:
        for pair, parent in ties:
            part = pair.right_id if parent == pair.left_id else pair.left_id
            raw = {"from_party": str(parent), "type": Relationship.Type.PARENT_OF,
                   "to_party": str(part)}  # fmt: skip
            with suppress(Duplicate):  # Where somebody tied them already.
                saving.create(resource_for(Relationship), access, raw)
        decide(access, [pair for pair, _parent in ties], DuplicatePair.Decision.RELATED)
    return opened.id
