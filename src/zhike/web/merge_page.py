"""Merging on screen: choose the other record, see both side by side, do it, undo it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhike.ledger.actions import NotNow
from zhike.records.errors import Duplicate, Invalid
from zhike.records.merging.asked import merge_all
from zhike.records.resource import MERGE, Resource
from zhike.records.titles import title
from zhike.web.links import list_url, record_url
from zhike.web.merge_sides import Sides, url_of_merge
from zhike.web.requests import PageRequest, record_or_404, resource_or_404, uuid_or_none
from zhike.web.trails import trail

MOST = 3


@require_http_methods(["GET", "POST"])
def merge_page(request: PageRequest, name: str) -> HttpResponse:
    """GET: the records side by side. POST: from a list's selection there; `step=run` does it."""
    resource = resource_or_404(request, name, MERGE)
    if not resource.mergeable:
        raise Http404
    ids = _ids(request)
    if request.method == "POST" and request.POST.get("step") != "run":
        return redirect(url_of_merge(resource, ids))
    records = [record_or_404(request, resource, id_, MERGE) for id_ in ids[: MOST + 1]]
    if not 1 < len(records) <= MOST:
        return _ask(request, resource, records)
    if request.method == "POST":
        return _run(request, resource, records)
    return _show(request, resource, records, "")


def _ids(request: PageRequest) -> list[UUID]:
    texts = (request.POST if request.method == "POST" else request.GET).getlist("ids")
    return list(dict.fromkeys(id_ for text in texts if (id_ := uuid_or_none(text))))


def _ask(request: PageRequest, resource: Resource, records: list[Any]) -> HttpResponse:
    """Which one is the same: found by typing. Of too many, what to do instead."""
    one = records[0] if len(records) == 1 else None
    context = {
        "title": _("Merge"), "one": one, "called": title(request.access, one) if one else "",
        "trail": trail(request.access, resource, one, _("Merge")),
        "field": {
            "kind": "relation", "name": "ids", "label": _("the same one again"), "required": True,
            "options_url": f"/{resource.name}/options/", "value": "", "display": "",
        },
        "back": {
            "label": _("Cancel"),
            "url": record_url(resource, one.pk) if one else list_url(resource),
        },
    }  # fmt: skip
    return render(request, "web/merge_ask.html", context)


def _show(
    request: PageRequest, resource: Resource, records: list[Any], problem: str
) -> HttpResponse:
    first = records[0]
    context = {
        "title": _("Merge"), "problem": problem, "resource": resource,
        "trail": trail(request.access, resource, first, _("Merge")),
        "back": {"label": _("Cancel"), "url": record_url(resource, first.pk)},
        **Sides(resource, request.access, records).context(),
    }  # fmt: skip
    return render(request, "web/merge.html", context, status=422 if problem else 200)


def _run(request: PageRequest, resource: Resource, records: list[Any]) -> HttpResponse:
    sides = Sides(resource, request.access, records)
    picked = {k[2:]: str(v) for k, v in request.POST.items() if k.startswith("v-")}
    first, *others = records
    gone = [title(request.access, other) for other in others]
    try:
        done = merge_all(
            resource, request.access, first.pk, [o.pk for o in others], sides.values(picked)
        )
    except Invalid as invalid:
        return _show(request, resource, records, " ".join(e.message for e in invalid.errors))
    except Duplicate:
        return _show(request, resource, records, _("Another record has one of these values."))
    except NotNow:
        messages.error(request, _("One of them is gone: somebody else was quicker."))
        return redirect(list_url(resource))
    text = _("%(gone)s went into %(name)s.") % {
        "gone": "、".join(gone), "name": title(request.access, done),
    }  # fmt: skip
    messages.success(request, text, extra_tags=f"undo:{done.change_set_id}")
    return redirect(record_url(resource, first.pk))
