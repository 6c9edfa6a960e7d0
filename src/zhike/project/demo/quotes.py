"""Quotes of the demo company in every state, and what its sellers may not offer without asking."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from zhike.access.models import Team, User
from zhike.catalog.models import MarginFloor
from zhike.engagement.models import Approval, ApprovalStep
from zhike.ledger.fields import RecordRef
from zhike.sales.actions.consent import PURPOSE
from zhike.sales.models import (
    ApprovalRule,
    ApprovalRuleStep,
    Opportunity,
    OpportunityLine,
    Quote,
    QuoteLine,
    QuotePolicy,
)


@dataclass(frozen=True)
class Told:
    """A quote for one of somebody's deals: how much below the deal's price, and how far it is."""

    seller: str
    deal: int
    status: str
    less: int = 0
    ends: int = 30


QUOTES = (
    Told("zhouzihan", 0, "draft"),
    Told("zhouzihan", 1, "sent", ends=3),
    Told("zhouzihan", 2, "submitted", less=12),
    Told("chenlu", 0, "approved", less=2),
    Told("chenlu", 1, "sent", ends=-4),
    Told("zhaolei", 0, "declined", ends=12),
    Told("zhaolei", 1, "void"),
)
DAYS = {"sent": 20, "declined": 15}


def make(users: Mapping[str, User], today: dt.date) -> None:
    """Floors, a rule for large sums, quotes; one customer with two prices, of which one holds."""
    MarginFloor(percent=8, note="公司毛利底线").save()
    MarginFloor(percent=6, team=Team.objects.get(name="华东大区"), note="华东竞争激烈").save()
    QuotePolicy(name="报价规则", valid_days=30, remind_days=3).save()
    rule = ApprovalRule(name="两千万以上报价", amount_from="20000000")
    rule.save()
    ApprovalRuleStep(rule=rule).save()
    ApprovalRuleStep(rule=rule, user=users["linguodong"]).save()
    for told in QUOTES:
        if told.seller in users:
            found = list(_deals(users[told.seller])[: told.deal + 1])
            if len(found) > told.deal:
                _quote(found[told.deal], told, today)
    _two_prices(users["zhouzihan"], today)


def _deals(seller: User) -> QuerySet[Any]:
    """Somebody's deals about products, the oldest first."""
    sold = OpportunityLine.objects.values("opportunity")
    return Opportunity.objects.filter(owner=seller, party__isnull=False, pk__in=sold).order_by("pk")


def _quote(deal: Opportunity, told: Told, today: dt.date) -> Quote:
    quote = Quote(
        name=deal.name, party=deal.party, opportunity=deal, currency=deal.currency,
        owner=deal.owner, valid_until=today + dt.timedelta(days=told.ends),
    )  # fmt: skip
    quote.save()
    for line in deal.lines.select_related("product"):
        QuoteLine(
            quote=quote, product=line.product, quantity=line.quantity, discount=told.less
        ).save()  # fmt: skip
    _bring(quote, told)
    return quote


def _bring(quote: Quote, told: Told) -> None:
    """Let it come as far as it is told."""
    if told.status == "draft":
        return
    if told.status == "submitted":
        quote.go_to("submitted")
        _ask(quote, told)
        return
    quote.go_to("approved")
    if told.status in ("sent", "declined"):
        quote.sent_at = timezone.now() - dt.timedelta(days=DAYS[told.status])
        quote.go_to("sent")
    if told.status == "declined":
        quote.answered_by, quote.decline_reason = "刘经理", "北岭的报价更低"
        quote.answered_at = timezone.now()
        quote.go_to("declined")
    elif told.status == "void":
        quote.void_reason = "客户改了配置，重新报价"
        quote.go_to("void")


def _ask(quote: Quote, told: Told) -> None:
    seller = quote.owner
    head = seller.team.head if seller is not None and seller.team is not None else None
    if head is None:
        return
    approval = Approval(
        subject=f"报价单：{quote.name}", about=RecordRef.to(quote), owner=seller, purpose=PURPOSE,
        text=f"折扣 {told.less}%，超过上限 10%（公司）。",
    )  # fmt: skip
    approval.save()
    ApprovalStep(approval=approval, user=head).save()


def _two_prices(seller: User, today: dt.date) -> None:
    """The customer had two prices for one bus: the newer quote holds, the older one says so."""
    deal = _deals(seller).filter(won_at=None, lost_at=None).last()
    if deal is None:
        return
    older = _quote(deal, Told("", 0, "sent", ends=18), today)
    newer = _quote(deal, Told("", 0, "sent", less=3, ends=25), today)
    older = Quote.objects.get(pk=older.pk)
    older.superseded_by = newer
    older.go_to("superseded")
