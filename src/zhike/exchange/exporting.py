"""Export: what a list holds, as far as the user may see it, to a table that imports read back."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.text import capfirst

from zhike.access import events
from zhike.access.models.role import Level
from zhike.access.rights import Access, Denied
from zhike.base.errors import BadValue
from zhike.exchange.sheets import SHEETS, Cell
from zhike.exchange.targets import Target, targets
from zhike.ledger.models import Record
from zhike.records import listing
from zhike.records.fieldspec import FieldSpec
from zhike.records.resource import Resource

PAGE = 500
EVENT = "export"
# Between several contact points of one type in a cell; imports divide there.
BETWEEN = {"address": " | "}
USUAL = ";"


@dataclass(frozen=True)
class Demand:
    """What is exported: a list's records, in its order, as CSV or XLSX."""

    resource: Resource
    access: Access
    query: listing.Query
    format: str = "csv"

    @property
    def wanted(self) -> listing.Query:
        """The list, less what the user may only read."""
        return replace(self.query, verb="export")


def export(demand: Demand, path: Path, beat: Callable[[int], None] = lambda done: None) -> int:
    """Write the file and the line of the access log; how many records it holds.

    Raises Denied, Invalid for a wrong filter, KeyError for an unknown format.
    """
    resource, access = demand.resource, demand.access
    for verb in ("read", "export"):
        if not access.can(resource.model, verb):
            raise Denied(resource.model.record_type, verb)
    columns = _columns(resource, access)
    done = 0
    with SHEETS[demand.format](path) as sheet:
        sheet.write([column.heading for column in columns])
        for items, names in _pages(demand):
            parts = _Parts(resource, access, columns, items)
            for item in items:
                sheet.write([column.cell(item, names, parts) for column in columns])
            done += len(items)
            beat(done)
    user = access.user.pk if access.user else None
    detail = f"{resource.name} {done} {demand.format}"
    events.note(EVENT, user=user, kind=resource.model.record_type, detail=detail)
    return done


def _pages(demand: Demand) -> Iterator[tuple[list[Any], dict[UUID, str]]]:
    query = replace(demand.wanted, limit=PAGE, cursor="")
    while True:
        page = listing.page(demand.resource, demand.access, query, count=False)
        if page.items:
            yield page.items, page.names
        if page.next_cursor is None:
            return
        query = replace(query, cursor=page.next_cursor)


@dataclass(frozen=True)
class _Column:
    """A field of the records, or all their parts of one kind."""

    target: Target | None

    @property
    def heading(self) -> str:
        """The field's name in the reader's language."""
        return capfirst(str(self.target.label)) if self.target is not None else "id"

    def cell(self, item: Any, names: dict[UUID, str], parts: _Parts) -> Cell:
        """What stands in the column for a record."""
        if self.target is None:
            return str(item.pk)
        if self.target.part:
            return parts.text(item.pk, self.target)
        return value_cell(self.target.spec, item, names)


def _columns(resource: Resource, access: Access) -> list[_Column]:
    return [*map(_Column, targets(resource, access).values()), _Column(None)]


def value_cell(spec: FieldSpec, item: Any, names: dict[UUID, str]) -> Cell:
    """A field's value as a cell: numbers and dates as such, related records by their names."""
    if spec.level == Level.MASKED:
        return spec.text(item)
    value = spec.value(item)
    if value is None:
        return ""
    if spec.target is not None:
        return names.get(UUID(str(value)), "")
    kind = spec.kind.name
    if kind == "date":
        return value if isinstance(value, dt.date) else dt.date.fromisoformat(value)
    if spec.kind.is_number:
        return value if isinstance(value, int | Decimal) else Decimal(str(value))
    if kind == "moment":
        return timezone.localtime(value).isoformat(" ", "seconds")
    if kind in ("choice", "region", "country"):
        return _readable(spec, value)
    return spec.text(item)


def _readable(spec: FieldSpec, value: Any) -> str:
    """The name where it leads back to the value, else the value itself."""
    text = spec.kind.text(spec, value)
    try:
        return text if spec.parse(text) == value else str(value)
    except BadValue:
        return str(value)


class _Parts:
    """The parts of a page of records, one query for each kind of part."""

    def __init__(
        self, resource: Resource, access: Access, columns: Sequence[_Column], items: Sequence[Any]
    ) -> None:
        self._found: dict[str, dict[UUID, list[Any]]] = {}
        self._names: dict[str, dict[UUID, str]] = {}
        wanted = {c.target.part for c in columns if c.target is not None and c.target.part}
        for name in wanted:
            part = resource.part_resources()[name]
            root = str(getattr(part.model, "part_of", ""))
            self._take(name, part.model, root, items)
            rows = [row for rows in self._found[name].values() for row in rows]
            self._names[name] = listing.related_names(part, access, rows)

    def _take(self, name: str, model: type[Record], root: str, items: Sequence[Any]) -> None:
        found: dict[UUID, list[Any]] = defaultdict(list)
        query = models.QuerySet[Any](model).filter(**{root + "__in": [item.pk for item in items]})
        for row in query.order_by("pk"):
            found[getattr(row, root + "_id")].append(row)
        self._found[name] = found

    def text(self, record: UUID, target: Target) -> str:
        """The values of a record's parts in one cell."""
        names = self._names[target.part]
        texts = [
            str(value_cell(target.spec, row, names))
            for row in self._found[target.part].get(record, ())
            if not target.variant or row.type == target.variant
        ]
        return BETWEEN.get(target.variant, USUAL).join(texts)
