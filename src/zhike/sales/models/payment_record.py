"""How a customer has paid: the instalments that were, or still are, overdue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Max, Q

from zhike.sales.models.contract import Contract
from zhike.sales.models.payment import Payment
from zhike.sales.models.payment_plan import PaymentPlan

COUNTS = Q(
    shares__payment__status=Payment.Status.CONFIRMED,
    shares__payment__kind__in=(Payment.Kind.RECEIPT, Payment.Kind.WRITE_OFF),
)


@dataclass(frozen=True)
class Overdue:
    """An instalment that was not paid when it was due: until when it lacked, and what lacks yet."""

    due: dt.date
    until: dt.date
    is_open: bool
    left: Decimal
    currency: str
    name: str

    @property
    def days(self) -> int:
        """How many days late."""
        return (self.until - self.due).days


def overdue_of(party: UUID | None, since: dt.date, today: dt.date) -> list[Overdue]:
    """What a customer paid late, or has not paid yet, of what was due from a day on."""
    return list(_found(party, since, today)) if party is not None else []


def _found(party: UUID, since: dt.date, today: dt.date) -> Iterator[Overdue]:
    plans = PaymentPlan.objects.filter(
        party=party, due_on__gte=since, due_on__lt=today, is_void=False,
        contract__status__in=Contract.standing,
    )  # fmt: skip
    rows = plans.annotate(last=Max("shares__payment__received_on", filter=COUNTS))
    for plan in rows.select_related("contract").order_by("due_on", "pk"):
        contract: Any = plan.contract
        name = f"{contract.number or contract.name} {plan}"
        left = plan.left or Decimal(0)
        if left > 0:
            yield Overdue(plan.due_on, today, True, left, plan.currency, name)
        elif plan.last is not None and plan.last > plan.due_on:
            yield Overdue(plan.due_on, plan.last, False, left, plan.currency, name)
