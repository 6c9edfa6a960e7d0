"""How many promises are kept: by person, team or customer, over the last twelve months."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from zhike.access.models import Team, User
from zhike.access.rights import Access
from zhike.engagement.models import Commitment
from zhike.people.models import Party
from zhike.records.resource import resource_for
from zhike.records.titles import named
from zhike.web.attention import sees
from zhike.web.links import list_url
from zhike.web.question_pages import where
from zhike.web.requests import PageRequest, resource_or_404
from zhike.web.trails import trail

URL = "/commitments/kept/"
YEAR = dt.timedelta(days=365)
SHOWN = 100
Status = Commitment.Status
WAYS: dict[str, tuple[str, Any, Any]] = {
    "person": ("owner", User, gettext_lazy("by person")),
    "team": ("owner__team", Team, gettext_lazy("by team")),
    "customer": ("party", Party, gettext_lazy("by customer")),
}
COLUMNS: list[dict[str, Any]] = [
    {"label": gettext_lazy("Whose promises"), "pinned": True, "at": "2"},
    {"label": gettext_lazy("Kept, of those that ended"), "at": "3"},
    {"label": gettext_lazy("Kept"), "numeric": True, "at": "2"},
    {"label": gettext_lazy("Broken"), "numeric": True, "at": "3"},
    {"label": gettext_lazy("Late"), "numeric": True},
    {"label": gettext_lazy("Still open"), "numeric": True},
]


@require_GET
def kept_page(request: PageRequest) -> HttpResponse:
    """A line for each, the one with the lowest share first."""
    resource = resource_or_404(request, "commitments")
    by = request.GET.get("by", "person")
    by = by if by in WAYS else "person"
    rows, totals = [], []
    if sees(request.access, Commitment, "status", "owner"):
        found = counted(request.access, WAYS[by][0])
        rows = _rows(request.access, by, found[:SHOWN])
        totals = [{"kind": "text", "text": _("together")}, *_cells(whole(found))] if found else []
    context = {
        "trail": trail(request.access, resource, None, _("Kept promises")),
        "ways": [{"label": label, "url": f"{URL}?by={way}", "current": way == by}
                 for way, (_column, _model, label) in WAYS.items()],
        "columns": COLUMNS, "rows": rows, "totals": totals,
    }  # fmt: skip
    return render(request, "engagement/kept.html", context)


def counted(access: Access, column: str) -> list[dict[str, Any]]:
    """How many ended which way within a year, and how many are still open, for each holder."""
    now = timezone.now()
    recent = Q(status=Status.OPEN) | Q(status__in=[Status.KEPT, Status.BROKEN],
                                       ended_at__gte=now - YEAR)  # fmt: skip
    # Promises are few beside customers: the reader's scope is asked of each.
    seen = Commitment.objects.filter(recent).filter(access.row_by_row(Commitment))
    grouped = seen.order_by().values(column).annotate(
        kept=Count("pk", filter=Q(status=Status.KEPT)),
        broken=Count("pk", filter=Q(status=Status.BROKEN)),
        late=Count("pk", filter=Q(status=Status.OPEN, due_at__lt=now)),
        open=Count("pk", filter=Q(status=Status.OPEN)),
    )  # fmt: skip
    return sorted(grouped, key=lambda row: (share(row) is None, share(row) or 0, -row["open"]))


def share(row: dict[str, Any]) -> int | None:
    """How many of those that ended were kept, in percent; None where none ended."""
    ended = row["kept"] + row["broken"]
    return round(100 * row["kept"] / ended) if ended else None


def whole(found: list[dict[str, Any]]) -> dict[str, Any]:
    """All of them together."""
    return {key: sum(row[key] for row in found) for key in ("kept", "broken", "late", "open")}


def _rows(access: Access, by: str, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    column, model, _label = WAYS[by]
    names = named(access, model, {row[column] for row in found} - {None})
    return [_row(row, row[column], names, column) for row in found]


def _row(
    row: dict[str, Any], id_: UUID | None, names: dict[UUID, str], column: str
) -> dict[str, Any]:
    name = names.get(id_, "••••") if id_ else _("nobody")
    first: dict[str, Any] = {"kind": "text", "text": name}
    if id_ and column in ("owner", "party"):
        url = list_url(resource_for(Commitment), filter={"all": [where(column, "eq", str(id_))]})
        first = {"kind": "link", "text": name, "url": url}
    return {"id": f"kept-{id_}", "label": name, "cells": [first, *_cells(row)]}


def _cells(row: dict[str, Any]) -> list[dict[str, Any]]:
    kept = share(row)
    rate: dict[str, Any] = {"kind": "text", "text": ""}
    if kept is not None:
        rate = {"kind": "progress", "value": kept, "note": f"{kept}%"}
    counts = (f"{row[key]:,}" for key in ("kept", "broken", "late", "open"))
    return [rate, *({"kind": "number", "text": text} for text in counts)]
