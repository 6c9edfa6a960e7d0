"""The page that says which department keeps others waiting."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhike.access.models import Team
from zhike.engagement.lateness import DAYS, Lateness, by_department
from zhike.engagement.models import InternalRequest
from zhike.records.resource import resource_for
from zhike.records.titles import named
from zhike.web.links import list_url
from zhike.web.question_pages import where
from zhike.web.requests import PageRequest


@require_GET
def departments_page(request: PageRequest) -> HttpResponse:
    """Requests of the last quarter by department, the one that is late most often first."""
    found = by_department(request.access)
    names = named(request.access, Team, {one.team for one in found})
    context = {
        "days": DAYS,
        "columns": [
            {"label": _("department"), "pinned": True, "at": "2"},
            {"label": _("share that was late"), "at": "3"},
            {"label": _("requests"), "numeric": True},
            {"label": _("late"), "numeric": True},
            {"label": _("still waiting"), "numeric": True},
            {"label": _("median wait in working hours"), "numeric": True, "at": "2"},
        ],
        "rows": [_row(one, names.get(one.team, "")) for one in found],
    }
    return render(request, "engagement/departments.html", context)


def _row(one: Lateness, name: str) -> dict[str, Any]:
    wait = one.median_wait
    return {
        "id": str(one.team), "label": name,
        "cells": [
            {"kind": "link", "text": name, "url": _list(one)},
            {"kind": "progress", "value": one.rate, "maximum": 100, "note": f"{one.rate}%"},
            {"kind": "number", "text": f"{one.count:,}"},
            {"kind": "number", "text": f"{one.late:,}"},
            {"kind": "number", "text": f"{one.waiting:,}"},
            {"kind": "number", "text": "" if wait is None else f"{wait:.1f}"},
        ],
    }  # fmt: skip


def _list(one: Lateness) -> str:
    nodes = [where("to_team", "in", [str(one.team)]),
             where("asked_at", "within", f"last_n_days:{DAYS}")]  # fmt: skip
    return list_url(resource_for(InternalRequest), filter={"all": nodes})
