"""The way of an order in words: agreed to, confirmed, in production, shipped, received."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import pgettext

from zhike.records.fieldspec import FieldSpec
from zhike.sales.models import Order
from zhike.web.dates import day_text

Status = Order.Status
WAY = (
    (Status.APPROVED, "approved_at"), (Status.CONFIRMED, "confirmed_at"),
    (Status.IN_PRODUCTION, "production_at"), (Status.SHIPPED, "shipped_at"),
    (Status.RECEIVED, "received_at"),
)  # fmt: skip


def steps_of(
    order: Order, specs: Mapping[str, FieldSpec], *, for_customer: bool = False
) -> list[dict[str, Any]]:
    """Each step with its day, as far as the reader may see it; a void order has none."""
    reached = [status for status, _name in WAY]
    now = reached.index(Status(order.status)) if order.status in reached else -1
    return [] if order.status == Status.VOID else [
        {"label": _label(status, is_behind=number < now, for_customer=for_customer),
         "note": _day(order, name, specs), "state": _state(number, now)}
        for number, (status, name) in enumerate(WAY)
    ]  # fmt: skip


def _state(number: int, now: int) -> str:
    if number > now:
        return "todo"
    is_over = number == len(WAY) - 1
    return "won" if number == now and is_over else "now" if number == now else "done"


def _label(status: Status, *, is_behind: bool, for_customer: bool) -> str:
    """The customer is waited for only until then; afterwards the order was sent to him."""
    if status == Status.APPROVED and for_customer:
        return (
            pgettext("order", "Sent to you") if is_behind else pgettext("order", "Yours to confirm")
        )
    if status == Status.APPROVED and is_behind:
        return pgettext("order", "Sent to the customer")
    return capfirst(str(status.label))


def _day(order: Order, name: str, specs: Mapping[str, FieldSpec]) -> str:
    moment = getattr(order, name)
    if moment is None or name not in specs or not specs[name].searchable:
        return ""
    return day_text(timezone.localtime(moment).date(), weekday=False)
