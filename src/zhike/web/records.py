"""The page of a record: head, tabs of related records, panels."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from zhike.base.reading import each_once
from zhike.web import beside, related
from zhike.web.links import record_url
from zhike.web.live import live
from zhike.web.panels import panels_of
from zhike.web.record_head import pieces
from zhike.web.requests import PageRequest, record_or_404, resource_or_404
from zhike.web.trails import trail


def record_page(request: PageRequest, name: str, id_: UUID) -> HttpResponse:
    """Everything about one record."""
    with each_once():
        return _page(request, name, id_)


def _page(request: PageRequest, name: str, id_: UUID) -> HttpResponse:
    resource = resource_or_404(request, name)
    record = record_or_404(request, resource, id_)
    mark, tab = beside.mark(), request.GET.get("tab", "")  # The mark before what it vouches for.
    tabs, related_list = related.tabs(request.access, resource, record, tab)
    shown = panels_of(request.access, record)
    context = {
        "seen_url": record_url(resource, record.pk, "seen"),
        "resource": resource, "record": record,
        "live": live(resource, record, mark=mark, tab=tab),
        "trail": trail(request.access, resource, record),
        "tabs": tabs, "list": related_list, **pieces(request.access, resource, record),
        "main_panels": [panel for panel in shown if not panel.side],
        "side_panels": [panel for panel in shown if panel.side],
    }  # fmt: skip
    return render(request, "web/record.html", context)
