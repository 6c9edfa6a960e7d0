"""Reminders: what falls due is told when its time comes, by whichever worker looks first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from zhike.access.models import Owned, User
from zhike.access.rights import access_of
from zhike.ledger.jobs import each_minute
from zhike.ledger.models import Cursor
from zhike.ledger.models.change_set import Door
from zhike.records.models import Notification, NotificationChoice

CURSOR = "reminders"
FURTHEST = dt.timedelta(days=1)
"""After a longer standstill what fell due before is not told one by one."""


@dataclass(frozen=True)
class Due:
    """A record whose time has come, and for whom."""

    user: UUID
    record: Owned
    at: dt.datetime


Find = Callable[[dt.datetime, dt.datetime], Iterable[Due]]
_finders: list[tuple[str, Find]] = []


def register_reminder(kind: str, find: Find) -> None:
    """Remind of what `find` says fell due after one moment and up to another."""
    _finders.append((kind, find))


@each_minute
def remind() -> None:
    """Tell what fell due since somebody looked last."""
    with transaction.atomic():
        Cursor.objects.get_or_create(name=CURSOR)
        cursor = Cursor.objects.select_for_update().get(name=CURSOR)
        now = timezone.now().replace(microsecond=0)
        last = dt.datetime.fromtimestamp(cursor.seq, tz=dt.UTC) if cursor.seq else now
        last = max(last, now - FURTHEST)
        for kind, find in _finders:
            _tell(kind, list(find(last, now)))
        cursor.seq = int(now.timestamp())
        cursor.save()


def _tell(kind: str, found: list[Due]) -> None:
    users = User.objects.in_bulk({due.user for due in found})
    chosen = NotificationChoice.objects.filter(user__in=users)
    unwanted = dict(chosen.values_list("user", "unwanted"))
    mine: dict[UUID, list[Due]] = {}
    for due in found:
        if users[due.user].is_active and kind not in unwanted.get(due.user, ()):
            mine.setdefault(due.user, []).append(due)
    lines = [line for user, dues in mine.items() for line in _lines(kind, users[user], dues)]
    Notification.objects.bulk_create(lines, ignore_conflicts=True)


def _lines(kind: str, user: User, dues: list[Due]) -> list[Notification]:
    rows = access_of(user, Door.WEB).rows(type(dues[0].record))
    ids = [due.record.pk for due in dues]
    seen = set(rows.filter(pk__in=ids).values_list("pk", flat=True))
    return [
        Notification(
            user=user, kind=kind, at=due.at, record_kind=due.record.record_type,
            record=due.record.pk, cause=f"{kind} {due.record.pk} {due.at:%Y%m%d%H%M%S}",
        )
        for due in dues if due.record.pk in seen
    ]  # fmt: skip
