"""What the description of the API says of imports."""

from __future__ import annotations

from zhike.api.openapi.further import Further, describes
from zhike.api.openapi.operations import POST, operation, parameters
from zhike.api.openapi.schemas import COUNT, FLAG, ID, MOMENT, TEXT, Json, closed, items, maybe, ref
from zhike.exchange.profiles import PROFILES
from zhike.exchange.text_files import ENCODINGS

STATES = ["waiting", "running", "tried", "done", "stopped", "failed"]
ONE: Json = {"in": "path", "name": "id_", "required": True, "schema": ID}
SETTINGS: dict[str, tuple[str, Json]] = {
    "resource": ("The record type; without it, it is found out.", TEXT),
    "profile": ("The program that wrote the file; without it, it is found out.",
                {"type": "string", "enum": [p.name for p in PROFILES]}),
    "encoding": ("Of a text file; without it, it is found out.",
                 {"type": "string", "enum": list(ENCODINGS)}),
    "sheet": ("Of a workbook; without it, the first.", TEXT),
    "mapping": ('JSON: `{"columns": [{"to": "name", "from": ["Company"]}], '
                '"match": {"by": ["uscc"], "found": "update"}, "alike": "reject"}`; without it, '
                'by headings.', TEXT),
    "rehearse": ("`true` to try it and write nothing.",
                 {"type": "string", "enum": ["true", "false"]}),
    "name": ("What the import is called.", TEXT),
}  # fmt: skip


@describes
def imports() -> Further:
    """The paths of imports."""
    begin = operation(
        "begin_import", "Import a file: a worker maps, tries and runs it",
        {"202": ref("Import")}, POST, tag="imports",
        parameters=[*_settings(), *parameters("IdempotencyKey")],
    )  # fmt: skip
    begin["requestBody"] = {"required": True, "content": {
        "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
        "multipart/form-data": {"schema": closed(
            {"file": {"type": "string", "format": "binary"},
             **{name: schema for name, (_, schema) in SETTINGS.items()}},
            "file",
        )},
    }}  # fmt: skip
    again = closed({"mapping": {"type": "object"}, "rehearse": FLAG})
    read = ("400", "401", "404")
    rows = operation("refused_rows", "The refused rows with their reasons, as CSV",
                     {"200": TEXT}, read, tag="imports")  # fmt: skip
    rows["responses"]["200"]["content"] = {"text/csv": {"schema": TEXT}}
    return Further(
        {
            "/imports": {
                "get": operation("list_imports", "Imports, the latest first",
                                 {"200": ref("Imports")}, ("400", "401"), tag="imports",
                                 parameters=parameters("Limit")),
                "post": begin,
            },
            "/imports/{id_}": {"parameters": [ONE], "get": operation(
                "read_import", "How far an import is, and what came of it",
                {"200": ref("Import")}, read, tag="imports",
            )},
            "/imports/{id_}/run": {"parameters": [ONE], "post": operation(
                "run_import", "Carry out an import that was tried, or try it again",
                {"202": ref("Import")}, POST, tag="imports", body=again, needed=False,
                parameters=parameters("IdempotencyKey"),
            )},
            "/imports/{id_}/refused": {"parameters": [ONE], "get": rows},
        },
        {"Import": _import(), "Imports": closed({"items": items(ref("Import"))}, "items")},
    )  # fmt: skip


def _settings() -> list[Json]:
    return [{"in": "query", "name": name, "description": text, "schema": schema}
            for name, (text, schema) in SETTINGS.items()]  # fmt: skip


def _import() -> Json:
    counts: Json = dict.fromkeys(("created", "updated", "skipped", "rejected"), COUNT)
    beside = {"type": "object", "additionalProperties": closed(
        {"created": COUNT, "matched": COUNT, "updated": COUNT}
    )}  # fmt: skip
    report = {"type": "object", "properties": {
        **counts, "companions": beside, "alike": COUNT | {"description": "Refused as lookalikes."},
    }}  # fmt: skip
    row = closed({"line": COUNT, "name": TEXT, "is_like": TEXT, "id": maybe(ID),
                  "probability": {"type": "number"}})  # fmt: skip
    alike = closed({"count": COUNT, "looked_at": COUNT, "rows": items(row)})
    trial = {"type": "object", "properties": {
        **counts, "companions": beside, "alike": maybe(alike | {
            "description": "New rows that look like a record which is here, of those looked at."
        }),
    }}  # fmt: skip
    said: Json = {
        "id": ID, "created_at": MOMENT, "name": TEXT, "resource": maybe(TEXT),
        "profile": maybe(TEXT), "state": {"type": "string", "enum": STATES}, "rows": COUNT,
        "done": COUNT, "mapping": {"type": "object"}, "left_out": items(TEXT),
        "trial": maybe(trial), "report": maybe(report), "change_set": maybe(ID),
        "job": maybe(ID), "error": TEXT,
    }  # fmt: skip
    return closed(said, *said)
