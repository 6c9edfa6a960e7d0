"""What records are called, as far as the reader may see what they are called by.

Pages, pickers, messages and the API say a record's name through this module alone: `str(record)`
knows nothing of rights.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from zhike.access.rights import Access
from zhike.base.reading import once
from zhike.ledger.models import Record
from zhike.records.fieldspec import FieldSpec
from zhike.records.resource import Resource, resource_for

Names = dict[UUID, str]


def title(access: Access, record: Record) -> str:
    """What one record is called."""
    return titles(access, [record])[record.pk]


def titles(access: Access, records: Sequence[Record]) -> Names:
    """What records of one type are called: masked or left out where their names are so."""
    if not records:
        return {}
    try:
        resource = resource_for(type(records[0]))
    except KeyError:  # It is on no surface: no field of it can be hidden.
        return {record.pk: str(record) for record in records}
    specs = resource.specs(access)
    shown = [specs[name] for name in resource.model.named_by if name in specs]
    names = _targets(access, shown, records)
    return {record.pk: _said(resource, shown, record, names) for record in records}


def _said(resource: Resource, shown: list[FieldSpec], record: Record, names: Names) -> str:
    texts = [_text(spec, record, names) for spec in shown]
    return " ".join(text for text in texts if text) or str(resource.label)


def _text(spec: FieldSpec, record: Record, names: Names) -> str:
    return names.get(spec.value(record), "") if spec.target else spec.text(record)


def _targets(access: Access, shown: list[FieldSpec], records: Sequence[Record]) -> Names:
    """The names of what records are called after (a line after its product)."""
    found: Names = {}
    for spec in shown:
        if spec.target is not None and spec.searchable:
            found |= named(access, spec.target, {spec.value(record) for record in records} - {None})
    return found


def named(access: Access, model: type[Record], ids: Collection[Any]) -> Names:
    """The names of those of these records that the user may see."""
    if not ids or not access.can(model, "read"):
        return {}
    known: dict[Any, str | None] = once((model, "names"), dict)
    wanted = set(ids)
    if missing := wanted - known.keys():
        found = titles(access, list(access.rows(model).filter(pk__in=missing)))
        known.update({id_: found.get(id_) for id_ in missing})
    return {id_: name for id_ in wanted if (name := known[id_]) is not None}
