"""The schemas, parameters and answers that every record type shares."""

from __future__ import annotations

from typing import Any

from zhike.access.models import Desk
from zhike.api.openapi.schemas import (
    COUNT,
    FLAG,
    ID,
    MOMENT,
    TEXT,
    Json,
    closed,
    cursor_page,
    items,
    maybe,
    ref,
)
from zhike.api.precautions import PARAMETER
from zhike.api.problems import CONTENT_TYPE, KINDS
from zhike.api.views.batches import METHODS, MOST_ROWS
from zhike.base import periods
from zhike.ledger.models import ChangeSet, Job
from zhike.ledger.models.change_set import Door
from zhike.records.kinds import KINDS as FIELD_KINDS

STATES = [str(value) for value in ChangeSet.State.values]
LINE = closed({"field": TEXT, "label": TEXT, "part": TEXT, "before": TEXT, "after": TEXT})
OPERATION: Json = {"type": "string", "enum": ["create", "update", "delete", "erase"]}
WRITTEN = {"201": "Made.", "202": "Large: a job does it.", "200": "Done."}
SENTENCES = {
    "400": "The request or some of its values cannot be taken.",
    "401": "No valid token and no session.",
    "403": "The user's roles do not allow this.",
    "404": "There is no such thing, or the user may not see it.",
    "409": "Something stands in the way: a taken key or id, a state, other records.",
    "410": "The record was merged into another one, which `survivor` names.",
    "412": "The record was changed since: both versions.",
    "413": "More than 10 MB.",
    "415": "The body is not application/json in UTF-8.",
    "422": "The Idempotency-Key was used with another body.",
    "428": "If-Match is missing.",
    "503": "The database is busy; nothing was written.",
}


def schemas() -> Json:
    """What every document contains."""
    operators = sorted({op for kind in FIELD_KINDS.values() for op in kind.operators} - {"within"})
    return {
        "Problem": _problem(),
        "Alike": _alike(),
        "Masked": {
            "type": "string",
            "description": "What is left of a value that this user may only recognise.",
            "pattern": "[•*]",
        },
        "Filter": _filter(operators),
        "Batch": _batch(),
        "Verdicts": closed(
            {"rows": items(_verdict()), "change_set": maybe(ID)}, "rows", "change_set"
        ),
        "Deleted": closed({"change_set": ID}, "change_set"),
        **_readings(),
        "CameSince": _came_since(),
        **_ledger(),
    }


def _problem() -> Json:
    error = closed({"field": TEXT, "message": TEXT}, "field", "message")
    return {
        "type": "object",
        "description": "An error as RFC 9457 has it; some kinds have further members.",
        "properties": {
            "type": {"type": "string", "format": "uri-reference"},
            "title": TEXT,
            "status": {"type": "integer", "enum": sorted({s for s, _ in KINDS.values()})},
            "detail": TEXT,
            "errors": items(error),
            "survivor": {**ID, "description": "410: the record into which it went."},
            "existing": {**ID, "description": "409: the record that has the unique key."},
            "yours": {"type": "object", "description": "412: version and values sent."},
            "current": {"type": "object", "description": "412: the record as it is now."},
            "duplicates": {
                **items(ref("Alike")),
                "description": "409: records that are this one in all probability.",
            },
            "users": items(closed({"resource": TEXT, "id": ID, "name": TEXT})),
        },
        "required": ["type", "title", "status", "detail"],
    }


def _alike() -> Json:
    return {
        "type": "object",
        "description": (
            "A record like a new one; without id where only so much of it may be known."
        ),
        "properties": {
            "id": ID,
            "name": TEXT,
            "decision": {"type": "string", "enum": ["same", "ask"]},
            "probability": {"type": "number"},
            "reasons": items(TEXT),
        },
        "required": ["name", "decision", "probability", "reasons"],
    }


def _filter(operators: list[str]) -> Json:
    some = {"where": ref("Filter")}
    return {
        "description": "Conditions on fields, also of related records (`stage.is_closed`).",
        "anyOf": [
            closed({"all": items(ref("Filter"))}, "all"),
            closed({"any": items(ref("Filter"))}, "any"),
            closed({"not": ref("Filter")}, "not"),
            closed({"some": TEXT, **some}, "some"),
            closed({"none": TEXT, **some}, "none"),
            closed({"field": TEXT, "op": {"type": "string", "enum": operators}, "value": {}},
                   "field", "op"),
            closed({"field": TEXT, "op": {"const": "within"}, "value": _period()},
                   "field", "op", "value"),
        ],
    }  # fmt: skip


