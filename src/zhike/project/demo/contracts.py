"""What the demo company has signed and what its customers have ordered, relative to today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone

from zhike.access.models import User
from zhike.access.rights import Access
from zhike.engagement.models import PublicLink
from zhike.sales.actions.make_contract import make_contract
from zhike.sales.actions.make_order import make_order
from zhike.sales.actions.renew import reissue
from zhike.sales.models import Contract, Opportunity, Order
from zhike.sales.models.document import APPROVED, VOID

TERMS = (
    "1. 付款：合同生效后付 30%，车辆发运前付 60%，验收后 30 日内付清余款。\n"
    "2. 交货：合同生效后 45 日内分批交付，运费由供方承担。\n"
    "3. 质保：整车 2 年或 20 万公里，电池 8 年或 50 万公里，先到为准。"
)
ENDS = (330, 41, 150, 700, 75, 25)
"""In so many days the contracts end, one after the other: two of them soon."""
WRONG, RIGHT = "客户开票名称写错，重新开具", "名称已按营业执照更正"


def make(users: Mapping[str, User], today: dt.date, access: Access) -> None:
    """Contracts of deals that were won, and orders of some of them on their way."""
    year = timezone.now() - dt.timedelta(days=365)
    won = Opportunity.objects.filter(won_at__gte=year, party__isnull=False)
    deals = list(won.filter(lines__isnull=False).order_by("won_at", "pk").distinct())
    made = [_contract(deal, days, users, today, access)
            for deal, days in zip(deals, ENDS, strict=False)]  # fmt: skip
    for contract in made[:-1]:
        contract.go_to(APPROVED)
    if len(made) > 2:
        _issued_anew(made[2], access)
    for contract, status in zip(made, (Order.Status.RECEIVED, Order.Status.IN_PRODUCTION,
                                       None, Order.Status.APPROVED), strict=False):  # fmt: skip
        if status is not None:
            _order(contract, status, today, access)


def _contract(
    deal: Opportunity, days: int, users: Mapping[str, User], today: dt.date, access: Access
) -> Contract:
    """Signed when the deal was won, for a time that ends in so many days."""
    contract = make_contract(deal, access)
    begins = timezone.localtime(deal.won_at).date() if deal.won_at else today
    contract.signed_on = contract.starts_on = begins
    contract.ends_on = today + dt.timedelta(days=days)
    contract.signer, contract.terms = users["linguodong"], TERMS
    contract.save()
    return contract


def _issued_anew(contract: Contract, access: Access) -> None:
    contract.void_reason = WRONG
    contract.go_to(VOID)
    again = reissue(contract, access=access)
    again.note, again.signed_on = RIGHT, contract.signed_on
    again.save()
    again.go_to(APPROVED)


def _order(contract: Contract, status: str, today: dt.date, access: Access) -> None:
    """An order that has come as far as a status; the last one waits for the customer's click."""
    order = make_order(contract, access)
    order.due_on = today + dt.timedelta(days=20)
    order.save()
    order.go_to(APPROVED)
    if status == Order.Status.APPROVED:
        expires = timezone.now() + dt.timedelta(days=90)
        PublicLink.give(order, recipient="采购部", expires_at=expires, owner=order.owner)
        return
    order.confirm()
    order.confirmed_by = "采购部的链接"
    order.start_production()
    if status == Order.Status.RECEIVED:
        order.ship(tracking="厂车自运 川A·D8812")
        order.receive()
