"""What one took over: the records of a handover, each with its brief."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from zhike.access.models import User
from zhike.access.rights import Access
from zhike.engagement.briefs.sections import has_brief
from zhike.engagement.handover.doing import ACTION
from zhike.ledger.bulk import model_of
from zhike.ledger.models import Change, ChangeSet
from zhike.ledger.writes import Write
from zhike.records.notifying import Kind, Notice, register_kind, register_watcher
from zhike.records.resource import resource_for
from zhike.records.titles import titles
from zhike.web.dates import moment_text
from zhike.web.links import record_url
from zhike.web.requests import PageRequest

SHOWN = 100
URL = "/handover/{}/"
COLUMNS: list[dict[str, Any]] = [
    {"label": gettext_lazy("Record"), "pinned": True, "at": "2"},
    {"label": gettext_lazy("Kind of record"), "at": "2"},
    {"label": gettext_lazy("Now with"), "at": "3"},
    {"label": gettext_lazy("Brief"), "at": "3"},
]


@require_GET
def taken_page(request: PageRequest, id_: UUID) -> HttpResponse:
    """The records of a handover that the reader sees: customers first, as they went over."""
    done = ChangeSet.objects.filter(pk=id_, action=ACTION).first()
    if done is None:
        raise Http404
    before = request.GET.get("after", "")
    after = int(before) if before.isdecimal() and len(before) < 19 else 0
    changes = Change.objects.filter(change_set=done.pk, seq__gt=after).order_by("seq")
    page = list(changes[: SHOWN + 1])
    more, page = len(page) > SHOWN, page[:SHOWN]
    rows = list(_rows(request.access, page))
    if not rows and not after and not _is_ones_own(request.access, done):
        raise Http404
    leaver = User.objects.filter(pk=done.report.get("leaver")).first()
    context = {
        "title": _("Handed over by %(name)s") % {"name": leaver} if leaver else _("Handover"),
        "by": _("%(who)s, %(when)s") % {"who": done.actor_name, "when": moment_text(done.at)},
        "note": done.reason, "columns": COLUMNS, "rows": rows,
        "count": done.change_count, "set_url": f"/change-sets/{done.pk}/",
        "more_url": f"{URL.format(done.pk)}?after={page[-1].seq}" if more else "",
    }  # fmt: skip
    return render(request, "engagement/taken.html", context)


def _is_ones_own(access: Access, done: ChangeSet) -> bool:
    return access.everything or (access.user is not None and done.actor == access.user.pk)


def _rows(access: Access, page: Sequence[Change]) -> Iterator[dict[str, Any]]:
    """Each record with whom it is now and its brief; a query or two for each type."""
    ids: dict[str, list[UUID]] = defaultdict(list)
    for change in page:
        ids[change.kind].append(change.record)
    for kind, records in ids.items():
        model = model_of(kind)
        rows = access.rows(model).filter(pk__in=records).select_related("owner")
        found = {row.pk: row for row in rows}
        called = titles(access, list(found.values()))
        for pk in records:
            if pk in found:
                yield _row(found[pk], called[pk])


def _row(record: Any, name: str) -> dict[str, Any]:
    resource = resource_for(type(record))
    url = record_url(resource, record.pk)
    brief: dict[str, Any] = {"kind": "text", "text": ""}
    if has_brief(type(record)):
        brief = {"kind": "link", "text": _("Brief"), "url": f"{url}brief/"}
    return {"id": str(record.pk), "label": name, "cells": [
        {"kind": "link", "text": name, "url": url},
        {"kind": "text", "text": capfirst(str(resource.label))},
        {"kind": "who", "text": str(record.owner)} if record.owner else
        {"kind": "text", "text": ""},
        brief,
    ]}  # fmt: skip


def given_over(write: Write) -> Iterator[Notice]:
    """A record of somebody who hands over came to a new owner."""
    if write.action == ACTION and (owner := write.fields.get("owner", (None, None))[1]):
        yield Notice("taken_over", UUID(owner))


register_kind(
    Kind("taken_over", 18, gettext_lazy("I take over the work of somebody"),
         gettext_lazy("%(who)s handed over to you: %(what)s"), "swap", page=URL)
)  # fmt: skip
register_watcher(given_over)
