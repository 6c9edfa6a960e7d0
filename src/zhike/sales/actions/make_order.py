"""An order of a quote that was accepted, or of a contract: of what nobody has ordered yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhike.access.rights import Access
from zhike.ledger.actions import action
from zhike.sales.actions.make_contract import carried, may_be_gone_on_from
from zhike.sales.models import Contract, ContractLine, Order, OrderLine, Quote
from zhike.sales.models.contract import is_in_force
from zhike.sales.models.document import VOID
from zhike.sales.models.priced import copy, copy_lines


def _has_more(contract: Contract) -> bool:
    return is_in_force(contract) and any(True for _line, _left in left_to_order(contract))


def _may_make(_source: Any, access: Access) -> bool:
    return access.can(Order, "create")


def make_order(source: Any, access: Access) -> Order:
    """Draft it with customer, contact, lines and prices."""
    made = Order(**carried(source, access, Order), name=source.name)
    if isinstance(source, Quote):
        made.quote = source
        made.save()
        copy_lines(source, made, OrderLine)
        return made
    made.contract, made.quote = source, source.quote
    made.save()
    copy(left_to_order(source), made, OrderLine)
    return made


def left_to_order(contract: Contract) -> Iterator[tuple[ContractLine, Decimal]]:
    """The lines of a contract with how much of each nobody has ordered yet."""
    ordered: dict[UUID, Decimal] = defaultdict(Decimal)
    lines = OrderLine.objects.filter(order__contract=contract).exclude(order__status=VOID)
    for product, quantity in lines.values_list("product", "quantity"):
        ordered[product] += quantity
    for line in contract.lines.select_related("product").order_by("pk"):
        taken = min(line.quantity, ordered[line.product_id])
        ordered[line.product_id] -= taken
        if line.quantity > taken:
            yield line, line.quantity - taken


for _model, _when in ((Quote, may_be_gone_on_from), (Contract, _has_more)):
    action(
        _("make an order"), on=_model, permission="update", when=_when, icon="product",
        with_access=True, offered=_may_make,
    )(make_order)  # fmt: skip
