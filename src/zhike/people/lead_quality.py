"""How good the leads of each source are: how many came, how many were worth it, why not."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from zhike.access.rights import Access
from zhike.people.models import Lead
from zhike.people.rules.sources import CAMPAIGN, SELF, rate
from zhike.records import filters
from zhike.records.question import Figure as Answer
from zhike.records.resource import resource_for
from zhike.web.attention import Figure, sees
from zhike.web.links import list_url
from zhike.web.question_pages import Node, where
from zhike.web.requests import PageRequest, resource_or_404

PAGE = "/leads/quality/"
PERIODS = ("last_n_days:30", "last_n_days:90", "last_n_days:365")
USUAL = PERIODS[1]
GOOD = (Lead.Status.QUALIFIED, Lead.Status.CONVERTED)
SHOWN = 3
SIDES: dict[Any, tuple[str, ...]] = {
    gettext_lazy("our own search"): SELF, gettext_lazy("campaigns"): CAMPAIGN,
}  # fmt: skip
"""What people find themselves beside what marketing brings: the question of who should search."""


@dataclass
class Quality:
    """The leads of one source."""

    leads: int = 0
    good: int = 0
    converted: int = 0
    rejected: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def rate(self) -> int:
        """The share that was worth selling to, in whole percent."""
        return rate(self.good, self.leads)

    @property
    def conversion(self) -> int:
        """The share that became customers, in whole percent."""
        return rate(self.converted, self.leads)

    def add(self, other: Quality) -> None:
        """Count those of another source in."""
        self.leads += other.leads
        self.good += other.good
        self.converted += other.converted


def by_source(access: Access, period: str) -> dict[str, Quality]:
    """The sources of the leads within reach that came in a period, the best first."""
    if not sees(access, Lead, "source", "status", "rejected_reason"):
        return {}
    came = filters.condition(resource_for(Lead), access, where("created_at", "within", period))
    rows = access.rows(Lead).filter(came).order_by()
    found: dict[str, Quality] = defaultdict(Quality)
    counted = rows.values_list("source", "status", "rejected_reason").annotate(Count("pk"))
    for source, status, reason, count in counted:
        known = found[source]
        known.leads += count
        known.good += count if status in GOOD else 0
        known.converted += count if status == Lead.Status.CONVERTED else 0
        if status == Lead.Status.REJECTED:
            known.rejected += count
            known.reasons[reason] += count
    return dict(sorted(found.items(), key=lambda pair: (-pair[1].rate, -pair[1].leads)))


def best(access: Access) -> Answer | None:
    """The best source, at a glance."""
    found = [pair for pair in by_source(access, USUAL).items() if pair[0]]
    if not found or not found[0][1].good:
        return None
    source, known = found[0]
    return Answer(f"{known.rate}%", str(capfirst(Lead(source=source).get_source_display())))


@require_GET
def quality_page(request: PageRequest) -> HttpResponse:
    """A table of sources, each figure leading to its leads."""
    resource_or_404(request, "leads")
    access = request.access
    period = request.GET.get("period", USUAL)
    period = period if period in PERIODS else USUAL
    found = by_source(access, period)
    leads = sum(known.leads for known in found.values())
    good = sum(known.good for known in found.values())
    rejected = sum(known.rejected for known in found.values())
    context = {
        "periods": [
            {"label": _("%(n)s days") % {"n": one.partition(":")[2]},
             "url": f"{PAGE}?period={one}", "current": one == period}
            for one in PERIODS
        ],
        "figures": [
            Figure(_("leads"), f"{leads:,}", url=_list(period)),
            Figure(_("worth selling to"), f"{good:,}", url=_list(period, _good())),
            Figure(_("share worth selling to"), str(rate(good, leads)), unit="%"),
            Figure(_("rejected"), f"{rejected:,}", url=_list(period, _rejected())),
        ],
        "columns": [
            {"label": _("source"), "pinned": True, "at": "2"},
            {"label": _("share worth selling to"), "at": "3"},
            {"label": _("leads"), "numeric": True, "at": "2"},
            {"label": _("worth selling to"), "numeric": True, "at": "3"},
            {"label": _("rejected"), "numeric": True},
            {"label": _("reasons for rejecting")},
        ],
        "rows": [_row(source, known, period) for source, known in found.items()],
        "side_columns": [
            {"label": _("who searched"), "pinned": True, "at": "2"},
            {"label": _("became customers"), "at": "3"},
            {"label": _("leads"), "numeric": True, "at": "2"},
            {"label": _("worth selling to"), "numeric": True, "at": "3"},
            {"label": _("converted"), "numeric": True},
        ],
        "sides": [_side(label, some, found, period) for label, some in SIDES.items()],
    }  # fmt: skip
    return render(request, "people/lead_quality.html", context)


def _good() -> Node:
    return where("status", "in", list(GOOD))


def _rejected() -> Node:
    return where("status", "in", [Lead.Status.REJECTED])


def _list(period: str, *nodes: Node) -> str:
    came = where("created_at", "within", period)
    return list_url(resource_for(Lead), filter={"all": [came, *nodes]})


def _side(
    label: Any, some: tuple[str, ...], found: dict[str, Quality], period: str
) -> dict[str, Any]:
    """The leads of several sources together."""
    known = Quality()
    for source in some:
        known.add(found.get(source, Quality()))
    of, done = where("source", "in", list(some)), where("status", "in", [Lead.Status.CONVERTED])
    text = capfirst(str(label))
    return {"id": f"side-{some[0]}", "label": text, "cells": [
        {"kind": "link", "text": text, "url": _list(period, of)},
        {"kind": "progress", "value": known.conversion, "note": f"{known.conversion}%"},
        {"kind": "number", "text": f"{known.leads:,}"},
        {"kind": "link", "text": f"{known.good:,}", "url": _list(period, of, _good())},
        {"kind": "link", "text": f"{known.converted:,}", "url": _list(period, of, done)},
    ]}  # fmt: skip


def _row(source: str, known: Quality, period: str) -> dict[str, Any]:
    of = where("source", "eq", source) if source else where("source", "empty", True)
    label = capfirst(str(Lead(source=source).get_source_display())) if source else _("not said")
    reasons = [
        f"{Lead(rejected_reason=reason).get_rejected_reason_display()} {count}"
        for reason, count in known.reasons.most_common(SHOWN)
    ]  # fmt: skip
    return {"id": f"source-{source}", "label": label, "cells": [
        {"kind": "link", "text": label, "url": _list(period, of)},
        {"kind": "progress", "value": known.rate, "note": f"{known.rate}%"},
        {"kind": "number", "text": f"{known.leads:,}"},
        {"kind": "link", "text": f"{known.good:,}", "url": _list(period, of, _good())},
        {"kind": "link", "text": f"{known.rejected:,}", "url": _list(period, of, _rejected())},
        {"kind": "text", "text": " · ".join(reasons)},
    ]}  # fmt: skip
