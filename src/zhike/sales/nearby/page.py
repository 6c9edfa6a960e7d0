"""The page that says who is near a customer, or where one is going; from it, visits are planned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhike.access.rights import Access
from zhike.base.errors import BadValue
from zhike.base.regions import region_name
from zhike.engagement.models import Interaction
from zhike.people.models import Lead, Party
from zhike.records.titles import named, title
from zhike.sales.models import PlanLine
from zhike.sales.nearby.finding import ALL, MINE, TEAM, Found, Near, near
from zhike.sales.nearby.spots import spot_at, spot_of
from zhike.sales.nearby.visiting import may_plan, plan_visits
from zhike.sales.rules.nearby import Nearness, Spot
from zhike.sales.rules.weeks import WEEK, monday
from zhike.web.cells import shape_of
from zhike.web.dates import moment_text
from zhike.web.links import url_of
from zhike.web.requests import PageRequest, record_or_404, resource_or_404, uuid_or_none

Drawn = dict[str, Any]
PAGE = "/nearby/"
SHOWN = 100
FEW = 5
AHEAD = dt.timedelta(days=14)
GOING = 6
LONGEST = 120
KINDS = {"party": "parties", "lead": "leads"}
WHOSE = {
    MINE: gettext_lazy("mine"), TEAM: gettext_lazy("my team's"), ALL: gettext_lazy("all in sight"),
}  # fmt: skip
WORDS = {
    Nearness.STREET: (gettext_lazy("same street"), "pine"),
    Nearness.POSTCODE: (gettext_lazy("same postcode"), "pine"),
    Nearness.DISTRICT: (gettext_lazy("same district"), "indigo"),
    Nearness.CITY: (gettext_lazy("same city"), ""),
}  # fmt: skip


@require_safe
def nearby_page(request: PageRequest) -> HttpResponse:
    """Asked from a record (`of`) or for a place in words (`where`); without either, where to go."""
    resource_or_404(request, "parties")
    access, record = request.access, _record(request)
    words = request.GET.get("where", "").strip()[:LONGEST]
    whose = request.GET.get("whose", ALL)
    whose = whose if whose in WHOSE else ALL
    spot = spot_at("", words) if words else spot_of(access, record) if record else None
    found = near(access, spot, whose=whose, but=record.pk if record else None) if spot else None
    context: Drawn = {
        "asked": words or (title(access, record) if record else ""), "words": words,
        "is_unknown": spot is None and bool(words or record), "place": _place(spot),
        "error": _("Begin with the province or the city: 成都市武侯区, for example.")
        if words and spot is None else "",
        "going": list(_going(access)),
        "whose": _whose(request, whose), "columns": _columns(),
        "rows": [_row(one) for one in found.near[:SHOWN]] if found else [],
        "count": len(found.near) if found else 0,
        "more": _more(found) if found else "", "has_asked": spot is not None,
        "plan_url": f"{PAGE}plan/?{request.GET.urlencode()}",
        "bulk": _weeks() if found and found.near and may_plan(access) else [],
    }  # fmt: skip
    return render(request, "sales/nearby.html", context)


@require_safe
def few_part(request: PageRequest) -> HttpResponse:
    """The nearest few of a record's district, as its page shows them."""
    resource_or_404(request, "parties")
    record = _record(request)
    spot = spot_of(request.access, record) if record else None
    if record is None or spot is None:
        raise Http404
    found = near(request.access, spot, but=record.pk, city=False)
    rows = [
        {"name": one.name, "url": url_of(type(one.record), one.record.pk),
         "note": " · ".join(filter(None, (str(WORDS[one.nearness][0]), one.owner, _last(one))))}
        for one in found.near[:FEW]
    ]  # fmt: skip
    return render(request, "sales/nearby_few.html", {"rows": rows})


@require_POST
def plan_page(request: PageRequest) -> HttpResponse:
    """Plan visits to those ticked, for this week or the next."""
    ids = [id_ for text in request.POST.getlist("ids") if (id_ := uuid_or_none(text))]
    week = monday(timezone.localdate())
    week += WEEK if request.POST.get("week") == "next" else dt.timedelta()
    made, set_id = plan_visits(request.access, ids, week)
    text = ngettext("%(n)s visit is planned.", "%(n)s visits are planned.", made) % {"n": made}
    messages.success(request, text, extra_tags=f"undo:{set_id}" if set_id else "")
    return redirect(f"{PAGE}?{request.GET.urlencode()}")


def near_url(record: Party | Lead) -> str:
    """The page of those near a record."""
    return f"{PAGE}?{urlencode({'of': f'{record.record_type}:{record.pk}'})}"


