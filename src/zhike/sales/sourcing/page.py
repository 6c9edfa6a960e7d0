"""The page that says which sources are worth their money, and whether to search oneself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from zhike.access.rights import Denied
from zhike.base.periods import parts_of
from zhike.engagement.models import SourceCost
from zhike.people.models import Lead
from zhike.people.rules.sources import CAMPAIGN, SELF
from zhike.sales.sourcing.asked import (
    ALL,
    MINE,
    PERIODS,
    TEAM,
    USUAL,
    Asked,
    converted,
    cost_list,
    good,
    lead_list,
    of,
    rejected,
    won_list,
)
from zhike.sales.sourcing.sums import Brought, Compared, compare, sees_leads
from zhike.web.attention import Figure
from zhike.web.cells import money
from zhike.web.requests import PageRequest, resource_or_404
from zhike.web.summed import made_of

Drawn = dict[str, Any]
PAGE = "/leads/quality/"
SHOWN = 3
OWN, MARKET = "self", "market"
SIDES: Mapping[str, tuple[Any, tuple[str, ...]]] = {
    OWN: (gettext_lazy("our own search"), SELF),
    MARKET: (gettext_lazy("campaigns"), CAMPAIGN),
}
"""What people find themselves beside what marketing brings: the question of who should search."""
WHOSE = {
    MINE: gettext_lazy("my leads"), TEAM: gettext_lazy("my team's leads"),
    ALL: gettext_lazy("all leads in sight"),
}  # fmt: skip
NAMED = {"this_year": gettext_lazy("this year"), "last_year": gettext_lazy("last year")}


def asked_of(request: PageRequest) -> Asked:
    """What the address asks; what it does not know is as usual."""
    period, whose = request.GET.get("period", USUAL), request.GET.get("whose", ALL)
    return Asked.by(
        request.user, whose if whose in WHOSE else ALL, period if period in PERIODS else USUAL
    )


@require_safe
def sources_page(request: PageRequest) -> HttpResponse:
    """Both sides, every source and the reasons for rejecting; each figure leads to its list."""
    resource_or_404(request, "leads")
    if not sees_leads(request.access):
        raise Denied(Lead.record_type, "read")
    asked = asked_of(request)
    found = compare(request.access, asked)
    whole = found.together()
    sides = {name: found.together(sources) for name, (_label, sources) in SIDES.items()}
    context: Drawn = {
        "periods": _chips(request, "period", _periods(), asked.period),
        "whose": _chips(request, "whose", _whose(request), asked.whose),
        "finding": finding(sides[OWN], sides[MARKET], found),
        "figures": _figures(asked, whole, found),
        "side_columns": _columns(_("who searched"), found, by_good=False),
        "sides": [_side(name, sides[name], asked, found) for name in SIDES],
        "columns": _columns(_("source"), found, by_good=True),
        "rows": [_row(source, one, asked, found) for source, one in found.each.items()],
        "reason_columns": [
            {"label": _("source"), "pinned": True, "at": "2"},
            {"label": _("rejected"), "numeric": True, "at": "3"},
            {"label": _("reasons for rejecting"), "at": "2"},
        ],
        "reasons": [_reasons(source, one, asked) for source, one in found.each.items()
                    if one.rejected],
        "said": _said(found), "shows_cost": found.shows_cost, "shows_won": found.shows_won,
        "new": {"label": _("Note a cost"), "icon": "plus", "url": "/source-costs/new/"}
        if request.access.can(SourceCost, "create") else None,
    }  # fmt: skip
    return render(request, "sales/sources.html", context)


def finding(own: Brought, market: Brought, found: Compared) -> str:
    """Who turns more of their leads into customers, and what a good one costs, in a sentence."""
    if not own.leads or not market.leads:
        return ""
    text = _(
        "Of the leads that we found ourselves %(own)s%% became customers, "
        "of those from campaigns %(market)s%%."
    )
    said = text % {"own": own.conversion, "market": market.conversion}
    costs = [(label, one.cost_of_good) for label, one in (
        (_("our own search"), own), (_("campaigns"), market)) if one.cost_of_good is not None
    ]  # fmt: skip
    if costs:
        each = _("; ").join(f"{label} {_amount(cost, found.base)}" for label, cost in costs)
        said += " " + _("One worth selling to cost: %(each)s.") % {"each": each}
    return said


def _amount(value: Decimal, currency: str) -> str:
    drawn = money(value, currency)
    return f"{drawn['text']}{drawn['unit']}"


def label_of(source: str) -> str:
    """What a source is called; that it was not said, where it was not."""
    label = Lead(source=source).get_source_display()
    return str(capfirst(label)) if source else _("not said")


def _chips(request: PageRequest, name: str, options: Mapping[str, Any], now: str) -> list[Drawn]:
    found = []
    for value, label in options.items():
        query = request.GET.copy()
        query[name] = value
        found.append({"label": label, "url": f"?{query.urlencode()}", "current": value == now})
    return found


def _periods() -> Drawn:
    found: Drawn = {}
    for period in PERIODS:
        counted = parts_of(period)
        found[period] = _("last %(days)s days") % {"days": counted[1]} if counted else NAMED[period]
    return found


def _whose(request: PageRequest) -> Drawn:
    return {one: label for one, label in WHOSE.items() if one != TEAM or request.user.team_id}


def _figures(asked: Asked, whole: Brought, found: Compared) -> list[Figure]:
    shown = [
        Figure(_("leads"), f"{whole.leads:,}", url=lead_list(asked)),
        Figure(_("worth selling to"), f"{whole.good:,}", note=f"{whole.rate}%",
               url=lead_list(asked, good())),
        Figure(_("converted"), f"{whole.converted:,}", note=f"{whole.conversion}%",
               url=lead_list(asked, converted())),
    ]  # fmt: skip
    if found.shows_won:
        won = money(whole.amount, found.base)
        shown.append(Figure(_("amount won"), won["text"], won["unit"], won["exact"],
                            url=won_list(asked)))  # fmt: skip
    if whole.cost is not None:
        cost = money(whole.cost, found.base)
        sources = [source for source, one in found.each.items() if one.cost is not None]
        shown.append(Figure(_("cost"), cost["text"], cost["unit"], cost["exact"],
                            url=cost_list(asked, sources)))  # fmt: skip
    if whole.cost_of_good is not None:
        one = money(whole.cost_of_good, found.base)
        shown.append(Figure(_("cost per good lead"), one["text"], one["unit"],
                            one["exact"]))  # fmt: skip
    return shown


def _columns(first: str, found: Compared, *, by_good: bool) -> list[Drawn]:
    share = _("share worth selling to") if by_good else _("share that became customers")
    columns: list[Drawn] = [
        {"label": first, "pinned": True, "at": "2"},
        {"label": share, "at": "3"},
        {"label": _("leads"), "numeric": True, "at": "2"},
        {"label": _("worth selling to"), "numeric": True},
        {"label": _("converted"), "numeric": True, "at": "" if found.shows_cost else "3"},
    ]
    if found.shows_won:
        columns += [{"label": _("won"), "numeric": True},
                    {"label": _("amount won"), "numeric": True}]  # fmt: skip
    if found.shows_cost:
        each = _("cost per good lead")
        columns += [{"label": _("cost"), "numeric": True},
                    {"label": each, "numeric": True, "at": "3"}]  # fmt: skip
    return columns


def _side(name: str, one: Brought, asked: Asked, found: Compared) -> Drawn:
    label, sources = SIDES[name]
    text = str(capfirst(str(label)))
    share = {"kind": "progress", "value": one.conversion, "note": f"{one.conversion}%"}
    return {"id": f"side-{name}", "label": text,
            "cells": [*_cells(text, sources, one, share, asked, found)]}  # fmt: skip


def _row(source: str, one: Brought, asked: Asked, found: Compared) -> Drawn:
    label = label_of(source)
    share = {"kind": "progress", "value": one.rate, "note": f"{one.rate}%"}
    return {"id": f"source-{source}", "label": label,
            "cells": _cells(label, (source,), one, share, asked, found)}  # fmt: skip


def _cells(
    label: str, sources: Sequence[str], one: Brought, share: Drawn, asked: Asked, found: Compared
) -> list[Drawn]:  # fmt: skip
    theirs = of(sources)
    cells = [
        _link(label, lead_list(asked, theirs)), share,
        _link(f"{one.leads:,}", lead_list(asked, theirs)),
        _link(f"{one.good:,}", lead_list(asked, theirs, good())),
        _link(f"{one.converted:,}", lead_list(asked, theirs, converted())),
    ]  # fmt: skip
    if found.shows_won:
        url = won_list(asked, of(sources, "lead."))
        cells += [_link(f"{one.won:,}", url), _sum(one.amount if one.won else None, found, url)]
    if found.shows_cost:
        url = cost_list(asked, sources)
        cells += [_sum(one.cost, found, url), _sum(one.cost_of_good, found)]
    return cells


def _link(text: str, url: str) -> Drawn:
    return {"kind": "link", "text": text, "url": url}


def _sum(value: Decimal | None, found: Compared, url: str = "") -> Drawn:
    if value is None:
        return {"kind": "text", "text": ""}
    drawn = money(value, found.base)
    if not url:
        return drawn
    return _link(drawn["text"] + drawn["unit"], url)


def _reasons(source: str, one: Brought, asked: Asked) -> Drawn:
    label = label_of(source)
    each = [f"{Lead(rejected_reason=reason).get_rejected_reason_display()} {count:,}"
            for reason, count in one.reasons.most_common(SHOWN)]  # fmt: skip
    return {"id": f"reasons-{source}", "label": label, "cells": [
        {"kind": "text", "text": label},
        _link(f"{one.rejected:,}", lead_list(asked, of((source,)), rejected())),
        {"kind": "text", "text": " · ".join(each)},
    ]}  # fmt: skip


def _said(found: Compared) -> str:
    """What the sums are made of, and what has no rate."""
    said = [made_of(found.amounts) if found.shows_won else "",
            made_of(found.costs) if found.shows_cost else ""]  # fmt: skip
    return " ".join(filter(None, said))
