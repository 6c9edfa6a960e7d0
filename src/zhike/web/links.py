"""Where the pages of a record type and of a record are."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from zhike.ledger.bulk import model_of
from zhike.ledger.models import Record
from zhike.records.resource import Resource, resource_for


def list_url(resource: Resource, page: str = "", /, **parameters: Any) -> str:
    """The list (or `board/`), with what is not empty; a filter is given as the filter itself."""
    if parameters.get("filter"):
        parameters["filter"] = json.dumps(
            parameters["filter"], ensure_ascii=False, separators=(",", ":")
        )
    query = urlencode({name: value for name, value in parameters.items() if value})
    return f"/{resource.name}/{page}" + (f"?{query}" if query else "")


def record_url(resource: Resource, id_: UUID | str, page: str = "") -> str:
    """A record's page, or one of those below it (`edit`)."""
    return f"/{resource.name}/{id_}/" + (f"{page}/" if page else "")


def url_of(model: type[Record], id_: UUID | str) -> str:
    """The page of a record of this type; "" where the type has no pages."""
    try:
        return record_url(resource_for(model), id_)
    except KeyError:
        return ""


def url_of_kind(kind: str, id_: UUID | str) -> str:
    """The page of a record of this kind; "" where the kind has no pages."""
    try:
        return url_of(model_of(kind), id_)
    except KeyError:
        return ""
