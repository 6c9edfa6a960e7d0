"""How a customer has paid: late instalments, for the file of credit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from uuid import UUID

from django.db.models import Max, Q

from zhike.sales.models import PaymentPlan
from zhike.sales.models.payment_record import Overdue, register_payment_record


def late(party: UUID, since: dt.date, today: dt.date) -> Iterator[Overdue]:
    """Instalments due from a day on that were paid late, or are overdue and not paid yet."""
    plans = PaymentPlan.objects.filter(
        party=party, due_on__gte=since, due_on__lt=today, is_void=False,
        status__in=("open", "part", "overdue", "done"),
    )  # fmt: skip
    confirmed = Q(shares__payment__status="confirmed")
    last = Max("shares__payment__received_on", filter=confirmed)
    rows = plans.annotate(paid_on=last).select_related("contract")
    for plan in rows.order_by("due_on", "pk"):
        is_open = plan.left > 0
        until = today if is_open else plan.paid_on or plan.due_on
        if until > plan.due_on:
            yield Overdue(plan.due_on, until, is_open, plan.left, plan.currency, str(plan))


register_payment_record(late)
