"""How the description says what a method of a path takes and answers."""

from __future__ import annotations

from typing import Any

from zhike.api.openapi import components
from zhike.api.openapi.schemas import Json

READ = ("400", "401", "403", "404")
WRITE = (*READ, "409", "413", "415", "503")
POST = (*WRITE, "422")


def operation(
    id_: str, summary: str, ok: Json, errors: tuple[str, ...], *, tag: str,
    body: Json | None = None, needed: bool = True, **more: Any,
) -> Json:  # fmt: skip
    """One method of a path; `ok` maps statuses to schemas."""
    answers: Json = {
        status: {
            "description": components.WRITTEN[status],
            "content": {"application/json": {"schema": schema}},
            "headers": _headers(status, has_body=body is not None),
        }
        for status, schema in ok.items()
    }
    answers |= {status: {"$ref": f"#/components/responses/Problem{status}"} for status in errors}
    found: Json = {"operationId": id_, "summary": summary, "tags": [tag], "responses": answers}
    if body is not None:
        content = {"application/json": {"schema": body}}
        found["requestBody"] = {"required": needed, "content": content}
    return found | more


def _headers(status: str, *, has_body: bool) -> Json:
    names = ["ETag", *(("Change-Set", "Idempotent-Replayed") if has_body else ())]
    names += ["Location"] if status in ("201", "202") else []
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def parameters(*names: str) -> list[Json]:
    """References to shared parameters."""
    return [{"$ref": f"#/components/parameters/{name}"} for name in names]
