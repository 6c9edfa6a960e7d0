"""What a customer sees of an order by a link, and may do: confirm it; then see how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language

from zhike.catalog.models import Product
from zhike.engagement.public.rights import LinkAccess
from zhike.engagement.public.shown import PublicPage, register_public
from zhike.people.models import Party
from zhike.records import saving
from zhike.records.resource import resource_for
from zhike.records.rules.numbers import plain
from zhike.records.titles import named
from zhike.sales.contracts.steps import steps_of
from zhike.sales.models import Order, OrderLine
from zhike.sales.models.document import DRAFT, SUBMITTED
from zhike.web.cells import money
from zhike.web.dates import day_text

Status = Order.Status
MOST = 500
UNSEEN = frozenset({DRAFT, SUBMITTED})
"""Statuses in which it is still the house's own: the customer sees that it is being prepared."""


def drawn(access: LinkAccess, order: Order) -> dict[str, Any]:
    """The order in words, each value by the field that this access may see."""
    specs = resource_for(Order).specs(access)
    customer = named(access, Party, {order.party_id}).get(order.party_id, "")
    if order.status in UNSEEN:
        return {"is_prepared": True, "customer": customer, "name": specs["name"].text(order)}
    return {
        "number": specs["number"].text(order), "name": specs["name"].text(order),
        "customer": customer, "is_void": order.status == Status.VOID,
        "steps": steps_of(order, specs, for_customer=True), "lines": _lines(access, order),
        "total": money(specs["amount"].value(order), specs["currency"].value(order)),
        "discount": plain(specs["discount"].value(order)) if order.discount else "",
        "due": day_text(order.due_on, weekday=False) if order.due_on else "",
        "tracking": specs["tracking"].text(order), "by": specs["confirmed_by"].text(order),
        "may_confirm": access.holder is not None and order.status == Status.APPROVED,
    }  # fmt: skip


def _lines(access: LinkAccess, order: Order) -> list[dict[str, Any]]:
    """What was ordered, at which price; of products nothing but their names leaves the house."""
    specs = resource_for(OrderLine).specs(access)
    lines = list(access.rows(OrderLine).filter(order=order.pk).order_by("pk")[:MOST])
    products = Product.objects.in_bulk({line.product_id for line in lines})
    names = {key: product.name_in(get_language() or "") for key, product in products.items()}
    return [
        {
            "product": names[line.product_id], "quantity": plain(specs["quantity"].value(line)),
            "price": _money(specs["unit_price"].value(line), order),
            "discount": plain(specs["discount"].value(line)) if line.discount else "",
            "amount": _money(specs["amount"].value(line), order),
        }
        for line in lines
    ]  # fmt: skip


def _money(value: Any, order: Order) -> str:
    return money(value, order.currency)["exact"] if value is not None else ""


def confirm(access: LinkAccess, order: Order, _sent: Mapping[str, str]) -> None:
    """The customer takes it as it stands; pressed twice, or by two, it is confirmed once."""
    saving.perform(resource_for(Order), access, order.pk, "confirm", {})


PAGE = PublicPage(
    model=Order,
    template="sales/order_shared.html",
    context=drawn,
    shown={
        Order: (
            "number", "name", "party", "status", "amount", "currency", "discount", "due_on",
            "confirmed_at", "confirmed_by", "approved_at", "production_at", "shipped_at",
            "received_at", "tracking",
        ),
        OrderLine: ("product", "quantity", "unit_price", "discount", "amount"),
        Party: ("name",),
    },
    with_it=("party",),
    deeds={"confirm": confirm},
)  # fmt: skip
register_public(PAGE)
