"""What a record was: its changes one by one, and the record as of a moment."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.base.dates import parse_moment
from zhike.base.errors import BadValue
from zhike.ledger.moments import Erased, Snapshot, as_of
from zhike.records.errors import say
from zhike.records.fieldspec import FieldSpec
from zhike.records.history import Entry, by_column, history, said
from zhike.records.resource import Resource, resource_for, resource_of_kind
from zhike.records.titles import title
from zhike.web import timeline
from zhike.web.dates import day_text, moment_exact
from zhike.web.links import record_url
from zhike.web.part_rows import posted_names
from zhike.web.requests import PageRequest, record_or_404, resource_or_404
from zhike.web.trails import trail

LIMIT = 50
ICONS = {1: "plus", 2: "edit", 3: "trash", 4: "trash"}


def history_page(request: PageRequest, name: str, id_: UUID) -> HttpResponse:
    """Every change of the record, the latest first."""
    resource = resource_or_404(request, name)
    record = record_or_404(request, resource, id_)
    root = timeline.root_of(record)
    text = request.GET.get("before", "")
    before = int(text) if text.isdecimal() and len(text) < 19 else None
    found = history(request.access, resource_for(type(root)), root.pk, before=before, limit=LIMIT)
    more = f"{record_url(resource, id_, 'history')}?before={found[-1].seq}"
    context = {
        "called": title(request.access, record),
        "trail": trail(request.access, resource, record, _("History of changes")),
        "entries": [entry(change) for change in found],
        "more_url": more if len(found) == LIMIT else "",
    }  # fmt: skip
    return render(request, "web/history.html", context)


def entry(change: Entry) -> dict[str, Any]:
    """A change as the timeline component takes it."""
    set_id = str(change.change_set)
    return {
        "icon": ICONS.get(change.operation, "edit"), "who": change.actor_name or _("Zhike"),
        "text": str(change.label), "body": change.reason, "time": moment_exact(change.at),
        "iso": timezone.localtime(change.at).isoformat(timespec="seconds"),
        "changes": timeline.changes(change.lines), "door": change.door,
        "change_set": "#" + set_id[-6:], "change_set_url": f"/change-sets/{set_id}/",
        "undo_url": f"/change-sets/{set_id}/undo/" if change.can_undo else "",
        "undone": _("taken back") if change.is_undone else "",
    }  # fmt: skip


def as_of_page(request: PageRequest, name: str, id_: UUID) -> HttpResponse:
    """The record as of a moment, beside what it is now; today's rights apply."""
    resource = resource_or_404(request, name)
    record = record_or_404(request, resource, id_)
    at, problem = _moment(request.GET.get("at", ""))
    context: dict[str, Any] = {
        "called": title(request.access, record),
        "trail": trail(request.access, resource, record, _("As it was on a day")),
        "problem": problem, "at": timezone.localtime(at).strftime("%Y-%m-%d %H:%M"),
        "said": day_text(timezone.localtime(at).date()),
    }  # fmt: skip
    if not problem and not request.access.sees_whole(record):
        context["problem"] = _("Claim it first: a pool shows only what it holds today.")
    elif not problem:
        try:
            snapshot = as_of(resource.model, id_, at)
        except Erased:
            context["problem"] = _("What it held then was erased for good.")
        else:
            context["is_there"] = snapshot is not None
            if snapshot is not None:
                context |= _shown(request.access, resource, snapshot)
    return render(request, "web/as_of.html", context)


def _moment(text: str) -> tuple[dt.datetime, str]:
    now = timezone.now()
    if not text:
        return now, ""
    zone = timezone.get_current_timezone()
    try:
        return parse_moment(text, now=now, tz=zone, lang=get_language() or "en"), ""
    except BadValue as error:
        return now, say(error)


def _shown(access: Access, resource: Resource, snapshot: Snapshot) -> dict[str, Any]:
    rows = [(resource, snapshot.fields)]
    rows += [(resource_of_kind(kind), fields) for (kind, _id), fields in snapshot.parts.items()]
    wanted = set()
    for owner, fields in rows:
        for column, spec in by_column(owner, access).items():
            if spec.target is not None and fields.get(column):
                wanted.add((spec, str(fields[column])))
    names = posted_names(access, wanted)
    sections = [
        {"title": label, "facts": [_fact(spec, snapshot.fields, names) for spec in specs]}
        for label, specs in resource.shown_sections(access)
    ]
    parts = [
        {"title": owner.label, "facts": _part_facts(owner, access, fields, names)}
        for owner, fields in rows[1:]
        if access.can(owner.model, "read")
    ]
    return {"sections": sections, "parts": parts}


def _part_facts(
    owner: Resource, access: Access, fields: dict[str, Any], names: dict[Any, str]
) -> list[dict[str, Any]]:
    back = owner.model.part_of  # type: ignore[attr-defined]
    specs = by_column(owner, access).values()
    return [_fact(spec, fields, names) for spec in specs if spec.column != back]


def _fact(spec: FieldSpec, fields: dict[str, Any], names: dict[Any, str]) -> dict[str, Any]:
    text = said(spec, fields.get(spec.column), names)
    return {"label": spec.label, "cell": {"kind": "long", "text": text}}
