"""Un-merge: both records as they were, and what was added since stays where a person wants it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from zhike.ledger.actions import NotNow
from zhike.ledger.bulk import apply_rows
from zhike.ledger.current import current
from zhike.ledger.models import Change
from zhike.ledger.undo import Conflict, everything, plan
from zhike.ledger.writes import CREATE, folded
from zhike.records.models import Merge


def unmerge(merge: Merge, to_loser: Collection[str] = ()) -> list[Conflict]:
    """Take a merge back; within an open change set. What stays as it is comes back as conflicts.

    Raises NotNow where somebody else was quicker, or where the survivor itself went into another.
    """
    opened = current()
    opened.flush()
    found = QuerySet[Any](Merge).select_for_update().filter(pk=merge.pk).first()
    if found is None or is_nested(found):
        raise NotNow("unmerge")
    conflicts: list[Conflict] = []
    writes = folded(plan(changes_of(found), everything, conflicts))
    apply_rows(writes, opened.at)
    opened.store(writes)
    for write in writes:
        opened.versions.pop((write.kind, write.id), None)
    return conflicts


def is_nested(merge: Merge) -> bool:
    """Whether its survivor went into yet another record: that comes first."""
    return Merge.objects.filter(loser=merge.survivor).exists()


def changes_of(merge: Merge) -> list[Change]:
    """What the merge wrote, the latest first."""
    created = Change.objects.filter(
        kind=Merge.record_type, record=merge.pk, operation=CREATE
    ).order_by("seq")[0]
    written = Change.objects.filter(change_set=created.change_set_id, seq__gte=created.seq)
    return list(written.order_by("seq")[: merge.size])[::-1]
