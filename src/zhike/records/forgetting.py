"""What nobody reads again goes: notifications that were read long ago, or never in a year."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from zhike.ledger.jobs import each_minute
from zhike.ledger.models import Cursor
from zhike.records.models import Notification

CURSOR = "forgetting"
EVERY = dt.timedelta(days=1)
READ, UNREAD = dt.timedelta(days=90), dt.timedelta(days=365)
AT_ONCE = 1000


@each_minute
def forget_daily() -> None:
    """Once a day, by whichever worker looks first."""
    now = timezone.now()
    with transaction.atomic():
        Cursor.objects.get_or_create(name=CURSOR)
        cursor = Cursor.objects.select_for_update().get(name=CURSOR)
        if now.timestamp() - cursor.seq < EVERY.total_seconds():
            return
        cursor.seq = int(now.timestamp())
        cursor.save()
    while forget(now):
        pass


def forget(now: dt.datetime) -> int:
    """Delete some of what is too old; how many there were."""
    old = Q(at__lt=now - UNREAD) | Q(at__lt=now - READ, read_at__isnull=False)
    ids = list(Notification.objects.filter(old).values_list("pk", flat=True)[:AT_ONCE])
    return Notification.objects.filter(pk__in=ids).delete()[0]
