"""Un-merge: both records as they were, and what was added since stays where a person wants it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from zhike.ledger.actions import NotNow
from zhike.ledger.bulk import apply_rows, model_of, states
from zhike.ledger.current import current
from zhike.ledger.models import Change
from zhike.ledger.undo import Conflict, everything, plan
from zhike.ledger.writes import UPDATE, Write, folded
from zhike.records.merging.merge import merge
from zhike.records.merging.since import Since, since, written
from zhike.records.merging.uniting import BOTH, value_of
from zhike.records.models import Merge

UNMERGE = "unmerge"


def unmerge(row: Merge, to_loser: Collection[str] = ()) -> list[Conflict]:
    """Take a merge back; within an open change set. What stays as it is comes back as conflicts.

    Raises NotNow where somebody else was quicker, or where the survivor itself went into another.
    """
    found = QuerySet[Any](Merge).select_for_update().filter(pk=row.pk).first()
    if found is None or is_nested(found):
        raise NotNow(UNMERGE)
    later = list(Merge.objects.filter(survivor=found.survivor, pk__gt=found.pk).order_by("pk"))
    values = _values(found, later)
    for other in reversed(later):
        _take_back(other)
    conflicts = _take_back(found, to_loser)
    for other in later:
        rows = QuerySet[Any](model_of(found.kind))
        merge(rows.get(pk=other.survivor), rows.get(pk=other.loser), values[other.pk])
    return conflicts


def _values(row: Merge, later: list[Merge]) -> dict[UUID, dict[str, Any]]:
    """What later merges gave the survivor, as it is now: they are taken back and done again.

    Two of them may have united what came of this one's with what came of theirs.
    """
    survivor = QuerySet[Any](model_of(row.kind)).get(pk=row.survivor)
    return {
        other.pk: {name: value_of(survivor, name)
                   for name, source in other.sources.items() if source != BOTH}
        for other in later
    }  # fmt: skip


def _take_back(found: Merge, to_loser: Collection[str] = ()) -> list[Conflict]:
    opened = current()
    opened.flush()
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


def _give(row: Merge, given: list[Since]) -> None:
    """Let the loser have what a person said is its."""
    rows = QuerySet[Any](model_of(row.kind))
    survivor, loser = rows.get(pk=row.survivor), rows.get(pk=row.loser)
    for item in given:
        item.give(survivor, loser)
    survivor.save()
    loser.save()


def _without_additions(
    row: Merge, changes: list[Change], writes: list[Write], conflicts: list[Conflict]
) -> list[Write]:
    """Of a list or of names that grew since, only what the merge had added goes."""
    own = [Write.of(change) for change in changes if change.record == row.survivor]
    now = states(model_of(row.kind), [row.survivor]).get(row.survivor, {})
    settled = {}
    for name, (before, after) in (pair for write in own for pair in write.fields.items()):
        if now.get(name) not in (before, after) and isinstance(now.get(name), list | dict):
            settled[name] = (now[name], _taken_out(now[name], before, after))
    conflicts[:] = [c for c in conflicts
                    if c.record != str(row.survivor) or c.field not in settled]  # fmt: skip
    own_write = Write(row.kind, row.survivor, UPDATE, UNMERGE, settled)
    return [*writes, own_write] if settled else writes


def _taken_out(now: Any, before: Any, after: Any) -> Any:
    """What is there now without what was added then, and with what was lost then."""
    if isinstance(now, list):
        was, became = before or [], after or []
        rest = [item for item in now if item in was or item not in became]
        return rest + [item for item in was if item not in became and item not in rest]
    before, after = before or {}, after or {}
    kept = {k: v for k, v in now.items() if before.get(k) == v or after.get(k) != v}
    return {k: v for k, v in before.items() if k not in after} | kept


def is_nested(row: Merge) -> bool:
    """Whether its survivor went into yet another record: that comes first."""
    return Merge.objects.filter(loser=row.survivor).exists()
