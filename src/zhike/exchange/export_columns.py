"""What an export says of records: its columns, and a page of records with all they need."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.text import capfirst

from zhike.access.models.role import Level
from zhike.access.rights import Access
from zhike.base.errors import BadValue
from zhike.exchange.marks import News
from zhike.exchange.sheets import Cell
from zhike.exchange.targets import Target, targets
from zhike.records import listing
from zhike.records.fieldspec import FieldSpec
from zhike.records.resource import Resource

# Between several contact points of one type in a cell; imports divide there.
BETWEEN = {"address": " | "}
USUAL = ";"


@dataclass(frozen=True)
class Column:
    """A field of the records, or all their parts of one kind; without a target, the id."""

    target: Target | None

    @property
    def name(self) -> str:
        """The field's name for programs."""
        return self.target.name if self.target is not None else "id"

    @property
    def heading(self) -> str:
        """The field's name in the reader's language."""
        return capfirst(str(self.target.label)) if self.target is not None else "id"

    def cell(self, item: Any, page: Page) -> Cell:
        """What stands in the column for a record."""
        if self.target is None:
            return str(item.pk)
        if self.target.part:
            return BETWEEN.get(self.target.variant, USUAL).join(page.texts(item, self.target))
        return value_cell(self.target.spec, item, page.names)

    def plain(self, item: Any, page: Page) -> Any:
        """The same for programs: as the API says it, but related records by their names."""
        if self.target is None:
            return str(item.pk)
        if self.target.part:
            return page.texts(item, self.target)
        spec = self.target.spec
        if spec.target is not None or spec.level == Level.MASKED or spec.kind.name == "json":
            return str(value_cell(spec, item, page.names))
        value = spec.value(item)
        return None if value is None else spec.kind.json(spec, value)


def columns(resource: Resource, access: Access, chosen: Sequence[str] = ()) -> list[Column]:
    """The columns that were chosen, else all; the id last, by which an import finds the record."""
    known = targets(resource, access)
    names = [name for name in chosen if name in known] or list(known)
    return [*(Column(known[name]) for name in names), Column(None)]


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


@dataclass(frozen=True)
class Page:
    """Some records on their way out, with the names and parts that their columns ask for."""

    resource: Resource
    access: Access
    items: Sequence[Any]
    names: dict[UUID, str]
    news: dict[UUID, News] = field(default_factory=dict)
    """What each is to the system for which it leaves."""

    def texts(self, item: Any, target: Target) -> list[str]:
        """The values of a record's parts of one kind."""
        found, names = self._parts[target.part]
        return [
            str(value_cell(target.spec, row, names))
            for row in found.get(item.pk, ())
            if not target.variant or row.type == target.variant
        ]

    def rows_of(self, part: str) -> tuple[dict[UUID, list[Any]], dict[UUID, str]]:
        """The parts of one kind by record, and the names of what they point at."""
        return self._parts[part]

    @cached_property
    def _parts(self) -> _Parts:
        return _Parts(self)


class _Parts(dict[str, tuple[dict[UUID, list[Any]], dict[UUID, str]]]):
    """By kind of part, the rows of a page's records and the names in them; read when asked for."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page

    def __missing__(self, name: str) -> tuple[dict[UUID, list[Any]], dict[UUID, str]]:
        page = self._page
        part = page.resource.part_resources()[name]
        roots = [item.pk for item in page.items]
        rows = list(page.access.shown_parts(part.model, roots).order_by("pk"))
        root = str(getattr(part.model, "part_of", "")) + "_id"
        found: dict[UUID, list[Any]] = defaultdict(list)
        for row in rows:
            found[getattr(row, root)].append(row)
        self[name] = found, listing.related_names(part, page.access, rows)
        return self[name]
