"""Un-merge: both records as they were, and what was added since stays where a person wants it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from zhike.ledger.actions import NotNow
from zhike.ledger.bulk import apply_rows, model_of, states
from zhike.ledger.current import current
from zhike.ledger.models import Change
from zhike.ledger.undo import Conflict, everything, plan
from zhike.ledger.writes import UPDATE, Write, folded
from zhike.records.merging.since import Since, since, written
from zhike.records.models import Merge

UNMERGE = "unmerge"


def unmerge(merge: Merge, to_loser: Collection[str] = ()) -> list[Conflict]:
    """Take a merge back; within an open change set. What stays as it is comes back as conflicts.

    Raises NotNow where somebody else was quicker, or where the survivor itself went into another.
    """
    opened = current()
    opened.flush()
    found = QuerySet[Any](Merge).select_for_update().filter(pk=merge.pk).first()
    if found is None or is_nested(found):
        raise NotNow(UNMERGE)
    conflicts: list[Conflict] = []
    changes = written(found)
    given = [item for item in since(found, changes) if item.key in to_loser]
    writes = plan(changes, everything, conflicts)
    writes = folded(_without_additions(found, changes, writes, conflicts))
    apply_rows(writes, opened.at)
    opened.store(writes)
    for write in writes:
        opened.versions.pop((write.kind, write.id), None)
    if given:
        _give(found, given)
    return conflicts


def _give(merge: Merge, given: list[Since]) -> None:
    """Let the loser have what a person said is its."""
    rows = QuerySet[Any](model_of(merge.kind))
    survivor, loser = rows.get(pk=merge.survivor), rows.get(pk=merge.loser)
    for item in given:
        item.give(survivor, loser)
    survivor.save()
    loser.save()


def _without_additions(
    merge: Merge, changes: list[Change], writes: list[Write], conflicts: list[Conflict]
) -> list[Write]:
    """Of a list or of names that grew since, only what the merge had added goes."""
    own = [Write.of(change) for change in changes if change.record == merge.survivor]
    now = states(model_of(merge.kind), [merge.survivor]).get(merge.survivor, {})
    settled = {}
    for name, (before, after) in (pair for write in own for pair in write.fields.items()):
        if now.get(name) not in (before, after) and isinstance(now.get(name), list | dict):
            settled[name] = (now[name], _taken_out(now[name], before, after))
    conflicts[:] = [c for c in conflicts
                    if c.record != str(merge.survivor) or c.field not in settled]  # fmt: skip
    return [*writes, Write(merge.kind, merge.survivor, UPDATE, "undo", settled)] if settled else writes


def _taken_out(now: Any, before: Any, after: Any) -> Any:
    """What is there now without what was added then, and with what was lost then."""
    if isinstance(now, list):
        before, after = before or [], after or []
        kept = [item for item in now if item in before or item not in after]
        return kept + [item for item in before if item not in after and item not in kept]
    before, after = before or {}, after or {}
    kept = {k: v for k, v in now.items() if before.get(k) == v or after.get(k) != v}
    return {**{k: v for k, v in before.items() if k not in after}, **kept}


def is_nested(merge: Merge) -> bool:
    """Whether its survivor went into yet another record: that comes first."""
    return Merge.objects.filter(loser=merge.survivor).exists()
