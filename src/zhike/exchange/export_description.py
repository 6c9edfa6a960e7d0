"""What the description of the API says of exports."""

from __future__ import annotations

from zhike.api.calls import in_api
from zhike.api.openapi.further import Further, describes
from zhike.api.openapi.operations import POST, operation, parameters
from zhike.api.openapi.schemas import COUNT, FLAG, ID, MOMENT, TEXT, Json, closed, items, maybe, ref
from zhike.exchange.formats import formats
from zhike.records.resource import Resource

READ = ("400", "401", "404")
ONE: Json = {"parameters": [{"in": "path", "name": "id_", "required": True, "schema": ID}]}


@describes
def exports() -> Further:
    """The paths of exports."""
    file = operation("read_export_file", "The file, once it is written", {"200": TEXT},
                     ("400", "401", "403", "404"), tag="exports")  # fmt: skip
    binary = {"schema": {"type": "string", "format": "binary"}}
    types = {made.content_type for r in in_api().values() for made in formats(r).values()}
    file["responses"]["200"]["content"] = dict.fromkeys(sorted(types), binary)
    return Further(
        {
            **{f"/{name}/export": {"post": _begin(known)} for name, known in in_api().items()},
            "/exports/{id_}": {**ONE, "get": operation(
                "read_export", "How far an export is, and where its file lies",
                {"200": ref("Export")}, READ, tag="exports",
            )},
            "/exports/{id_}/file": {**ONE, "get": file},
        },
        {"Export": _export()},
    )  # fmt: skip


def _begin(resource: Resource) -> Json:
    asked = closed({
        "format": {"type": "string", "enum": list(formats(resource)), "default": "csv"},
        "filter": ref("Filter"), "q": TEXT, "sort": TEXT, "fields": items(TEXT),
        "only_news": FLAG,
    })  # fmt: skip
    return operation(
        f"export_{resource.name.replace('-', '_')}",
        f"Export {resource.label_plural}: a worker writes the file", {"202": ref("Export")}, POST,
        tag=resource.name.replace("-", "_"), body=asked, needed=False,
        parameters=parameters("IdempotencyKey"),
    )  # fmt: skip


def _export() -> Json:
    said: Json = {
        "id": ID, "name": TEXT, "state": TEXT, "done": COUNT, "total": COUNT,
        "result": {"type": "object"}, "error": TEXT, "created_at": MOMENT,
        "finished_at": maybe(MOMENT), "resource": TEXT, "format": TEXT, "file": maybe(TEXT),
    }  # fmt: skip
    return closed(said, *said)
