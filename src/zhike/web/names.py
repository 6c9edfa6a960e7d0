"""The names of the records that a page mentions, as far as the reader may see them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from zhike.access.rights import Access
from zhike.ledger.bulk import model_of
from zhike.records.listing import related_names
from zhike.records.resource import Resource
from zhike.records.titles import named


def names_of(resource: Resource, access: Access, records: Sequence[Any]) -> dict[UUID | str, str]:
    """By id, and by `kind:id` for references; one query for each type of record they point at."""
    found: dict[UUID | str, str] = {}
    found |= dict(related_names(resource, access, list(records)).items())
    found.update(referred(access, _references(resource, access, records)))
    return found


def _references(resource: Resource, access: Access, records: Sequence[Any]) -> set[str]:
    specs = [s for s in resource.specs(access).values() if s.kind.name == "reference"]
    return {value for spec in specs for record in records if (value := spec.value(record))}


def referred(access: Access, references: set[str]) -> dict[str, str]:
    """The names of records by `kind:id`."""
    groups: dict[str, list[UUID]] = {}
    for reference in references:
        kind, _, id_ = reference.partition(":")
        groups.setdefault(kind, []).append(UUID(id_))
    found = {}
    for kind, ids in groups.items():
        found.update(
            {f"{kind}:{pk}": name for pk, name in named(access, model_of(kind), ids).items()}
        )
    return found
