"""Who hears that a deal has stood too long in its stage: its owner and the owner's superior."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhike.access.heads import superior_of
from zhike.records.notifying import Kind, register_kind
from zhike.records.reminders import Due, register_reminder
from zhike.sales.models import Opportunity, Stage

DAY = dt.timedelta(days=1)


def stuck(after: dt.datetime, until: dt.datetime) -> Iterator[Due]:
    """Deals whose stage's last day ended between two moments: a day ends at midnight."""
    for day in _days_begun(after, until):
        midnight = _start_of(day)
        for stage in Stage.objects.filter(is_closed=False, max_days__gt=0):
            came_in = day - dt.timedelta(days=(stage.max_days or 0) + 1)
            found = Opportunity.objects.filter(
                stage=stage, owner__isnull=False, stage_since__gte=_start_of(came_in),
                stage_since__lt=_start_of(came_in + DAY),
            )  # fmt: skip
            for deal in found.select_related("owner__team"):
                yield Due(deal.owner_id, deal, midnight)
                superior = superior_of(deal.owner)
                if superior is not None:
                    yield Due(superior.pk, deal, midnight)


def _days_begun(after: dt.datetime, until: dt.datetime) -> Iterator[dt.date]:
    day = timezone.localdate(after) + DAY
    while _start_of(day) <= until:
        yield day
        day += DAY


def _start_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


register_kind(
    Kind("deal_stuck", 39, _("a deal has stood too long in its stage"),
         _("too long in its stage: %(what)s"), "clock")
)  # fmt: skip
register_reminder("deal_stuck", stuck)
