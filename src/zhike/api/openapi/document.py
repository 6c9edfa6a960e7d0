"""The document as a whole: every path with its methods."""

from __future__ import annotations

from django.utils.translation import override

from zhike.access.rights import Access
from zhike.api.calls import in_api
from zhike.api.openapi import components, further
from zhike.api.openapi.operations import POST, READ, WRITE, operation, parameters
from zhike.api.openapi.schemas import ID, TEXT, Json, RecordSchemas, closed, items, ref
from zhike.api.precautions import has_precaution
from zhike.ledger.actions import actions_of
from zhike.records.resource import Resource
from zhike.records.timeline import choices

INFO = {
    "title": "Zhike 知客",
    "version": "1",
    "description": (
        "One set of endpoints over every record type. Programs send `Authorization: Bearer` with a"
        " token; a page's own script has the session and sends X-CSRFToken. Every error is a"
        " problem document (RFC 9457). Times are ISO 8601 with an offset, amounts are text."
    ),
}


def build(access: Access | None = None) -> Json:
    """The document for everybody, or with the fields that one user sees, custom ones included."""
    with override("en"):
        schemas, paths = components.schemas(), _paths_of_all()
        for resource in in_api().values():
            known = RecordSchemas(resource, access)
            schemas |= known.components()
            paths |= _paths(known)
        for described in further.all_further():
            paths, schemas = paths | described.paths, schemas | described.schemas
        return {
            "openapi": "3.1.0",
            "info": INFO,
            "servers": [{"url": "/api/v1"}],
            "security": [{"bearer": []}, {"session": []}],
            "paths": paths,
            "components": {
                "schemas": schemas,
                "parameters": components.parameters(),
                "headers": components.headers(),
                "responses": components.responses(),
                "securitySchemes": {
                    "bearer": {"type": "http", "scheme": "bearer"},
                    "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
                },
            },
        }


def _paths(known: RecordSchemas) -> Json:
    """Every path of one record type."""
    name = known.resource.name
    one = f"/{name}/{{id_}}"
    of_one = {
        one: {"parameters": parameters("Id"), **_record(known)},
        **{f"{one}/{aspect}": {"parameters": parameters("Id"), "get": operation}
           for aspect, operation in _aspects(known).items()},
        **{f"{one}/{verb}": {"parameters": parameters("Id"), "post": operation}
           for verb, operation in _verbs(known).items()},
    }  # fmt: skip
    if known.resource.mergeable:
        of_one[f"{one}/unmerge"]["get"] = _came_since(known)
        for method in (m for path in of_one.values() for m in path.values() if "responses" in m):
            method["responses"]["410"] = {"$ref": "#/components/responses/Problem410"}
    return {
        f"/{name}": _collection(known),
        f"/{name}/batch": {"post": _batch(known)},
        **of_one,
    }


def _ids(resource: Resource) -> tuple[str, str]:
    """What operations are called after: all of them, and one of them."""
    return resource.name.replace("-", "_"), resource.model.record_type.replace("-", "_")


def _collection(known: RecordSchemas) -> Json:
    many, one = _ids(known.resource)
    label, plural = known.resource.label, known.resource.label_plural
    sorts = "|".join(name for name, spec in known.specs.items() if spec.sort and spec.searchable)
    pattern = f"^(-?({sorts})(,-?({sorts})){{0,2}})?$"
    sort = {"in": "query", "name": "sort", "description": "Sort keys; `-` for descending.",
            "schema": {"type": "string", "pattern": pattern}}  # fmt: skip
    is_looked_at = has_precaution(known.resource.model)
    queries = parameters("Filter", "Fields", "Limit", "Cursor", "Search")
    if known.resource.has_as_of:
        queries += parameters("AsOf")
    return {
        "get": operation(
            f"list_{many}", f"List {plural}", {"200": ref(f"{known.name}Page")}, READ, tag=many,
            parameters=[*queries, sort] if sorts else queries,
        ),
        "post": operation(
            f"create_{one}", f"Create: {label}",
            {"201": ref(f"{known.name}Made" if is_looked_at else known.name)}, POST, tag=many,
            body=ref(f"{known.name}Create"),
            parameters=parameters(
                "IdempotencyKey", "Source", *_insisting(known.resource)
            ),
        ),
    }  # fmt: skip


def _record(known: RecordSchemas) -> Json:
    many, one = _ids(known.resource)
    label, shown = known.resource.label, {"200": ref(known.name)}
    return {
        "get": operation(f"read_{one}", f"Read: {label}", shown, READ, tag=many,
                          parameters=parameters("Fields", "AsOf")),
        "patch": operation(
            f"change_{one}", f"Change: {label}", shown, (*WRITE, "412", "428"), tag=many,
            body=ref(f"{known.name}Update"), parameters=parameters("IfMatch", "Source"),
        ),
        "delete": operation(
            f"delete_{one}", f"Delete: {label}", {"200": ref("Deleted")},
            (*READ, "409", "412", "428", "503"), tag=many, parameters=parameters("IfMatch"),
        ),
    }  # fmt: skip


