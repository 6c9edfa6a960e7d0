"""What was received: instalments, contracts and payments know it, with every write of a payment."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Sum
from django.utils import timezone

from zhike.ledger.projections import register
from zhike.ledger.writes import DELETE, Write
from zhike.sales.models.contract import Contract
from zhike.sales.models.document import VOID
from zhike.sales.models.payment import Payment
from zhike.sales.models.payment_plan import PaymentPlan
from zhike.sales.models.payment_share import PaymentShare
from zhike.sales.models.projecting import keep

NOUGHT = Decimal(0)
AT_ONCE = 500
PAYMENT, PLAN, CONTRACT = (m.record_type for m in (Payment, PaymentPlan, Contract))
Paid = dict[UUID, dict[str, Decimal]]


class Received:
    """The projection that keeps what was received for an instalment, a contract, of a payment."""

    rank = 57
    is_late = False

    def apply(self, writes: Sequence[Write]) -> None:
        """Count anew whatever these writes of payments, instalments and contracts touch."""
        payments, plans, contracts = _touched(writes)
        if payments:
            count_payments(payments)
        if contracts:
            count_contracts(contracts)
        if plans:
            count_plans(plans)


def _touched(writes: Sequence[Write]) -> tuple[set[UUID], set[UUID], set[UUID]]:
    payments: set[UUID] = set()
    plans: set[UUID] = set()
    contracts: set[UUID] = set()
    standing: set[UUID] = set()
    for write in writes:
        if write.kind == PAYMENT and write.operation != DELETE:
            payments.add(write.id)
            payments |= _named(write.fields, "returns")
        elif write.kind == PLAN and write.operation != DELETE:
            plans.add(write.id)
        elif write.kind == CONTRACT and "status" in write.fields:
            standing.add(write.id)
        if write.kind == PAYMENT:
            for part in write.parts:
                plans |= _named(part.fields, "plan")
                contracts |= _named(part.fields, "contract")
    if standing:
        plans |= _ids(PaymentPlan, "pk", contract__in=standing)
    if payments:
        plans |= _ids(PaymentShare, "plan", payment__in=payments, plan__isnull=False)
        contracts |= _ids(PaymentShare, "contract", payment__in=payments)
    return payments, plans, contracts


def _named(fields: Mapping[str, Any], name: str) -> set[UUID]:
    """The records that a relation pointed at before, and points at now."""
    return {UUID(str(one)) for one in fields.get(name, ()) if one}


def _ids(model: type[models.Model], name: str, **which: Any) -> set[UUID]:
    return set(models.QuerySet[Any](model).filter(**which).values_list(name, flat=True))


def _paid(name: str, ids: Collection[UUID]) -> Paid:
    """What confirmed payments come to, by what they are for and by their kind."""
    rows = PaymentShare.objects.filter(**{f"{name}__in": ids}, payment__status="confirmed")
    found: Paid = defaultdict(lambda: defaultdict(Decimal))
    sums = rows.order_by().values_list(name, "payment__kind").annotate(Sum("settled"))
    for pk, kind, amount in sums:
        found[pk][kind] = amount or NOUGHT
    return found


def _received(paid: Mapping[str, Decimal]) -> Decimal:
    return paid.get("receipt", NOUGHT) - paid.get("return", NOUGHT)


def status_of(plan: Mapping[str, Any], left: Decimal, today: dt.date) -> str:
    """How far an instalment is."""
    statuses = PaymentPlan.Status
    if plan["is_void"] or plan["contract__status"] == VOID:
        return statuses.VOID
    if plan["contract__status"] not in Contract.standing:
        return statuses.PENDING
    if left <= 0:
        return statuses.DONE
    if plan["due_on"] < today:
        return statuses.OVERDUE
    return statuses.OPEN if left == plan["amount"] else statuses.PART


def count_plans(ids: Iterable[UUID]) -> None:
    """Work out what instalments have received and what is left; keep what changed."""
    today, waiting = timezone.localdate(), sorted(ids)
    for begin in range(0, len(waiting), AT_ONCE):
        some = waiting[begin : begin + AT_ONCE]
        paid = _paid("plan", some)
        rows = models.QuerySet[Any](PaymentPlan).filter(pk__in=some)
        for row in rows.values(
            "pk", "amount", "due_on", "is_void", "contract__status", "received", "written_off",
            "left", "status",
        ):  # fmt: skip
            found = paid[row["pk"]]
            received, off = _received(found), found.get("write_off", NOUGHT)
            left = (row["amount"] or NOUGHT) - received - off
            status = status_of(row, left, today)
            owed = left if status in PaymentPlan.OWED else NOUGHT
            keep(PaymentPlan, row, received=received, written_off=off, left=owed, status=status)


def count_contracts(ids: Iterable[UUID]) -> None:
    """Work out what contracts have received; keep what changed."""
    waiting = sorted(ids)
    paid = _paid("contract", waiting)
    rows = models.QuerySet[Any](Contract).filter(pk__in=waiting)
    for row in rows.values("pk", "received", "written_off"):
        found = paid[row["pk"]]
        off = found.get("write_off", NOUGHT)
        keep(Contract, row, received=_received(found), written_off=off)


def count_payments(ids: Iterable[UUID]) -> None:
    """Work out what of payments is for no contract and was not given back."""
    waiting = sorted(ids)
    shares = models.QuerySet[Any](PaymentShare).filter(payment__in=waiting).order_by()
    spread = dict(shares.values_list("payment").annotate(Sum("amount")))
    back: dict[UUID, Decimal] = defaultdict(Decimal)
    given = Payment.objects.filter(returns__in=waiting, status="confirmed")
    for one in given.prefetch_related("shares"):
        back[one.returns_id] += one.amount - sum((s.amount for s in one.shares.all()), NOUGHT)
    rows = models.QuerySet[Any](Payment).filter(pk__in=waiting)
    for row in rows.values("pk", "amount", "left", "kind", "status"):
        counts = row["kind"] == "receipt" and row["status"] != "reversed"
        left = row["amount"] - (spread.get(row["pk"]) or NOUGHT) - back[row["pk"]]
        keep(Payment, row, left=left if counts else NOUGHT)


register(Received())
