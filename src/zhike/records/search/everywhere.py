"""Search over all record types at once: the search page and Ctrl-K."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from zhike.access.rights import Access
from zhike.records.fieldspec import FieldSpec
from zhike.records.listing import related_names
from zhike.records.resource import Resource
from zhike.records.search.declared import all_searched
from zhike.records.search.finding import find
from zhike.records.titles import titles

HINTS = 2


@dataclass(frozen=True)
class Hit:
    """A record that was found: what it is called, and a hint to tell it from others so called."""

    kind: str
    id: UUID
    title: str
    hint: str


def global_search(access: Access, query: str, limit: int = 8) -> list[Hit]:
    """The newest `limit` records of each type that match, type by type as in the navigation."""
    found = []
    for known in all_searched():
        ids = find(access, query, known.model, limit)
        found += hits(access, known.resource, ids)
    return found


def hits(access: Access, resource: Resource, ids: Sequence[UUID]) -> list[Hit]:
    """These records in this order, as far as the user sees them; one query, one per relation."""
    if not ids:
        return []
    rows = access.rows(resource.model).in_bulk(list(ids))
    records = [rows[id_] for id_ in ids if id_ in rows]
    names = related_names(resource, access, records)
    specs = resource.specs(access)
    called, title = titles(access, records), resource.model.named_by
    columns = [specs[n] for n in resource.columns if n in specs and n not in title]
    found = []
    for record in records:
        hint = [text for spec in columns if (text := _text(spec, record, names))]
        kind = resource.model.record_type
        found.append(Hit(kind, record.pk, called[record.pk], " · ".join(hint[:HINTS])))
    return found


def _text(spec: FieldSpec, record: Any, names: dict[UUID, str]) -> str:
    if spec.kind.name == "reference":
        return ""
    if spec.target is None:
        return spec.text(record)
    return names.get(spec.value(record), "") if spec.searchable else ""
