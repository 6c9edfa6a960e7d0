"""Where the values of a record come from: each with its source, its day, and who brought it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhike.ledger.models import Record
from zhike.records.fieldspec import FieldSpec
from zhike.records.provenance import Sourced, name_of_part, sourced
from zhike.records.titles import title
from zhike.web.cells import cell, for_table
from zhike.web.dates import day_text, moment_exact
from zhike.web.links import url_of_kind
from zhike.web.names import names_of
from zhike.web.requests import PageRequest, record_or_404, resource_or_404
from zhike.web.trails import trail


def source_url(spec: FieldSpec, record: Record) -> str:
    """Where it is said from where this value of a record, or of a part, comes."""
    kind, id_ = record.root_key
    is_part = id_ != record.pk
    name = name_of_part(record.record_type, record.pk) if is_part else spec.column
    page = url_of_kind(kind, id_)
    return f"{page}sources/?{urlencode({'field': name})}" if page else ""


@require_GET
def sources_page(request: PageRequest, name: str, id_: UUID) -> HttpResponse:
    """Every value with its source; `?field=` by htmx gives the line of that one alone."""
    resource = resource_or_404(request, name)
    record = record_or_404(request, resource, id_)
    found = [] if resource.is_part else list(sourced(request.access, record))
    if request.htmx:
        wanted = request.GET.get("field", "")
        lines = [_line(one) for one in found if one.name == wanted]
        return render(request, "web/source.html", {"line": lines[0] if lines else None})
    context = {
        "called": title(request.access, record),
        "trail": trail(request.access, resource, record, _("Where values come from")),
        "columns": [
            {"label": _("field"), "pinned": True, "at": "2"}, {"label": _("value"), "at": "3"},
            {"label": _("source"), "at": "2"}, {"label": _("since"), "at": "3"},
            {"label": _("who")}, {"label": _("change set")},
        ],
        "rows": [_row(request, one) for one in found],
    }  # fmt: skip
    return render(request, "web/sources.html", context)


def _line(one: Sourced) -> dict[str, Any]:
    origin = one.origin
    return {
        "source": origin.label, "day": day_text(timezone.localdate(origin.at), weekday=False),
        "who": origin.actor_name, "url": f"/change-sets/{origin.change_set}/",
    }  # fmt: skip


def _row(request: PageRequest, one: Sourced) -> dict[str, Any]:
    origin = one.origin
    names = names_of(one.resource, request.access, [one.record])
    label = one.record.get_type_display() if one.part and hasattr(one.record, "type") else None
    number = str(origin.change_set)
    return {
        "id": one.name, "label": str(label or one.spec.label),
        "cells": [
            {"kind": "text", "text": str(label or one.spec.label)},
            for_table(cell(one.spec, one.record, names)),
            {"kind": "text", "text": origin.label},
            {"kind": "date", "text": moment_exact(origin.at), "iso": origin.at.isoformat()},
            {"kind": "text", "text": origin.actor_name or _("Zhike")},
            {"kind": "link", "text": "#" + number[-6:], "url": f"/change-sets/{number}/"},
        ],
    }  # fmt: skip
