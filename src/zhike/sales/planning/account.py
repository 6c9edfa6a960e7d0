"""What stands on the page of a year's plan, and of the customer whom it is about."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.rights import Access
from zhike.people.models import Party
from zhike.records.currencies import Rates
from zhike.records.lacking import lacks
from zhike.sales.achieved import percent
from zhike.sales.models import AccountPlan, Opportunity, YearPlan
from zhike.sales.planning.wording import exactly, said
from zhike.sales.rules.weeks import uncovered
from zhike.web.attention import Alert, Figure, register_attention, sees
from zhike.web.cells import Cell, money
from zhike.web.links import url_of
from zhike.web.panels import Panel, register_panel

ZERO = Decimal(0)


def gap_of(access: Access, plan: YearPlan) -> Iterator[Alert]:
    """That the months do not add up to the year."""
    if not plan.gap or not sees(access, type(plan), "amount", "month_1"):
        return
    left, whole = exactly(abs(plan.gap), plan.currency), exactly(plan.amount, plan.currency)
    if plan.gap > 0:
        text = _("The months come to %(gap)s less than the %(sum)s of the year.")
    else:
        text = _("The months come to %(gap)s more than the %(sum)s of the year.")
    yield Alert(_("Months and year do not add up"), text % {"gap": left, "sum": whole})


def won_by_month(access: Access, plan: AccountPlan) -> dict[int, Decimal]:
    """What the customer's deals in sight that were won in the year came to, in the plan's money."""
    first, behind = (
        timezone.make_aware(dt.datetime(year, 1, 1))  # noqa: DTZ001 — made aware
        for year in (plan.year, plan.year + 1)
    )
    rows = access.rows(Opportunity).filter(
        party=plan.party_id, won_at__gte=first, won_at__lt=behind, amount__isnull=False
    )
    sums = rows.order_by().annotate(month=TruncMonth("won_at")).values("month", "currency")
    found = list(sums.annotate(total=Sum("amount")))
    rates = Rates.of({row["currency"] for row in found} | {plan.currency}, timezone.localdate())
    won: dict[int, Decimal] = defaultdict(Decimal)
    for row in found:
        own = row["currency"]
        if own == plan.currency or {own, plan.currency} <= rates.known.keys():
            won[row["month"].month] += rates.convert(row["total"], own, plan.currency)
    return won


def may_add_up(access: Access) -> bool:
    """Whether the reader sees what plans and deals come to."""
    return sees(access, AccountPlan, "amount", "year", "month_1") and sees(
        access, Opportunity, "amount", "won_at"
    )


def months(access: Access, plan: AccountPlan) -> dict[str, Any] | None:
    """Each month planned beside what was won in it."""
    if not may_add_up(access):
        return None
    won, currency = won_by_month(access, plan), plan.currency
    drawn = []
    for month in range(1, 13):
        planned, got = plan.planned(month), won.get(month, ZERO)
        drawn.append(_row(str(_("month %(month)s") % {"month": month}), planned, got, currency))
    whole = _row(_("together"), plan.amount, sum(won.values(), ZERO), currency)
    return {"rows": drawn, "totals": whole["cells"], "columns": [
        {"label": _("period"), "pinned": True, "at": "2"},
        {"label": _("planned"), "numeric": True, "at": "3"},
        {"label": _("won"), "numeric": True, "at": "2"}, {"label": _("share"), "at": "3"},
        {"label": _("missing"), "numeric": True},
    ]}  # fmt: skip


def _row(name: str, planned: Decimal, won: Decimal, currency: str) -> dict[str, Any]:
    share = percent(won, planned)
    bar: Cell = {"kind": "text", "text": ""}
    if share is not None:
        bar = {"kind": "progress", "value": min(share, 100), "note": f"{share}%"}
    missing = uncovered(planned, won, ZERO)
    name = capfirst(name)
    return {"id": name, "label": name, "cells": [
        {"kind": "text", "text": name}, money(planned, currency), money(won, currency), bar,
        {"kind": "text", "text": said(missing, currency) if missing else ""},
    ]}  # fmt: skip


def of_party(access: Access, party: Party) -> Iterator[Figure]:
    """How far this year's plan of the customer is reached."""
    if not access.can(AccountPlan, "read") or not may_add_up(access):
        return
    if lacks(party, AccountPlan, "party"):
        return
    year = timezone.localdate().year
    plan = access.rows(AccountPlan).filter(party=party.pk, year=year).first()
    if plan is None:
        return
    won = sum(won_by_month(access, plan).values(), ZERO)
    drawn = money(plan.amount, plan.currency)
    note = _("%(sum)s won, %(share)s%%") % {
        "sum": said(won, plan.currency), "share": percent(won, plan.amount) or 0,
    }  # fmt: skip
    yield Figure(
        _("account plan %(year)s") % {"year": year}, drawn["text"], drawn["unit"], drawn["exact"],
        note=note, url=url_of(AccountPlan, plan.pk),
    )  # fmt: skip


register_attention(20, YearPlan, gap_of)
register_attention(60, Party, of_party)
register_panel(
    AccountPlan,
    Panel("months", gettext_lazy("months, planned and won"), 15, "sales/plan_months.html", months),
)
