"""Who hears that a contract ends: its owner, so many days before as the contract says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhike.records.notifying import Kind, register_kind
from zhike.records.reminders import Due, register_reminder
from zhike.sales.models import Contract
from zhike.sales.models.document import APPROVED

DAY = dt.timedelta(days=1)


def expiring(after: dt.datetime, until: dt.datetime) -> Iterator[Due]:
    """Contracts in force whose day of notice began between two moments."""
    day = timezone.localdate(after) + DAY
    while (midnight := timezone.make_aware(dt.datetime.combine(day, dt.time()))) <= until:
        found = Contract.objects.filter(remind_on=day, status=APPROVED, owner__isnull=False)
        for contract in found.order_by("pk"):
            yield Due(contract.owner_id, contract, midnight)
        day += DAY


register_kind(
    Kind("contract_expiring", 44, _("a contract of mine comes to its end"),
         _("comes to its end: %(what)s"), "calendar")
)  # fmt: skip
register_reminder("contract_expiring", expiring)