def _period() -> Json:
    return {
        "type": "string", "pattern": f"^(?:{periods.PATTERN})$",
        "examples": ["this_month", "last_n_days:90", "older_than_n_months:6"],
        "description": "Of dates and moments: a period in the reader's time zone that moves with "
        "time. `last_n_days:90` is from 90 days ago to the end of today; `next_n_days:30` from "
        "today to the day in 30 days; `older_than_n_days:90` lies before the one, "
        "`later_than_n_days:30` behind the other. Weeks begin on Monday.",
    }  # fmt: skip


def _batch() -> Json:
    row = closed(
        {
            "method": {"type": "string", "enum": list(METHODS)},
            "id": ID,
            "version": {"type": "integer", "minimum": 1},
            "values": {"type": "object"},
        },
        "method",
    )
    rows = {**items(row), "minItems": 1, "maxItems": MOST_ROWS}
    return closed({"rows": rows}, "rows")


def _verdict() -> Json:
    problem: Any = ref("Problem")
    done = closed(
        {"status": {"type": "integer", "enum": [200, 201]}, "id": ID, "version": COUNT,
         PARAMETER: items(ref("Alike"))},
        "status", "id",
    )  # fmt: skip
    return {"anyOf": [done, problem]}


def _readings() -> Json:
    """Timeline, history, access, search, the user."""
    entry = {
        "seq": COUNT, "at": MOMENT, "actor": maybe(ID), "actor_name": TEXT, "door": TEXT,
        "action": TEXT, "label": TEXT, "reason": TEXT, "change_set": ID, "operation": OPERATION,
        "can_undo": FLAG, "is_undone": FLAG, "lines": items(LINE),
    }  # fmt: skip
    moment = {
        "at": MOMENT, "source": TEXT, "title": TEXT, "text": TEXT, "who": TEXT, "door": TEXT,
        "kind": TEXT, "record": maybe(ID), "about": TEXT, "change_set": maybe(ID),
        "can_undo": FLAG, "is_undone": FLAG, "lines": items(LINE),
    }  # fmt: skip
    reason = {
        "user": ID, "name": TEXT, "verbs": items(TEXT), "why": TEXT,
        "until": maybe({"type": "string", "format": "date"}),
    }  # fmt: skip
    source = {
        "field": TEXT, "part": maybe(ID), "value": {}, "source": TEXT, "at": MOMENT,
        "actor_name": TEXT, "change_set": ID,
    }  # fmt: skip
    me = {
        "id": ID, "login": TEXT, "name": TEXT, "email": TEXT, "language": TEXT,
        "team": maybe(ID), "roles": items(TEXT), "is_admin": FLAG,
        "verbs": {"type": "object", "additionalProperties": items(TEXT)},
    }  # fmt: skip
    hit = {"resource": TEXT, "id": ID, "name": TEXT}
    figure = {"text": TEXT, "unit": TEXT, "exact": TEXT, "state": TEXT, "needs": FLAG}
    desk: Json = {"type": "string", "enum": [str(value) for value in Desk.values]}
    question = {
        "key": TEXT, "ask": TEXT, "says": TEXT, "asked_by": items(desk), "url": TEXT,
        "figure": maybe(closed(figure, *figure)),
    }  # fmt: skip
    return {
        "History": cursor_page(closed(entry, *entry)),
        "Timeline": cursor_page(closed(moment, *moment)),
        "Sources": closed({"items": items(closed(source, *source))}, "items"),
        "Reasons": closed({"items": items(closed(reason, *reason))}, "items"),
        "Me": closed(me, *me),
        "Hits": closed({"items": items(closed(hit, *hit))}, "items"),
        "Questions": closed({"items": items(closed(question, *question))}, "items"),
    }


def _came_since() -> Json:
    """What came after a merge, of which only a person knows whose it is."""
    since = {"key": TEXT, "resource": TEXT, "id": ID, "field": maybe(TEXT), "text": TEXT}
    came = {"loser": ID, "merged_at": MOMENT, "since": items(closed(since, *since))}
    return closed(came, *came)


