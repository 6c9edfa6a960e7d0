"""Un-merging on screen: what went in, what came since and whose that is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from zhike.access.rights import Access
from zhike.ledger.actions import NotNow
from zhike.ledger.bulk import model_of
from zhike.ledger.models import Change, Record
from zhike.records.history import history
from zhike.records.merging.asked import field_given, merges_into, take_apart, to_give
from zhike.records.merging.since import Since
from zhike.records.merging.unmerge import is_nested
from zhike.records.models import Merge
from zhike.records.resource import MERGE, Resource, resource_for
from zhike.records.titles import title
from zhike.web.dates import day_text, moment_text
from zhike.web.history import entry
from zhike.web.links import record_url
from zhike.web.panels import Panel, register_panel
from zhike.web.requests import PageRequest, record_or_404, resource_or_404, uuid_or_none
from zhike.web.timeline import folded
from zhike.web.trails import trail
from zhike.web.trash import title_of

LINES = 50


@require_http_methods(["GET", "POST"])
def unmerge_page(request: PageRequest, name: str, id_: UUID) -> HttpResponse:
    """GET: what was merged, its history, and what to ask. POST: take it back."""
    resource = resource_or_404(request, name, MERGE)
    record = record_or_404(request, resource, id_, MERGE)
    found = {row.loser: (row, change) for row, change in merges_into(record)}
    loser = uuid_or_none(request.GET.get("loser", ""))
    if loser is None or loser not in found:
        raise Http404
    row, deletion = found[loser]
    called = title_of(request.access, deletion)
    if request.method == "POST":
        return _run(request, resource, record, row, called)
    asked = _asked(request.access, record, row, called)
    context = {
        "title": _("Un-merge"), "called": called, "into": title(request.access, record),
        "trail": trail(request.access, resource, record, _("Un-merge")),
        "who": deletion.change_set.actor_name or _("Zhike"), "when": moment_text(row.created_at),
        "moved": _moved(request.access, row), "asked": asked, "is_nested": is_nested(row),
        "entries": [
            entry(e) | folded(e.lines)
            for e in history(request.access, resource, loser, limit=LINES)
        ],
        "back": {"label": _("Cancel"), "url": record_url(resource, record.pk)},
    }  # fmt: skip
    return render(request, "web/unmerge.html", context)


def _run(
    request: PageRequest, resource: Resource, record: Any, row: Merge, called: str
) -> HttpResponse:
    given = {
        key[3:] for key, value in request.POST.items() if key.startswith("to-") and value == "loser"
    }
    allowed = {item.key for item in to_give(request.access, row)}
    try:
        done = take_apart(resource, request.access, record.pk, row, given & allowed)
    except NotNow:
        messages.error(request, _("It is back already, or its survivor was merged itself."))
        return redirect(record_url(resource, record.pk))
    text = _("%(name)s is back.") % {"name": called}
    messages.success(request, text, extra_tags=f"undo:{done.change_set_id}")
    return redirect(record_url(resource, row.loser))


def _asked(access: Access, record: Record, row: Merge, called: str) -> list[dict[str, Any]]:
    """A choice for each: it stays where it is unless somebody says otherwise."""
    here = title(access, record)
    return [
        {
            "kind": "radios", "name": f"to-{item.key}", "label": _label(access, item),
            "value": "survivor", "required": True,
            "options": [{"value": "survivor", "label": here}, {"value": "loser", "label": called}],
        }
        for item in to_give(access, row)
    ]  # fmt: skip


def _label(access: Access, item: Since) -> str:
    if item.field and (spec := field_given(access, item)):
        return f"{capfirst(str(spec.label))}: {spec.text(item.record)}"
    kind = capfirst(str(resource_for(type(item.record)).label))
    day = day_text(timezone.localtime(item.record.created_at).date(), weekday=False)
    return f"{kind}: {title(access, item.record)} · {day}"


def _moved(access: Access, row: Merge) -> list[str]:
    """How many records of each kind went over, as far as the reader sees such records."""
    found = []
    for kind, count in row.moved.items():
        model = model_of(kind)
        try:
            resource = resource_for(model)
        except KeyError:
            continue
        if access.can(model, "read"):
            found.append(f"{capfirst(str(resource.label_plural))} {count:,}")
    return found


def merged_records(access: Access, record: Record) -> dict[str, Any] | None:
    """What went into a record, each with the way to its history and back."""
    resource = resource_for(type(record))
    if not resource.mergeable:
        return None
    found = merges_into(record)
    if not found:
        return None
    may = access.reaches(record, MERGE)
    return {"rows": [_row(access, resource, record, *known, may=may) for known in found]}


def _row(
    access: Access, resource: Resource, record: Record, row: Merge, deletion: Change, *, may: bool
) -> dict[str, Any]:  # fmt: skip
    day = day_text(timezone.localtime(row.created_at).date(), weekday=False)
    who = deletion.change_set.actor_name or _("Zhike")
    return {
        "name": title_of(access, deletion), "note": f"{who} · {day}",
        "url": f"{record_url(resource, record.pk, 'merged')}?loser={row.loser}" if may else "",
    }  # fmt: skip


register_panel(
    None,
    Panel("merged", gettext_lazy("merged records"), 60, "web/panels/merged.html", merged_records,
          side=True),
)  # fmt: skip
