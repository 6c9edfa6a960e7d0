"""Protections end: the system ends those that are over, and tells of it two weeks before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhike.access.rights import system_access
from zhike.ledger.jobs import each_minute
from zhike.records.history import VERBS
from zhike.records.notifying import Kind, register_kind
from zhike.records.reminders import Due, register_reminder
from zhike.sales.models import DealRegistration, PartnerPolicy

ACTION = "expire"
AT_ONCE = 200
WARNED_AT = dt.time(9)
VERBS[ACTION] = _("protection expired")


@each_minute
def expire_each_minute() -> None:
    """See to it once a minute."""
    expire()


def expire() -> int:
    """End the protections whose last day is over; how many ended."""
    over = DealRegistration.objects.protected().filter(protected_until__lt=timezone.localdate())
    if not over.exists():
        return 0
    with system_access().change_set(ACTION) as opened:
        skip = connection.features.has_select_for_update_skip_locked
        locked = over.order_by("protected_until", "pk").select_for_update(
            of=("self",), skip_locked=skip
        )
        for registration in locked[:AT_ONCE]:
            registration.status = DealRegistration.Status.EXPIRED
            registration.save()
        opened.flush()
        return opened.count


def ending(after: dt.datetime, until: dt.datetime) -> Iterator[Due]:
    """Protections of whose end the account manager is to hear, in the morning of the day."""
    warning = dt.timedelta(days=PartnerPolicy.here().warning_days)
    day = timezone.localdate(after)
    while (at := timezone.make_aware(dt.datetime.combine(day, WARNED_AT))) <= until:
        if at > after:
            due = DealRegistration.objects.protected().filter(
                protected_until=day + warning, owner__isnull=False
            )
            for registration in due:
                yield Due(registration.owner_id, registration, at)
        day += dt.timedelta(days=1)


register_kind(
    Kind("protection_ends", 38, _("the protection of a partner's customer ends soon"),
         _("the partner's protection ends soon: %(what)s"), "clock")
)  # fmt: skip
register_reminder("protection_ends", ending)
