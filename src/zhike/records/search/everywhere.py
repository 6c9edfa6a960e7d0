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
from zhike.records.search.declared import all_searched, searched
from zhike.records.search.finding import find

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
    title = _title(resource, specs)
    columns = [specs[n] for n in resource.columns if n in specs and specs[n] is not title]
    found = []
    for record in records:
        shown = title.text(record) if title else ""
        hint = [text for spec in columns if (text := _text(spec, record, names))]
        kind = resource.model.record_type
        found.append(Hit(kind, record.pk, shown or str(resource.label), " · ".join(hint[:HINTS])))
    return found


def _title(resource: Resource, specs: dict[str, FieldSpec]) -> FieldSpec | None:
    """The first field by which a record is found, if the user sees it."""
    known = searched(resource.model.record_type)
    names = [name for name, _ in known.fields] if known else []
    return next((specs[name] for name in [*names, *resource.columns] if name in specs), None)


def _text(spec: FieldSpec, record: Any, names: dict[UUID, str]) -> str:
    if spec.kind.name == "reference":
        return ""
    if spec.target is None:
        return spec.text(record)
    return names.get(spec.value(record), "") if spec.searchable else ""