def _aspects(known: RecordSchemas) -> Json:
    many, one = _ids(known.resource)
    only = {"in": "query", "name": "only", "description": "One source of the timeline.",
            "schema": {"type": "string", "enum": choices(known.resource.model)}}  # fmt: skip
    return {
        "timeline": operation(
            f"timeline_of_{one}", "What happened with it, the latest first",
            {"200": ref("Timeline")}, READ, tag=many,
            parameters=[*parameters("Limit", "Cursor"), only],
        ),
        "history": operation(
            f"history_of_{one}", "Its changes, the latest first", {"200": ref("History")}, READ,
            tag=many, parameters=parameters("Limit", "Cursor"),
        ),
        "sources": operation(
            f"sources_of_{one}", "Where its values come from", {"200": ref("Sources")}, READ,
            tag=many,
        ),
        "access": operation(
            f"access_to_{one}", "Who can see it, and why", {"200": ref("Reasons")}, READ, tag=many
        ),
    }  # fmt: skip


def _verbs(known: RecordSchemas) -> Json:
    many, one = _ids(known.resource)
    found = _merging(known) if known.resource.mergeable else {}
    return found | {
        verb: operation(
            f"{verb}_{one}", str(action.label), {"200": ref(known.name)},
            (*POST, "412", "428"), tag=many, body=known.verb(action),
            needed=bool(action.required), parameters=parameters("IfMatch", "IdempotencyKey"),
        )
        for verb, action in actions_of(known.resource.model).items()
    }  # fmt: skip


def _merging(known: RecordSchemas) -> Json:
    many, one = _ids(known.resource)
    ids = {"type": "array", "items": ID, "minItems": 1, "maxItems": 10}
    bodies = {
        "merge": closed({"with": ids, "values": ref(f"{known.name}Update")}, "with"),
        "unmerge": closed({"loser": ID, "to_loser": items(TEXT)}, "loser"),
    }
    says = {"merge": "Let other records go into this one", "unmerge": "Take a merge back"}
    return {
        verb: operation(
            f"{verb}_{one}", says[verb], {"200": ref(known.name)}, POST, tag=many, body=body,
            parameters=parameters("IdempotencyKey"),
        )
        for verb, body in bodies.items()
    }  # fmt: skip


def _came_since(known: RecordSchemas) -> Json:
    """What to ask a person before a merge is taken back: keys for `to_loser`."""
    many, one = _ids(known.resource)
    loser = {"in": "query", "name": "loser", "required": True, "schema": ID}
    return operation(
        f"came_since_merge_of_{one}",
        "What came since a merge and stays unless `to_loser` gives its keys to the loser",
        {"200": ref("CameSince")}, READ, tag=many, parameters=[loser],
    )  # fmt: skip


def _batch(known: RecordSchemas) -> Json:
    many, _one = _ids(known.resource)
    return operation(
        f"batch_{many}", "Create, update and delete several, each with its own verdict",
        {"200": ref("Verdicts")}, POST, tag=many, body=ref("Batch"),
        parameters=parameters("IdempotencyKey", *_insisting(known.resource)),
    )  # fmt: skip


def _insisting(resource: Resource) -> list[str]:
    """The parameter with which a program insists on a new record, where somebody looks at it."""
    return ["Duplicates"] if has_precaution(resource.model) else []


def _paths_of_all() -> Json:
    """The paths that belong to no record type."""
    words = {"in": "query", "name": "q", "required": True, "schema": TEXT | {"minLength": 1}}
    most = {"in": "query", "name": "limit",
            "schema": {"type": "integer", "minimum": 1, "maximum": 50}}  # fmt: skip
    paged = parameters("Limit", "Cursor")
    one = {"parameters": [{"in": "path", "name": "id_", "required": True, "schema": ID}]}
    undo = operation(
        "undo_change_set", "Take it back", {"200": ref("Undone"), "202": ref("Job")}, POST,
        tag="ledger", body={"type": "object", "maxProperties": 0}, needed=False,
        parameters=parameters("IdempotencyKey"),
    )  # fmt: skip
    return {
        "/openapi.json": {"get": operation(
            "openapi", "This document; with credentials also with custom fields",
            {"200": {"type": "object"}}, ("400", "401"), tag="about", security=[{}, {"bearer": []}],
        )},
        "/me": {"get": operation("me", "Who asks", {"200": ref("Me")}, ("400", "401"),
                                  tag="about")},
        "/questions": {"get": operation(
            "questions", "What one may ask, with the answer at a glance",
            {"200": ref("Questions")}, ("400", "401"), tag="about",
        )},
        "/search": {"get": operation(
            "search", "Find records of every type", {"200": ref("Hits")}, ("400", "401"),
            tag="about", parameters=[words, most],
        )},
        "/jobs/{id_}": {**one, "get": operation(
            "job", "How far a job is", {"200": ref("Job")}, ("400", "401", "404"), tag="about",
        )},
        "/change-sets": {"get": operation(
            "list_change_sets", "Change sets, the latest first", {"200": ref("ChangeSets")},
            ("400", "401"), tag="ledger", parameters=paged,
        )},
        "/change-sets/{id_}": {**one, "get": operation(
            "read_change_set", "A change set with its changes", {"200": ref("ChangeSet")},
            ("400", "401", "404"), tag="ledger", parameters=paged,
        )},
        "/change-sets/{id_}/undo": {**one, "post": undo},
    }  # fmt: skip
