"""What a partner earned for the deals that it brought: what is to come, and what is paid."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhike.portal.partners import partner_of
from zhike.sales.models import DealRegistration, Reward
from zhike.web.cells import money
from zhike.web.outsiders import for_outsiders
from zhike.web.requests import PageRequest

MOST = 200
Status = Reward.Status
SHOWN = (Status.PENDING, Status.APPROVED, Status.PAID)
TONES: dict[str, str] = {Status.PENDING: "ochre", Status.APPROVED: "indigo", Status.PAID: "pine"}


@for_outsiders
@require_safe
def commission_page(request: PageRequest) -> HttpResponse:
    """Each commission with the customer that it is for, and the sums of each state."""
    partner = partner_of(request)
    found = list(
        request.access.rows(Reward).filter(status__in=SHOWN).order_by("-created_at", "-pk")[:MOST]
    )
    customers = _customers(request, found)
    context = {
        "lines": [_line(reward, customers.get(reward.opportunity_id, "")) for reward in found],
        "figures": _figures(found), "manager": partner.owner,
    }  # fmt: skip
    return render(request, "portal/commission.html", context)


def _customers(request: PageRequest, found: list[Reward]) -> dict[Any, str]:
    """What the partner itself called the customer: the deal is ours to name."""
    rows = request.access.rows(DealRegistration)
    deals = [reward.opportunity_id for reward in found]
    return dict(rows.filter(opportunity__in=deals).values_list("opportunity", "customer_name"))


def _line(reward: Reward, customer: str) -> dict[str, Any]:
    day = date_format(timezone.localtime(reward.paid_at or reward.created_at), "DATE_FORMAT")
    when = _("paid on %(day)s") if reward.paid_at else _("earned on %(day)s")
    return {
        "name": customer or reward.get_kind_display(),
        "money": money(reward.amount, reward.currency),
        "status": reward.get_status_display(), "tone": TONES.get(reward.status, ""),
        "when": when % {"day": day},
    }  # fmt: skip


def _figures(found: list[Reward]) -> list[dict[str, Any]]:
    """The sums in each state, a figure for each currency."""
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for reward in found:
        sums[reward.status, reward.currency] += reward.amount
    labels = {Status.PENDING: _("to be approved"), Status.APPROVED: _("to be paid"),
              Status.PAID: _("paid out")}  # fmt: skip
    figures = []
    for (status, currency), amount in sorted(sums.items(), key=lambda known: known[0]):
        cell = money(amount, currency)
        figures.append({"label": labels[Status(status)], "value": cell["text"],
                        "unit": cell.get("unit", ""), "exact": cell.get("exact", "")})  # fmt: skip
    return figures
