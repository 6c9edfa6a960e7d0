"""What others changed while a page stands open: a light question every few seconds."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from zhike.access.rights import Access
from zhike.ledger.models import Change
from zhike.records.history import Entry, entries
from zhike.records.resource import Resource
from zhike.web import timeline
from zhike.web.links import record_url
from zhike.web.record_head import pieces
from zhike.web.record_panels import facts
from zhike.web.requests import PageRequest, record_or_404, resource_or_404

MOST = 20
FIELDS = 3
NOTHING = 204


@require_GET
def news(request: PageRequest, name: str, id_: UUID) -> HttpResponse:
    """204 where the record stands as the page shows it (one query); else its pieces as they are.

    A page in which one types (`?form=1`) is told who changed what, and keeps what was typed.
    """
    resource = resource_or_404(request, name)
    rows = request.access.rows(resource.model).filter(pk=id_)
    version = rows.values_list("version", flat=True).first()
    if version is None:
        raise Http404
    seen = _number(request.GET.get("version", ""))
    if version == seen:
        return HttpResponse(status=NOTHING)
    record = record_or_404(request, resource, id_)
    said = [] if "quiet" in request.GET else told(request.access, record, version - seen)
    context: dict[str, Any] = {"live": live(resource, record), "said": said, "record": record}
    if "form" in request.GET:
        if not said:  # Only the reader changed it, perhaps in another window.
            return HttpResponse(status=NOTHING)
        return render(request, "web/news_form.html", context)
    context |= pieces(request.access, resource, record)
    context["facts"] = facts(request.access, record)
    context["data"] = timeline.panel(request.access, record)
    return render(request, "web/news.html", context)


def live(resource: Resource, record: Any, *, form: bool = False) -> dict[str, Any]:
    """What a page must know to ask for news; nothing for a part, which its record speaks for."""
    if resource.is_part or record._state.adding:
        return {}
    url = record_url(resource, record.pk, "news")
    return {"url": url + ("?form=1" if form else ""), "version": record.version}


def told(access: Access, record: Any, count: int) -> list[str]:
    """Who changed what, in a sentence for each of the latest changes of others."""
    changes = Change.objects.filter(kind=record.record_type, record=record.pk)
    latest = changes.select_related("change_set").order_by("-seq")[: max(0, min(count, MOST))]
    me = access.user.pk if access.user else None
    return [_sentence(entry) for entry in entries(access, list(latest)) if entry.actor != me]


def _sentence(entry: Entry) -> str:
    labels = [str(line.part or line.label) for line in entry.lines]
    shown = list(dict.fromkeys(labels))[:FIELDS]
    who = entry.actor_name or _("Zhike")
    if not shown:
        return f"{who}: {entry.label}"
    fields = pgettext("between names", ", ").join(shown)
    return _("%(who)s changed: %(fields)s") % {"who": who, "fields": fields}


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
