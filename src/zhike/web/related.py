"""The records that point at a record: a tab for each type, with how many there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.ledger.models import Record
from zhike.records import listing
from zhike.records.fieldspec import FieldSpec
from zhike.records.lacking import note_lacks
from zhike.records.listing import bounded_counts
from zhike.records.resource import Resource, resource_for
from zhike.web.links import list_url, record_url
from zhike.web.tables import columns_of, table

SHOWN = 25


@dataclass(frozen=True)
class Relation:
    """Records of another type that point here by one of their fields."""

    name: str
    other: Resource
    spec: FieldSpec
    label: str


def relations(access: Access, record: Record) -> list[Relation]:
    """The relations that this user may look into; two to the same type are told apart."""
    found = list(_known(access, resource_for(type(record))))
    times = Counter(other.name for _name, other, _spec in found)
    return [
        Relation(
            name, other, spec,
            _seen_from(other, spec, record) or (
                f"{other.label_plural} · {spec.label}" if times[other.name] > 1
                else str(other.label_plural)
            ),
        )
        for name, other, spec in found
        if not _is_never(other, spec, record)
    ]  # fmt: skip


def _seen_from(other: Resource, spec: FieldSpec, record: Record) -> str:
    by_kind = f"{spec.name}:{getattr(record, 'kind', '')}"
    return str(other.seen_from.get(by_kind) or other.seen_from.get(spec.name, ""))


def _is_never(other: Resource, spec: FieldSpec, record: Record) -> bool:
    return other.seen_from.get(f"{spec.name}:{getattr(record, 'kind', '')}") == ""


def _known(access: Access, resource: Resource) -> Iterator[tuple[str, Resource, FieldSpec]]:
    for name, (other, path) in resource.relations().items():
        spec = other.specs(access).get(path)
        if not other.is_part and access.can(other.model, "read") and spec and spec.searchable:
            yield name, other, spec


def tabs(
    access: Access, resource: Resource, record: Record, chosen: str
) -> tuple[list[dict[str, Any]], dict[str, Any] | None]:
    """The tabs of a record's page, and the list of the chosen one."""
    known = relations(access, record)
    url = record_url(resource, record.pk)
    names = {relation.name for relation in known}
    links = [{"label": _("Overview"), "url": url, "current": chosen not in names}]
    counts = bounded_counts(record, {
        f"n{number}": access.rows(one.other.model).filter(**{one.spec.column: record.pk})
        for number, one in enumerate(known)
    })  # fmt: skip
    note_lacks(record, (
        (one.other.model, one.spec.column)
        for one, (count, _more) in zip(known, counts.values(), strict=True) if not count
    ))  # fmt: skip
    shown = None
    for relation, (count, more) in zip(known, counts.values(), strict=True):
        text = f"{count:,}" + ("+" if more else "")
        current = relation.name == chosen
        links.append({
            "label": relation.label, "url": f"{url}?tab={relation.name}", "current": current,
            "count": text if count else "",
        })  # fmt: skip
        if current:
            shown = _list(access, record, relation, text)
    return (links if known else []), shown


def _list(access: Access, record: Record, relation: Relation, count: str) -> dict[str, Any]:
    """The first records, the way to all of them, and to a new one."""
    other, spec = relation.other, relation.spec
    filter_ = {"all": [{"field": spec.name, "op": "eq", "value": str(record.pk)}]}
    page = listing.page(other, access, listing.Query(filter_, limit=SHOWN), count=False)
    specs = [s for s in columns_of(other, access) if s.name != spec.name]
    label = _("New %(record)s") % {"record": other.label}
    new = {"label": label, "url": f"/{other.name}/new/?{spec.name}={record.pk}", "icon": "plus"}
    foot = {"label": _("all of them"), "url": list_url(other, filter=filter_)}
    return table(other, specs, access, page.items, opens=True) | {
        "title": relation.label, "icon": other.icon, "count": count, "id": f"related-{other.name}",
        "actions": [new] if access.can(other.model, "create") else [],
        "foot": foot if page.next_cursor else None,
    }  # fmt: skip
