"""Who hears that a quote of theirs is about to end, while the customer has not answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhike.records.notifying import Kind, register_kind
from zhike.records.reminders import Due, register_reminder
from zhike.sales.models import Quote, QuotePolicy
from zhike.sales.models.quote import SENT

DAY = dt.timedelta(days=1)
MORNING = dt.time(8)


def expiring(after: dt.datetime, until: dt.datetime) -> Iterator[Due]:
    """Quotes whose last day is so many days off as the policy says, in the morning."""
    ahead = dt.timedelta(days=QuotePolicy.here().remind_days)
    day = timezone.localdate(after)
    while day <= timezone.localdate(until):
        at = timezone.make_aware(dt.datetime.combine(day, MORNING))
        if after < at <= until:
            found = Quote.objects.filter(
                status=SENT, valid_until=day + ahead, owner__isnull=False
            ).order_by("pk")
            for quote in found:
                yield Due(quote.owner_id, quote, at)
        day += DAY


register_kind(
    Kind("quote_expiring", 38, _("a quote of mine is about to expire"),
         _("about to expire: %(what)s"), "clock")
)  # fmt: skip
register_reminder("quote_expiring", expiring)
