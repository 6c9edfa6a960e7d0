"""Take change sets back, the last one first: `undo CHANGE_SET …`."""

from __future__ import annotations

import argparse
from uuid import UUID

from zhike.access.rights import Access
from zhike.ledger import undo as ledger_undo
from zhike.ledger.models import ChangeSet
from zhike.ledger.models.change_set import Door
from zhike.ledger.undoable import FINAL, RUNNING, UNDONE, CannotUndo
from zhike.project.commands import CommandRefused
from zhike.project.commands.import_ import access_named
from zhike.records import undoing

WHY_NOT = {
    RUNNING: "is still running", UNDONE: "is undone already",
    FINAL: "gave a number or confirmed money, which is never undone",
}  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which, and in whose name."""
    parser.add_argument("change_sets", nargs="+", metavar="CHANGE_SET")
    parser.add_argument("--user", metavar="U", help="in whose name (log-in); default: the system")


def run(options: argparse.Namespace) -> int:
    """Undo each; 1 where something stood in the way."""
    access = access_named(options.user, Door.COMMAND)
    found = [_change_set(text, access) for text in options.change_sets]
    found.sort(key=lambda change_set: change_set.at, reverse=True)
    conflicts = [_undo(change_set, access) for change_set in found]
    return int(any(conflicts))


def _change_set(text: str, access: Access) -> ChangeSet:
    try:
        change_set = ChangeSet.objects.get(pk=UUID(text))
    except (ValueError, ChangeSet.DoesNotExist):
        raise CommandRefused(f"There is no change set {text}.") from None
    if not undoing.may_undo(access, change_set):
        raise CommandRefused(f"The change set {text} is not this user's.")
    return change_set


def _undo(change_set: ChangeSet, access: Access) -> int:
    begun = change_set.undone_by.filter(state=ChangeSet.State.OPEN).first()
    try:
        if begun is not None:
            done = ledger_undo.resume(begun, permit=undoing.permit_of(access))
        else:
            done = undoing.take_back(access, change_set)
    except CannotUndo as reason:
        raise CommandRefused(f"The change set {change_set.pk} {WHY_NOT[str(reason)]}.") from None
    conflicts: int = done.report.get("conflict_count", 0)
    print(f"{change_set.action} {change_set.reason}: {done.change_count} taken back, "
          f"{conflicts} in the way; change set {done.pk}")  # fmt: skip
    for conflict in done.report.get("conflicts", [])[:20]:
        print("  " + " ".join(str(conflict[n]) for n in ("kind", "record", "reason", "field")))
    return conflicts
