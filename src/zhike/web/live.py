"""What others changed while a page stands open: a light question every few seconds."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
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
from zhike.web import beside, related
from zhike.web.links import record_url
from zhike.web.panels import panels_of
from zhike.web.record_head import pieces
from zhike.web.record_panels import facts
from zhike.web.requests import PageRequest, record_or_404, resource_or_404

MOST = 20
FIELDS = 3
NOTHING = 204
MARK = "Ledger-Mark"


@require_GET
def news(request: PageRequest, name: str, id_: UUID) -> HttpResponse:
    """204 where all stands as the page shows it (two queries); else its pieces as they are.

    Besides the record itself, that is what points at it: contacts, tasks, files, deals. A page in
    which one types (`?form=1`) is told who changed the record, and keeps what was typed.
    """
    resource = resource_or_404(request, name)
    rows = request.access.rows(resource.model).filter(pk=id_)
    version = rows.values_list("version", flat=True).first()
    if version is None:
        raise Http404
    seen = _number(request.GET.get("version", ""))
    if "form" in request.GET:
        return _form_news(request, resource, id_, version - seen)
    mark = beside.mark()
    since = beside.opened(request.GET.get("mark", "")) or mark
    if version == seen and mark <= since:
        return HttpResponse(status=NOTHING, headers={MARK: beside.sealed(mark)})
    record = record_or_404(request, resource, id_)
    found = beside.changed_beside(request.access, record, since) if mark > since else []
    if version == seen and not found:
        return HttpResponse(status=NOTHING, headers={MARK: beside.sealed(mark)})
    said = []
    if "quiet" not in request.GET:
        said = told(request.access, record, version - seen) + beside.told(request.access, found)
    return _pieces(request, resource, record, mark, said)


def _form_news(request: PageRequest, resource: Resource, id_: UUID, count: int) -> HttpResponse:
    if not count:
        return HttpResponse(status=NOTHING)
    record = record_or_404(request, resource, id_)
    said = told(request.access, record, count)
    if not said:  # Only the reader changed it, perhaps in another window.
        return HttpResponse(status=NOTHING)
    context = {"live": live(resource, record, form=True), "said": said, "record": record}
    return render(request, "web/news_form.html", context)


def _pieces(
    request: PageRequest, resource: Resource, record: Any, mark: int, said: list[str]
) -> HttpResponse:
    """Whatever of the page may have changed; the script leaves alone what somebody works in."""
    access, tab = request.access, request.GET.get("tab", "")
    tabs, related_list = related.tabs(access, resource, record, tab)
    shown = [panel for panel in panels_of(access, record) if panel.is_live]
    context: dict[str, Any] = {
        "live": live(resource, record, mark=mark, tab=tab), "said": said,
        "record": record, "resource": resource, **pieces(access, resource, record),
        "tabs": tabs, "list": related_list, "panels": [] if related_list else shown,
        "facts": facts(access, record),
    }  # fmt: skip
    return render(request, "web/news.html", context)


def live(
    resource: Resource, record: Any, *, mark: int = 0, tab: str = "", form: bool = False
) -> dict[str, Any]:
    """What a page must know to ask for news; nothing for a part, which its record speaks for."""
    if resource.is_part or record._state.adding:
        return {}
    asked = {"form": "1"} if form else {"tab": tab} if tab else {}
    url = record_url(resource, record.pk, "news") + ("?" + urlencode(asked) if asked else "")
    return {"url": url, "version": record.version, "mark": beside.sealed(mark)}


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
    return int(text) if text.isdecimal() and len(text) < 19 else 0
