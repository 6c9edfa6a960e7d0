"""What may be taken back: not what still runs, nor what is back already, nor what is final."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from zhike.ledger.actions import NEVER, undo_of
from zhike.ledger.bulk import model_of
from zhike.ledger.models.change_set import Change, ChangeSet

SMALL = 100
RUNNING, UNDONE, FINAL = "open", "undone", "final"


class CannotUndo(Exception):
    """The change set is still running, is undone already, or did what is never undone."""


def check_undoable(change_set: ChangeSet) -> None:
    """Raise CannotUndo for a set that is open, undone by a set that is not itself undone, or final.

    What followed from something final (the instalments of a contract) would be gone without it.
    """
    if change_set.state == ChangeSet.State.OPEN:
        raise CannotUndo(RUNNING)
    if is_undone(change_set):
        raise CannotUndo(UNDONE)
    if final_sets([change_set.pk]):
        raise CannotUndo(FINAL)


def is_undone(change_set: ChangeSet) -> bool:
    """Whether a later undo of it still stands and took something back."""
    later = change_set.undone_by.filter(change_count__gt=0)
    return any(not is_undone(undoing) for undoing in later)


def undone_sets(change_sets: Sequence[ChangeSet]) -> set[UUID]:
    """Which of these sets are undone now."""
    ids = {change_set.pk for change_set in change_sets}
    undoing = ChangeSet.objects.filter(undoes__in=ids, change_count__gt=0).select_related("undoes")
    return {later.undoes_id for later in undoing if not is_undone(later)}


def final_sets(ids: Collection[UUID]) -> set[UUID]:
    """Which of these sets hold what is never undone (a number given): no way back is offered.

    Of a large one the rest can still be taken back.
    """
    changes = Change.objects.filter(change_set__in=ids, change_set__change_count__lte=SMALL)
    found = changes.order_by().values_list("change_set", "kind", "action").distinct()
    return {set_id for set_id, kind, name in found if undo_of(model_of(kind), name) == NEVER}
