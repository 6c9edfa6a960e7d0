"""The page of receivables: who owes us what, since when, and what comes in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhike.access.models import Team, User
from zhike.access.rights import Access, Denied
from zhike.base.money import compact_amount
from zhike.people.models import Party
from zhike.records.currencies import Rates
from zhike.records.resource import resource_for
from zhike.records.titles import named
from zhike.records.totals import NOBODY
from zhike.sales.models import PaymentPlan
from zhike.sales.receivables import ageing
from zhike.sales.receivables.ageing import Ages, Sums
from zhike.sales.rules.receivables import AGES, due_after, end_of_month
from zhike.web.attention import Figure
from zhike.web.cells import Cell, money
from zhike.web.dates import day_text
from zhike.web.links import list_url, record_url
from zhike.web.navigation import MAIN, Entry, register_entry
from zhike.web.question_pages import Node, where
from zhike.web.requests import PageRequest
from zhike.web.summed import made_of

PLACE = "/receivables/"
CUSTOMER, OWNER, TEAM = BY = ("customer", "owner", "team")
_FURTHEST = (0, 30, 60, 90)


@require_safe
def receivables_page(request: PageRequest) -> HttpResponse:
    """What is owed by age, and by customer, owner or team; what is due in the next months."""
    access, today = request.access, timezone.localdate()
    if not ageing.may_see(access):
        raise Denied(PaymentPlan.record_type, "read")
    asked = request.GET.get("by", CUSTOMER)
    by = asked if asked in BY else CUSTOMER
    everything, months = ageing.by_age(access), ageing.coming(access, today)
    week = ageing.due_within(access, today, due_after(today, 6))
    rates = ageing.rates_of([everything.whole, week, *(sums for _month, sums in months)], today)
    some = _some(access, by, rates)
    context = {
        "figures": _figures(everything, week, rates, today),
        "ages": [_age(everything, age, rates, today) for age in AGES],
        "by": _chips(by), "is_by_customer": by == CUSTOMER,
        "columns": _columns(by), "rows": _rows(access, some, by, rates, today),
        "month_columns": _month_columns(),
        "months": [_month(month, sums, rates, today) for month, sums in months],
        "is_cut": len(some) > ageing.SHOWN,
        "list_url": plans_url(where("left", "gt", "0")),
    }  # fmt: skip
    return render(request, "sales/receivables.html", context)


def _some(access: Access, by: str, rates: Rates) -> list[Ages]:
    """Whom the page names: the customers who have owed longest, else who has most overdue."""
    if by == CUSTOMER:
        return ageing.by_customer(access)
    found = (ageing.by_owner if by == OWNER else ageing.by_team)(access, rates)
    return sorted(found, key=lambda one: -rates.summed(one.late).total)


def plans_url(*nodes: Node) -> str:
    """The list of instalments under these conditions, those that are due first before others."""
    return list_url(resource_for(PaymentPlan), filter={"all": list(nodes)}, sort="due_on")


def of_age(age: str, today: dt.date) -> list[Node]:
    """The conditions of what is so old."""
    place = AGES.index(age)
    found = [where("left", "gt", "0")]
    if place:
        before = due_after(today, -_FURTHEST[place - 1] - 1)
        found.append(where("due_on", "lte", before.isoformat()))
    if place < len(_FURTHEST):
        found.append(where("due_on", "gte", due_after(today, -_FURTHEST[place]).isoformat()))
    return found


def age_label(age: str) -> str:
    """What an age is called."""
    labels = (_("not due yet"), _("1–30 days"), _("31–60 days"), _("61–90 days"), _("over 90 days"))
    return labels[AGES.index(age)]


def _shown(sums: Mapping[str, Decimal], rates: Rates) -> str:
    lang = get_language() or "zh-hans"
    return compact_amount(rates.summed(sums).total, rates.base, lang=lang)


def _figures(everything: Ages, week: Sums, rates: Rates, today: dt.date) -> list[Figure]:
    late = everything.late
    overdue = [where("left", "gt", "0"),
               where("due_on", "lte", due_after(today, -1).isoformat())]  # fmt: skip
    within = [where("left", "gt", "0"), where("due_on", "gte", today.isoformat()),
              where("due_on", "lte", due_after(today, 6).isoformat())]  # fmt: skip
    return [
        Figure(_("still to be paid"), _shown(everything.whole, rates),
               note=made_of(rates.summed(everything.whole)), url=plans_url(overdue[0])),
        Figure(_("overdue"), _shown(late, rates), tone="seal" if any(late.values()) else "",
               url=plans_url(*overdue)),
        Figure(_("due in the next 7 days"), _shown(week, rates), url=plans_url(*within)),
    ]  # fmt: skip


def _age(everything: Ages, age: str, rates: Rates, today: dt.date) -> Figure:
    """What is so old, as a share of all, with the list behind it."""
    whole = rates.summed(everything.whole).total
    amount = rates.summed(everything.sums[age]).total
    share = f"{amount * 100 / whole:.0f}%" if whole else ""
    tone = "seal" if amount and age != AGES[0] else ""
    return Figure(age_label(age), _shown(everything.sums[age], rates), note=share, tone=tone,
                  url=plans_url(*of_age(age, today)))  # fmt: skip


def _chips(by: str) -> list[dict[str, Any]]:
    labels = {CUSTOMER: _("by customer"), OWNER: _("by owner"), TEAM: _("by team")}
    return [{"label": label, "url": f"?by={name}", "current": by == name}
            for name, label in labels.items()]  # fmt: skip


def _columns(by: str) -> list[dict[str, Any]]:
    heads = {CUSTOMER: _("customer"), OWNER: _("owner"), TEAM: _("team")}
    ages = [{"label": age_label(age), "numeric": True} for age in AGES]
    since = [{"label": _("owes since"), "at": "3"}] if by == CUSTOMER else []
    return [{"label": heads[by], "pinned": True, "at": "2"}, *since, *ages,
            {"label": _("in all"), "numeric": True, "at": "3"}]  # fmt: skip


def _rows(
    access: Access, some: Sequence[Ages], by: str, rates: Rates, today: dt.date
) -> list[dict[str, Any]]:
    models: dict[str, list[type[Any]]] = {
        CUSTOMER: [Party], OWNER: [User, Team], TEAM: [Team]
    }  # fmt: skip
    shown = some[: ageing.SHOWN]
    ids = {one.key for one in shown}
    names: dict[Any, tuple[type[Any], str]] = {}
    for model in models[by]:
        names |= {key: (model, name) for key, name in named(access, model, ids).items()}
    return [_row(one, by, names.get(one.key), rates, today) for one in shown]


def _row(
    one: Ages, by: str, called: tuple[type[Any], str] | None, rates: Rates, today: dt.date
) -> dict[str, Any]:
    label = _("nobody") if one.key == NOBODY else _("not in sight")
    own: list[Node] = []
    opening: Cell = {"kind": "text", "text": label}
    if called is not None:
        model, label = called
        opening = {"kind": "text", "text": label}
        # Of a team there is no list: whose instalments they are changes with their owners.
        if model is not Team:
            own = [where("party" if model is Party else "owner", "eq", str(one.key))]
            opening = {"kind": "link", "text": label,
                       "url": record_url(resource_for(model), str(one.key))}  # fmt: skip
    since: list[Cell] = []
    if by == CUSTOMER and one.oldest_due is not None:
        late = {"tone": "seal"} if one.oldest_due < today else {}
        since = [{"kind": "date", "text": day_text(one.oldest_due, weekday=False),
                  "iso": one.oldest_due.isoformat(), **late}]  # fmt: skip
    cells = [_sum(one.sums.get(age, {}), own, age, rates, today) for age in AGES]
    whole = _sum(one.whole, own, "", rates, today)
    return {"id": str(one.key), "label": label, "cells": [opening, *since, *cells, whole]}


def _sum(
    sums: Mapping[str, Decimal], own: Sequence[Node], age: str, rates: Rates, today: dt.date
) -> Cell:
    """A sum that leads to the instalments behind it."""
    if not any(sums.values()):
        return {"kind": "text", "text": ""}
    cell = money(rates.summed(sums).total, rates.base)
    text = f"{cell['text']}{cell['unit']}"
    if not own:
        return {"kind": "text", "text": text, "title": cell["exact"]}
    conditions = of_age(age, today) if age else [where("left", "gt", "0")]
    return {"kind": "link", "text": text, "title": cell["exact"],
            "url": plans_url(*own, *conditions)}  # fmt: skip


def _month_columns() -> list[dict[str, Any]]:
    return [{"label": _("month"), "pinned": True, "at": "2"},
            {"label": _("expected"), "numeric": True, "at": "3"}]  # fmt: skip


def _month(month: dt.date, sums: Sums, rates: Rates, today: dt.date) -> dict[str, Any]:
    label = date_format(month, "YEAR_MONTH_FORMAT")
    within = [where("left", "gt", "0"), where("due_on", "gte", max(month, today).isoformat()),
              where("due_on", "lte", end_of_month(month).isoformat())]  # fmt: skip
    return {"id": month.isoformat(), "label": label, "cells": [
        {"kind": "link", "text": label, "url": plans_url(*within)},
        {"kind": "text", "text": _shown(sums, rates) if any(sums.values()) else "–"},
    ]}  # fmt: skip


register_entry(
    Entry(MAIN, 85, gettext_lazy("Receivables"), PLACE, "money", ageing.may_see)
)  # fmt: skip
