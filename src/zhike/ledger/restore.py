"""One record back from the trash: its deletion is taken back, whatever else its set deleted."""

from __future__ import annotations

from dataclasses import asdict

from django.db import transaction

from zhike.ledger.bulk import LargeSet
from zhike.ledger.current import Actor
from zhike.ledger.models.change_set import Change, ChangeSet
from zhike.ledger.undo import Conflict, Permit, everything, plan


def restore(
    deletion: Change, *, by: Actor | None, door: str, permit: Permit = everything
) -> ChangeSet:
    """Bring a deleted record back with its parts, as a set of its own with conflicts in its report.

    A record that is there again, or whose unique value is taken, stays as it is.
    """
    conflicts: list[Conflict] = []
    with transaction.atomic():
        large = LargeSet.begin(by=by, door=door, action="restore")
        large.write(lambda: plan([deletion], permit, conflicts), 1)
        return large.finish(
            conflicts=[asdict(conflict) for conflict in conflicts], conflict_count=len(conflicts)
        )