def _ledger() -> Json:
    """Change sets, undo, jobs."""
    change_set = {
        "id": ID, "at": MOMENT, "actor": maybe(ID), "actor_name": TEXT,
        "door": {"type": "string", "enum": [str(v) for v in Door.values]}, "action": TEXT,
        "reason": TEXT, "state": {"type": "string", "enum": STATES}, "undoes": maybe(ID),
        "is_undone": FLAG, "change_count": COUNT,
    }  # fmt: skip
    change = {
        "seq": COUNT, "kind": TEXT, "resource": maybe(TEXT), "record": ID, "name": maybe(TEXT),
        "operation": OPERATION, "action": TEXT, "label": TEXT, "lines": items(LINE),
    }  # fmt: skip
    whole = {
        **change_set,
        "changes": items(closed(change, *change)),
        "next_cursor": {"type": ["string", "null"]},
    }
    conflict = closed({"kind": TEXT, "record": TEXT, "reason": TEXT, "field": TEXT})
    undone = {**change_set, "conflicts": items(conflict), "conflict_count": COUNT}
    job = {
        "id": ID, "name": TEXT,
        "state": {"type": "string", "enum": [str(v) for v in Job.State.values]},
        "done": COUNT, "total": COUNT, "result": {"type": "object"}, "error": TEXT,
        "created_at": MOMENT, "finished_at": maybe(MOMENT),
    }  # fmt: skip
    return {
        "ChangeSets": cursor_page(closed(change_set, *change_set)),
        "ChangeSet": closed(whole, *whole),
        "Undone": closed(undone, *undone),
        "Job": closed(job, *job),
    }


def parameters() -> Json:
    """What requests may carry besides their bodies."""
    limit: Json = {"type": "integer", "minimum": 1, "maximum": 200}
    return {
        "Id": _parameter("path", "id_", ID, "The record's id."),
        "Limit": _parameter("query", "limit", limit, "How many at most."),
        "Cursor": _parameter("query", "cursor", TEXT, "`next_cursor` of the page before."),
        "Fields": _parameter("query", "fields", TEXT, "Names of fields and parts, with commas."),
        "Search": _parameter("query", "q", TEXT, "Words: names, numbers, pinyin, initials."),
        "AsOf": _parameter(
            "query", "as_of", MOMENT, "As it was, seen with today's rights."
        ),
        "Filter": {
            "in": "query", "name": "filter", "description": "Which records.",
            "content": {"application/json": {"schema": ref("Filter")}},
        },
        "IfMatch": _parameter(
            "header", "If-Match", {"type": "string", "pattern": '^"[0-9]{1,9}"$'},
            'The version that the client started from: `"3"`.',
        ),
        "Duplicates": _parameter(
            "query", "duplicates", {"type": "string", "enum": ["accept"]},
            "Make the record even where one that is the same is known.",
        ),
        "Source": _parameter(
            "header", "Zhike-Source", {"type": "string", "pattern": "^[!-~]{1,40}$"},
            "The system that the values come from, such as `erp`: it decides what stands.",
        ),
        "IdempotencyKey": _parameter(
            "header", "Idempotency-Key", {"type": "string", "pattern": "^[!-~]{1,200}$"},
            "Sent again within 72 hours with the same body, it gives the first answer again.",
        ),
    }  # fmt: skip


def _parameter(place: str, name: str, schema: Json, description: str) -> Json:
    required = {"required": True} if place == "path" else {}
    return {"in": place, "name": name, "schema": schema, "description": description, **required}


def headers() -> Json:
    """What answers carry besides their bodies."""
    return {
        name: {"description": text, "schema": TEXT}
        for name, text in {
            "ETag": "The record's version.",
            "Change-Set": "The change set that the request wrote; it can be undone.",
            "Idempotent-Replayed": "`true` where this is the answer to an earlier request.",
            "Location": "Where it is found.",
        }.items()
    }


def responses() -> Json:
    """Every error, as a problem document."""
    return {
        f"Problem{status}": {
            "description": sentence,
            "content": {CONTENT_TYPE: {"schema": ref("Problem")}},
        }
        for status, sentence in SENTENCES.items()
    }
