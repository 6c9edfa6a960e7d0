"""The gate through which everything goes that leaves this installation: mail, webhooks, calls.

A restored copy may stand beside the original: until an administrator says that it is the one to
speak, the gate is closed, and jobs that act outward wait.
"""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from zhike.ledger.models.hold import Hold


class GateClosed(Exception):
    """Nothing may leave: this is a restored copy whose sending nobody has resumed."""


def current_hold() -> Hold | None:
    """What keeps the gate closed, if anything."""
    return Hold.objects.filter(resumed_at=None).order_by("-pk").first()


def require_open() -> None:
    """Let pass or raise GateClosed: the first line of everything that sends."""
    if current_hold() is not None:
        raise GateClosed


def hold(backup_of: str) -> None:
    """Close the gate of a restored copy; the text says of when the backup is."""
    Hold.objects.filter(resumed_at=None).delete()
    Hold.objects.create(backup_of=backup_of)


def resume(by: UUID) -> bool:
    """Open the gate; whether it was closed."""
    return bool(
        Hold.objects.filter(resumed_at=None).update(resumed_at=timezone.now(), resumed_by=by)
    )
