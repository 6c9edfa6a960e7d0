"""Undo and restore as a user: with the right to each inverse, at once or as a job."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhike.access.models import User
from zhike.access.rights import Access, access_of
from zhike.ledger import restore as ledger_restore
from zhike.ledger import undo as ledger_undo
from zhike.ledger.bulk import model_of
from zhike.ledger.jobs import Running, handles
from zhike.ledger.models import Change, ChangeSet, Job
from zhike.ledger.undoable import FINAL, RUNNING, CannotUndo
from zhike.records.merging.asked import permit_of as merge_permit

AT_ONCE = 1000
JOB = "records.undo"


def may_undo(access: Access, change_set: ChangeSet) -> bool:
    """Whether a set is this user's to take back: one's own, or any for an administrator."""
    return access.everything or (access.user is not None and change_set.actor == access.user.pk)


def why_not(error: CannotUndo) -> str:
    """Why a set is not taken back, and what to do."""
    if str(error) == RUNNING:
        return _("It is still running: wait until it has ended.")
    if str(error) == FINAL:
        return _("It gave a number, or confirmed money: make it void, or take the money back, "
                 "with a reason.")  # fmt: skip
    return _("It has been undone already.")


_consequences: set[str] = set()


def register_consequence(kind: str) -> None:
    """Say that records of a type follow from a verb on another (a reward from a win).

    Whoever may take the verb back takes them back, too, without a right to write such records; a
    set that is about nothing else, and one such record that was deleted, ask for the right.
    """
    _consequences.add(kind)


_whole: set[str] = set()


def register_whole(action: str) -> None:
    """Say that a deed hands out what it makes (cards of a fair, tasks for others).

    Whoever did it takes it back as a whole, whosever the records are now; one that somebody has
    changed since stays, as with every undo.
    """
    _whole.add(action)


def permit_of(
    access: Access, following: Collection[str] = ()
) -> Callable[[str, list[UUID], int], set[UUID]]:
    """Which records the user may create, change or delete again; all of those that follow."""

    def permit(kind: str, ids: list[UUID], operation: int) -> set[UUID]:
        if kind in following:
            return set(ids)
        return access.permit(kind, ids, operation, model_of(kind))

    return permit


def _permit(access: Access, change_set: ChangeSet) -> Callable[[str, list[UUID], int], set[UUID]]:
    if change_set.action in _whole and may_undo(access, change_set):
        return lambda _kind, ids, _operation: set(ids)
    others = Change.objects.filter(change_set=change_set).exclude(kind__in=_consequences)
    following = _consequences if others.exists() else ()
    return merge_permit(access, change_set) or permit_of(access, following)


def take_back(
    access: Access, change_set: ChangeSet, progress: Callable[[int], None] = lambda done: None
) -> ChangeSet:
    """Undo a set and return the set that did it; raises CannotUndo."""
    return ledger_undo.undo(
        change_set,
        by=access.user,
        door=access.door,
        permit=_permit(access, change_set),
        progress=progress,
    )


def restore(access: Access, deletion: Change) -> ChangeSet:
    """Bring one record back; the set that did it has no changes where something stood in the way.

    A deletion of its own is undone as a whole, with what hung on the record.
    """
    change_set = deletion.change_set
    if change_set.action == "delete" and may_undo(access, change_set):
        return take_back(access, change_set)
    return ledger_restore.restore(
        deletion, by=access.user, door=access.door, permit=permit_of(access)
    )


@handles(JOB)
def run_job(running: Running) -> dict[str, Any]:
    """Undo a large set in the background; go on with it where an earlier try broke off."""
    job: Job = running.job
    change_set = ChangeSet.objects.get(pk=running.arguments["change_set"])
    access = access_of(User.objects.get(pk=job.actor), running.arguments.get("door", "web"))
    running.progress(0, change_set.change_count)
    begun = change_set.undone_by.filter(state=ChangeSet.State.OPEN, actor=job.actor).first()
    if begun is None:
        undoing = take_back(access, change_set, running.progress)
    else:
        permit = _permit(access, change_set)
        undoing = ledger_undo.resume(begun, permit=permit, progress=running.progress)
    return {
        "change_set": str(undoing.pk),
        "changed": undoing.change_count,
        "failed": undoing.report.get("conflict_count", 0),
    }
