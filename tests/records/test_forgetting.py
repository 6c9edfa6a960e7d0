"""Old notifications go."""

import datetime as dt

from django.utils import timezone

from zhike.ledger.models import Cursor
from zhike.records import forgetting
from zhike.records.models import Notification

DAY = dt.timedelta(days=1)


def test_what_was_read_long_ago_goes_and_what_waits_for_its_reader_stays(cast, monkeypatch):
    user, now = cast.users["zhouzihan"], timezone.now()
    monkeypatch.setattr(forgetting, "AT_ONCE", 1)
    ages = {"read 91": (91, True), "read 89": (89, True), "new 91": (91, False),
            "new 366": (366, False), "read 400": (400, True)}  # fmt: skip
    for cause, (days, is_read) in ages.items():
        at = now - days * DAY
        Notification.objects.create(
            user=user, kind="given", cause=cause, at=at, read_at=at if is_read else None
        )
    Notification.objects.exclude(cause__in=ages).delete()
    Cursor.objects.filter(name=forgetting.CURSOR).delete()
    forgetting.forget_daily()
    assert set(Notification.objects.values_list("cause", flat=True)) == {"read 89", "new 91"}
    assert Cursor.objects.get(name=forgetting.CURSOR).seq > 0
