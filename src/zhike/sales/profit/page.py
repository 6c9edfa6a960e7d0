"""The page that says which customers, products, teams and people bring profit, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from zhike.access.models import Team, User
from zhike.access.rights import Access, Denied
from zhike.catalog.models import Product
from zhike.people.models import Party
from zhike.records.resource import resource_for
from zhike.records.titles import named
from zhike.sales.models import Contract
from zhike.sales.profit.panels import may_see, share
from zhike.sales.profit.sums import (
    CONTRACTS,
    CUSTOMER,
    DEALS,
    KINDS,
    LINES,
    MONTH,
    PERSON,
    PRODUCT,
    TEAM,
    Earnings,
    Period,
    by,
    earnings,
    rates_of,
    sales,
    together,
)  # fmt: skip
from zhike.web.attention import Figure, sees
from zhike.web.cells import money
from zhike.web.links import list_url, url_of
from zhike.web.navigation import MAIN, Entry, register_entry
from zhike.web.question_pages import Node, where
from zhike.web.requests import PageRequest
from zhike.web.summed import made_of

Drawn = dict[str, Any]
PLACE = "/profit/"
SHOWN = 200
TOO_MANY = 200_000
QUARTER, YEAR, LAST_YEAR, ALL = "quarter", "year", "last_year", "all"
GROUPS = {
    CUSTOMER: gettext_lazy("customer"), PRODUCT: gettext_lazy("product"),
    TEAM: gettext_lazy("team"), PERSON: gettext_lazy("owner"), MONTH: gettext_lazy("month"),
}  # fmt: skip
COUNTED = {DEALS: gettext_lazy("deals won"), CONTRACTS: gettext_lazy("contracts signed")}
PERIODS = {
    QUARTER: gettext_lazy("this quarter"), YEAR: gettext_lazy("this year"),
    LAST_YEAR: gettext_lazy("last year"), ALL: pgettext_lazy("period", "any time"),
}  # fmt: skip
NAMED: Mapping[str, tuple[type[Any], str]] = {
    CUSTOMER: (Party, "party"), PRODUCT: (Product, "product"), TEAM: (Team, "team"),
    PERSON: (User, "owner"),
}  # fmt: skip
SORTS = ("sales", "profit", "margin", "known", "count")
LOWEST = Decimal("-Infinity")


def kinds_in_sight(access: Access) -> list[str]:
    """What may be counted: deals, contracts, of which the reader may know what they earn."""
    return [kind for kind, model in KINDS.items() if may_see(access, model)]


def period_of(name: str, today: dt.date) -> Period:
    """The first and the last day of a named period; no day where it has no end."""
    if name == LAST_YEAR:
        return dt.date(today.year - 1, 1, 1), dt.date(today.year - 1, 12, 31)
    if name == QUARTER:
        return today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1), today
    return (dt.date(today.year, 1, 1), today) if name == YEAR else (None, None)


@require_safe
def profit_page(request: PageRequest) -> HttpResponse:
    """What sales earned, by whatever one asks; what has no known cost is said, never taken as 0."""
    access = request.access
    kinds = kinds_in_sight(access)
    if not kinds:
        raise Denied(KINDS[DEALS].record_type, "read")
    kind = _one_of(request, "of", kinds)
    groups = [one for one in GROUPS if _may_group(access, kind, one)]
    grouped = _one_of(request, "by", groups)
    name = _one_of(request, "period", [YEAR, QUARTER, LAST_YEAR, ALL])
    period = period_of(name, timezone.localdate())
    context: Drawn = {
        "counted": _chips(request, "of", {one: COUNTED[one] for one in kinds}, kind),
        "groups": _chips(request, "by", {one: GROUPS[one] for one in groups}, grouped),
        "periods": _chips(request, "period", PERIODS, name),
    }
    rows = sales(access, kind, period)
    if rows.values("pk")[: TOO_MANY + 1].count() > TOO_MANY:
        return render(request, "sales/profit.html", context | {"too_many": True})
    return render(
        request, "sales/profit.html", context | _found(request, kind, period, grouped)
    )  # fmt: skip


def _one_of(request: PageRequest, name: str, known: list[str]) -> str:
    asked = request.GET.get(name, "")
    return asked if asked in known else known[0]


def _may_group(access: Access, kind: str, grouped: str) -> bool:
    """Whether the reader may see by what it is grouped."""
    if grouped == MONTH:
        return sees(access, KINDS[kind], "won_at" if kind == DEALS else "signed_on")
    if grouped == PRODUCT:
        return sees(access, LINES[kind], "product", "net_amount", "cost")
    return sees(access, KINDS[kind], NAMED[grouped][1])


def _chips(request: PageRequest, name: str, options: Mapping[str, Any], now: str) -> list[Drawn]:
    """Links that change one thing of the address."""
    found = []
    for value, label in options.items():
        query = request.GET.copy()
        query[name] = value
        found.append({"label": label, "url": f"?{query.urlencode()}", "current": value == now})
    return found


def _found(request: PageRequest, kind: str, period: Period, grouped: str) -> Drawn:
    access = request.access
    sums = by(access, kind, period, grouped)
    rates = rates_of(sums.values())
    whole = earnings(None, together(sums.values()), rates)
    each = [earnings(key, one, rates) for key, one in sums.items()]
    asked = request.GET.get("sort", "")
    sort, is_rising = asked.removeprefix("-"), bool(asked) and not asked.startswith("-")
    sort = sort if sort in SORTS else "profit"
    each.sort(key=lambda one: str(one.key))
    each.sort(key=lambda one: _sorted_by(one, sort), reverse=not is_rising)
    shown = each[:SHOWN]
    names = _names(access, grouped, {one.key for one in shown})
    return {
        "columns": _columns(request, grouped, sort, is_rising=is_rising),
        "rows": [_row(one, names, kind, period, grouped) for one in shown],
        "totals": _cells(whole, {"kind": "text", "text": _("Total")}),
        "figures": _figures(whole),
        "finding": _finding(whole),
        "said": made_of(whole.net),
        "more": len(each) - len(shown),
    }  # fmt: skip


def _sorted_by(one: Earnings, sort: str) -> Decimal:
    known: dict[str, Any] = {
        "sales": one.net.total, "profit": one.profit, "margin": one.margin, "known": one.known,
        "count": one.count,
    }  # fmt: skip
    value = known[sort]
    return LOWEST if value is None else Decimal(value)


def _names(access: Access, grouped: str, keys: set[Any]) -> Mapping[Any, str]:
    if grouped == MONTH:
        return {key: f"{key:%Y-%m}" for key in keys}
    return named(access, NAMED[grouped][0], keys - {None})


def _columns(request: PageRequest, grouped: str, sort: str, *, is_rising: bool) -> list[Drawn]:
    labels = {
        "sales": _("amount without VAT"), "profit": _("profit"), "margin": _("profit in %"),
        "known": _("with known cost"), "count": _("count"),
    }  # fmt: skip
    found: list[Drawn] = [{"label": GROUPS[grouped], "pinned": True, "at": "2"}]
    for name, label in labels.items():
        query = request.GET.copy()
        query["sort"] = name if sort == name and not is_rising else f"-{name}"
        at = {"at": "3"} if name in ("profit", "margin") else {}
        now = {"sorted": "asc" if is_rising else "desc"} if sort == name else {}
        found.append({"label": label, "numeric": True, "sort_url": f"?{query.urlencode()}"}
                     | at | now)  # fmt: skip
    return found


def _row(one: Earnings, names: Mapping[Any, str], kind: str, period: Period, grouped: str) -> Drawn:
    name = names.get(one.key, "")
    text = name or (_("not said") if one.key is None else _("not in sight"))
    first: Drawn = {"kind": "text", "text": text}
    if name and grouped != MONTH:
        model, field = NAMED[grouped]
        url = url_of(model, one.key)
        if grouped in (CUSTOMER, PERSON):
            url = list_url(resource_for(KINDS[kind]), filter=_asked(kind, period, field, one.key))
        first = {"kind": "link", "text": text, "url": url}
    return {"id": f"{grouped}-{one.key}", "label": text, "cells": _cells(one, first)}


def _asked(kind: str, period: Period, field: str, key: Any) -> Node:
    day = "won_at" if kind == DEALS else "signed_on"
    nodes = [where(field, "eq", str(key)), where(day, "empty", False)]
    if kind == CONTRACTS:
        nodes.append(where("status", "in", sorted(Contract.standing)))
    for op, one in zip(("gte", "lte"), period, strict=True):
        if one is not None:
            nodes.append(where(day, op, one.isoformat()))
    return {"all": nodes}


def _cells(one: Earnings, first: Drawn) -> list[Drawn]:
    base = one.net.base
    unknown = {"kind": "text", "text": _("cost unknown")}
    return [
        first,
        money(one.net.total, base),
        unknown if one.profit is None else money(one.profit, base),
        {"kind": "number", "text": share(one.margin)},
        {"kind": "number", "text": "" if one.known is None else f"{one.known}%"},
        {"kind": "number", "text": f"{one.count:,}"},
    ]


def _figures(whole: Earnings) -> list[Figure]:
    base = whole.net.base
    net = money(whole.net.total, base)
    found = [Figure(_("amount without VAT"), net["text"], net["unit"], net["exact"])]
    if whole.profit is not None:
        profit = money(whole.profit, base)
        found.append(Figure(_("profit"), profit["text"], profit["unit"], profit["exact"]))
        found.append(Figure(_("profit in %"), share(whole.margin)))
    if whole.known is not None:
        tone = "ochre" if whole.known < 100 else ""
        found.append(Figure(_("with known cost"), f"{whole.known}", "%", tone=tone))
    return found


def _finding(whole: Earnings) -> str:
    """What to make of it: how much of the sales is behind the profit."""
    if whole.known is None or whole.known >= 100:
        return ""
    text = _("The profit is that of the %(known)s%% of sales whose cost is known; the rest is "
             "counted with none, neither as cost nor as profit.")  # fmt: skip
    return text % {"known": whole.known}


def _has_any(access: Access) -> bool:
    return bool(kinds_in_sight(access))


register_entry(
    Entry(MAIN, 86, gettext_lazy("Profit"), PLACE, "chart", _has_any)
)  # fmt: skip
