"""Aspects of a record: its timeline, its history, and who can see it and why."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from zhike.access.explain import explain
from zhike.api import bodies
from zhike.api.calls import Answer, Call
from zhike.api.problems import malformed
from zhike.ledger.models import Change
from zhike.records.history import Entry, FieldLine, history
from zhike.records.provenance import Sourced, sourced
from zhike.records.resource import Resource
from zhike.records.timeline import Moment, Place, choices, place_in, timeline

MOST = 200
OPERATIONS = {int(o): o.name.lower() for o in Change.Operation}
Json = dict[str, Any]


def read_history(call: Call, name: str, id_: UUID) -> HttpResponse:
    """The record's changes, the latest first; the cursor is a sequence number."""
    resource = call.resource(name)
    asked = bodies.query(call.request, "limit", "cursor")
    limit = bodies.whole(asked, "limit", 50, MOST)
    before = bodies.whole(asked, "cursor", 0, 2**62) or None
    call.record(resource, id_)
    found = history(call.access, resource, id_, before=before, limit=limit)
    cursor = str(found[-1].seq) if len(found) == limit else None
    return Answer({"items": [entry_json(entry) for entry in found], "next_cursor": cursor})


def entry_json(entry: Entry) -> Json:
    """One change of a record in words."""
    return {
        "seq": entry.seq,
        "at": entry.at.astimezone(dt.UTC).isoformat(),
        "actor": _id(entry.actor),
        "actor_name": entry.actor_name,
        "door": str(entry.door),
        "action": entry.action,
        "label": str(entry.label),
        "reason": entry.reason,
        "change_set": str(entry.change_set),
        "operation": OPERATIONS[entry.operation],
        "can_undo": entry.can_undo,
        "is_undone": entry.is_undone,
        "lines": [line_json(line) for line in entry.lines],
    }


def line_json(line: FieldLine) -> Json:
    """One field's change in words."""
    return {
        "field": line.field,
        "label": str(line.label),
        "part": str(line.part),
        "before": line.before,
        "after": line.after,
    }


def read_timeline(call: Call, name: str, id_: UUID) -> HttpResponse:
    """What happened with the record, from every source; the cursor is its last moment's place."""
    resource = call.resource(name)
    asked = bodies.query(call.request, "limit", "cursor", "only")
    limit = bodies.whole(asked, "limit", 50, MOST)
    only = asked.get("only", "")
    known = choices(resource.model)
    if "only" in asked and only not in known:
        message = _("Choose one of: %(known)s.")
        raise malformed("only", message % {"known": ", ".join(known)})
    after = _place(asked, resource)
    record = call.record(resource, id_)
    found = timeline(call.access, record, after=after, limit=limit, only=only)
    cursor = str(Place.of(found[-1])) if len(found) == limit else None
    return Answer({"items": [_moment_json(moment) for moment in found], "next_cursor": cursor})


def _place(asked: dict[str, str], resource: Resource) -> Place | None:
    if "cursor" not in asked:
        return None
    try:
        return place_in(asked["cursor"], resource.model)
    except ValueError:
        message = _("This cursor belongs to another list; begin again without it.")
        raise malformed("cursor", message) from None


def _moment_json(moment: Moment) -> Json:
    return {
        "at": moment.at.astimezone(dt.UTC).isoformat(),
        "source": moment.source,
        "title": str(moment.title),
        "text": moment.text,
        "who": moment.who,
        "door": str(moment.door),
        "kind": moment.kind,
        "record": _id(moment.record),
        "about": moment.about,
        "change_set": _id(moment.change_set),
        "can_undo": moment.can_undo,
        "is_undone": moment.is_undone,
        "lines": [line_json(line) for line in moment.lines],
    }


def read_sources(call: Call, name: str, id_: UUID) -> HttpResponse:
    """Where each value of the record comes from: its source, since when, and who brought it."""
    resource = call.resource(name)
    bodies.query(call.request)
    record = call.record(resource, id_)
    found = [] if resource.is_part else sourced(call.access, record)
    return Answer({"items": [_source_json(one) for one in found]})


def _source_json(one: Sourced) -> Json:
    origin = one.origin
    return {
        "field": one.spec.name,
        "part": str(one.record.pk) if one.part else None,
        "value": one.spec.json(one.record),
        "source": origin.source,
        "at": origin.at.astimezone(dt.UTC).isoformat(),
        "actor_name": origin.actor_name,
        "change_set": str(origin.change_set),
    }


def read_access(call: Call, name: str, id_: UUID) -> HttpResponse:
    """Who can see this record, with which verbs, and by which right."""
    resource = call.resource(name)
    bodies.query(call.request)
    record = call.record(resource, id_)
    found = [
        {
            "user": str(reason.user),
            "name": reason.name,
            "verbs": list(reason.verbs),
            "why": str(reason.why),
            "until": reason.until.isoformat() if reason.until else None,
        }
        for reason in explain(call.access, record)
    ]
    return Answer({"items": found})


def _id(value: Any) -> str | None:
    return None if value is None else str(value)
