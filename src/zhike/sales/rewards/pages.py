"""Two reports: where deals come from, and who brings us customers."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhike.access.models import Team
from zhike.access.rights import Denied
from zhike.people.models import Party
from zhike.records.currencies import Rates
from zhike.records.resource import resource_for
from zhike.sales.models import Opportunity, Referral
from zhike.sales.rewards.origins import LABELS, asked, of_origin, origins
from zhike.sales.rewards.referrers import Referrer, Sums, count_won, rates_for, referrers
from zhike.sales.rules.origins import Brought, Origins
from zhike.web.attention import Figure, sees
from zhike.web.cells import money
from zhike.web.links import list_url, url_of
from zhike.web.question_pages import Node, where
from zhike.web.requests import PageRequest, resource_or_404, uuid_or_none

PERIODS = (90, 180, 365)
USUAL = 365
NEEDED = ("source", "opened_on", "won_at", "lost_at")
Drawn = dict[str, Any]


@require_safe
def origins_page(request: PageRequest) -> HttpResponse:
    """How many deals each origin brought, what they are worth and how they end."""
    resource_or_404(request, "opportunities")
    access = request.access
    if not sees(access, Opportunity, *NEEDED):
        raise Denied(Opportunity.record_type, "read")
    asked_days = request.GET.get("days", "")
    days = int(asked_days) if asked_days in map(str, PERIODS) else USUAL
    teams = {team.pk: team.name for team in Team.objects.order_by("name_sort")}
    team = uuid_or_none(request.GET.get("team", ""))
    team = team if team in teams else None
    found, missing, base = origins(access, days, team)
    nodes = asked(days, team)
    shows_money = sees(access, Opportunity, "amount", "currency")
    context: Drawn = {
        "periods": [_chip(request, "days", str(n), _("last %(days)s days") % {"days": n},
                          current=n == days) for n in PERIODS],
        "teams": [_chip(request, "team", "", _("all teams"), current=team is None)]
        + [_chip(request, "team", str(pk), name, current=pk == team) for pk, name in teams.items()],
        "finding": _finding(found),
        "share": str(found.share(found.most)) if found.total.count else None,
        "columns": _columns(shows_money=shows_money),
        "rows": [
            _row(found, origin, base, nodes, shows_money=shows_money) for origin in found.each
        ],
        "totals": _cells(found.total, base, nodes, shows_money=shows_money, first=_("Total")),
        "missing": ", ".join(missing) if shows_money else "",
    }  # fmt: skip
    return render(request, "sales/origins.html", context)


def _chip(request: PageRequest, name: str, value: str, label: str, *, current: bool) -> Drawn:
    query = request.GET.copy()
    query[name] = value
    return {"label": label, "url": f"?{query.urlencode()}", "current": current}


def _finding(found: Origins) -> str:
    if not found.total.count:
        return ""
    most = found.most
    text = _("Most of the %(count)s deals: %(origin)s, %(share)s%%.")
    return text % {
        "count": f"{found.total.count:,}", "origin": LABELS[most], "share": found.share(most),
    }  # fmt: skip


def _columns(*, shows_money: bool) -> list[Drawn]:
    amounts = [{"label": _("amount"), "numeric": True, "at": "3"}] if shows_money else []
    won = [{"label": _("amount won"), "numeric": True}] if shows_money else []
    return [
        {"label": _("origin"), "pinned": True, "at": "2"},
        {"label": _("share of all deals"), "at": "3"},
        {"label": _("deals"), "numeric": True, "at": "2"},
        *amounts,
        {"label": _("won"), "numeric": True},
        *won,
        {"label": _("win rate"), "numeric": True, "at": "3"},
        {"label": _("days until won"), "numeric": True},
    ]


def _row(found: Origins, origin: str, base: str, nodes: list[Node], *, shows_money: bool) -> Drawn:
    label = str(capfirst(LABELS[origin]))
    cells = _cells(
        found.each[origin], base, [*nodes, of_origin(origin)], shows_money=shows_money,
        first=label, share=found.share(origin),
    )  # fmt: skip
    return {"id": f"origin-{origin}", "label": label, "cells": cells}


def _cells(
    brought: Brought, base: str, nodes: list[Node], *, shows_money: bool, first: str,
    share: int = 100,
) -> list[Drawn]:  # fmt: skip
    ended = where("won_at", "empty", False)
    rate, cycle = brought.win_rate, brought.cycle
    return [
        {"kind": "link", "text": first, "url": _list(nodes)},
        {"kind": "progress", "value": share, "note": f"{share}%"},
        {"kind": "number", "text": f"{brought.count:,}"},
        *([money(brought.amount, base)] if shows_money else []),
        {"kind": "link", "text": f"{brought.won:,}", "url": _list([*nodes, ended])},
        *([money(brought.won_amount, base)] if shows_money else []),
        {"kind": "number", "text": f"{rate}%" if rate is not None else ""},
        {"kind": "number", "text": f"{cycle:,}" if cycle is not None else ""},
    ]


def _list(nodes: list[Node]) -> str:
    return list_url(resource_for(Opportunity), filter={"all": nodes})


@require_safe
def referrers_page(request: PageRequest) -> HttpResponse:
    """Whom each customer brought us, what that came to and what they get for it."""
    resource_or_404(request, "referrals")
    if not sees(request.access, Referral, "referrer", "status"):
        raise Denied(Referral.record_type, "read")
    found = referrers(request.access)
    rates = rates_for([sums for one in found for sums in (one.value, one.reward)])
    won = count_won(request.access)
    context: Drawn = {
        "count": f"{won:,}",
        "finding": _best(found),
        "figures": [
            Figure(_("customers brought"), f"{sum(one.brought for one in found):,}",
                   url=list_url(resource_for(Referral))),
            Figure(_("became customers"), f"{won:,}",
                   url=list_url(resource_for(Referral), filter=_won())),
            _sum(_("signed by those brought"), rates, [one.value for one in found]),
            _sum(_("rewards to be approved"), rates, [one.pending for one in found]),
        ],
        "columns": [
            {"label": _("referrer"), "pinned": True, "at": "2"},
            {"label": _("customers brought"), "numeric": True, "at": "3"},
            {"label": _("became customers"), "numeric": True, "at": "2"},
            {"label": _("signed by those brought"), "numeric": True, "at": "3"},
            {"label": _("reward"), "numeric": True},
        ],
        "rows": [_referrer(one, rates) for one in found],
        "new": {"label": _("New referral"), "icon": "plus", "url": "/referrals/new/"}
        if request.access.can(Referral, "create") else None,
    }  # fmt: skip
    return render(request, "sales/referrers.html", context)


def _won() -> Node:
    return where("status", "in", [Referral.Status.WON])


def _best(found: list[Referrer]) -> str:
    best = found[0] if found and found[0].won else None
    if best is None:
        return ""
    text = _("%(name)s brought the most: %(count)s became customers.")
    return text % {"name": best.name, "count": best.won}


def _sum(label: str, rates: Rates, each: list[Sums]) -> Figure:
    sums: dict[str, Any] = {}
    for one in each:
        for currency, amount in one.items():
            sums[currency] = sums.get(currency, 0) + amount
    drawn = summed(rates, sums)
    return Figure(label, drawn["text"], unit=drawn["unit"], exact=drawn["exact"])


def summed(rates: Rates, sums: Sums) -> Drawn:
    """Sums as one in the currency shown, side by side where a rate is missing."""
    one = rates.total(sums)
    if one is not None:
        return money(one, rates.base)
    each = [money(amount, currency) for currency, amount in sorted(sums.items())]
    text = " + ".join(part["text"] + part["unit"] for part in each)
    return {"kind": "money", "text": text, "unit": "", "exact": text}


def _referrer(one: Referrer, rates: Rates) -> Drawn:
    theirs = where("referrer", "eq", str(one.id))
    resource = resource_for(Referral)
    brought = {"kind": "link", "text": f"{one.brought:,}",
               "url": list_url(resource, filter=theirs)}  # fmt: skip
    won = {"kind": "link", "text": f"{one.won:,}",
           "url": list_url(resource, filter={"all": [theirs, _won()]})}  # fmt: skip
    return {"id": f"referrer-{one.id}", "label": one.name, "cells": [
        {"kind": "link", "text": one.name, "url": url_of(Party, one.id)},
        brought,
        won,
        summed(rates, one.value) if one.value else {"kind": "money"},
        summed(rates, one.reward) if one.reward else {"kind": "money"},
    ]}  # fmt: skip