def _record(request: PageRequest) -> Any:
    """The customer or lead that the address names; out of sight it does not exist."""
    kind, _colon, text = request.GET.get("of", "").partition(":")
    if not kind:
        return None
    id_ = uuid_or_none(text)
    if kind not in KINDS or id_ is None:
        raise Http404
    return record_or_404(request, resource_or_404(request, KINDS[kind]), id_)


def _place(spot: Spot | None) -> str:
    if spot is None:
        return ""
    try:
        name = region_name(spot.region, get_language() or "zh-hans")
    except BadValue:
        name = spot.region
    return " ".join(filter(None, (name, spot.street)))


def _going(access: Access) -> Iterator[Drawn]:
    """Where one is going: visits in the calendar within two weeks, and those in the week's plan."""
    user = access.user
    if user is None:
        return
    now = timezone.now()
    targets: dict[tuple[str, UUID], str] = {}
    if access.can(Interaction, "read"):
        coming = access.rows(Interaction).filter(
            owner=user.pk, starts_at__gte=now, starts_at__lt=now + AHEAD
        )  # fmt: skip
        for party, lead, at in coming.order_by("starts_at").values_list(
            "party", "lead", "starts_at"
        )[:GOING]:
            key = ("party", party) if party else ("lead", lead)
            targets.setdefault(key, moment_text(at))
    if access.can(PlanLine, "read"):
        week = monday(timezone.localdate())
        lines = access.rows(PlanLine).filter(
            owner=user.pk, week__in=(week, week + WEEK), kind=PlanLine.Kind.VISIT,
            party__isnull=False,
        )  # fmt: skip
        for party in lines.order_by("week", "pk").values_list("party", flat=True)[:GOING]:
            targets.setdefault(("party", party), "")
    yield from _drawn_targets(access, targets)


def _drawn_targets(access: Access, targets: dict[tuple[str, UUID], str]) -> Iterator[Drawn]:
    names: dict[UUID, str] = {}
    for kind, model in (("party", Party), ("lead", Lead)):
        names |= named(access, model, {id_ for one, id_ in targets if one == kind})
    for (kind, id_), when in list(targets.items())[:GOING]:
        if id_ in names:
            label = " · ".join(filter(None, (names[id_], when)))
            yield {"label": label, "url": f"{PAGE}?{urlencode({'of': f'{kind}:{id_}'})}"}


def _whose(request: PageRequest, now: str) -> list[Drawn]:
    found = []
    for value, label in WHOSE.items():
        if value == TEAM and not request.user.team_id:
            continue
        query = request.GET.copy()
        query["whose"] = value
        found.append({"label": label, "url": f"?{query.urlencode()}", "current": value == now})
    return found


def _weeks() -> list[Drawn]:
    return [
        {"label": _("Visit this week"), "icon": "calendar", "name": "week", "value": "this"},
        {"label": _("Visit next week"), "icon": "calendar", "name": "week", "value": "next"},
    ]


def _columns() -> list[Drawn]:
    return [
        {"label": _("name"), "pinned": True, "at": "2"}, {"label": _("how near"), "at": "3"},
        {"label": _("address"), "at": "2"}, {"label": _("last contact"), "at": "3"},
        {"label": _("owner")}, {"label": _("what it is")},
    ]  # fmt: skip


def _row(one: Near) -> Drawn:
    words, tone = WORDS[one.nearness]
    what = one.record._meta.verbose_name if isinstance(one.record, Lead) else (
        one.record.get_lifecycle_display()
    )  # fmt: skip
    url = url_of(type(one.record), one.record.pk)
    shape = shape_of(one.record)
    name: Drawn = {"kind": "name", "text": one.name, "url": url, "shape": shape}
    if isinstance(one.record, Lead):
        name |= {"kind": "link", "hint": one.company if one.company != one.name else ""}
    address = one.address or _place(Spot.of(one.region))
    return {"id": str(one.record.pk), "label": one.name, "cells": [
        name, {"kind": "badge", "text": str(words), "tone": tone},
        {"kind": "text", "text": address}, _when(one),
        {"kind": "who", "text": one.owner}, {"kind": "text", "text": capfirst(str(what))},
    ]}  # fmt: skip


def _when(one: Near) -> Drawn:
    if one.last is None:
        return {"kind": "text", "text": _("never")}
    return {"kind": "date", "text": moment_text(one.last),
            "iso": timezone.localtime(one.last).isoformat(timespec="minutes")}  # fmt: skip


def _last(one: Near) -> str:
    if one.last is None:
        return _("no contact yet")
    return _("last contact %(when)s") % {"when": moment_text(one.last)}


def _more(found: Found) -> str:
    """That there are more than are shown, or than were read."""
    if found.is_cut:
        return _("There are more here than are looked through at once: ask for your own.")
    left = len(found.near) - SHOWN
    text = ngettext("%(n)s more is farther away.", "%(n)s more are farther away.", left)
    return text % {"n": left} if left > 0 else ""
