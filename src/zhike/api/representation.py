"""A record as the API gives it: what this user may see of it, worked out once a request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhike.access.models.role import Level
from zhike.access.rights import Access
from zhike.api.problems import malformed
from zhike.ledger.bulk import unflattened
from zhike.ledger.models import Record
from zhike.ledger.models.record import ledger_fields
from zhike.ledger.moments import Snapshot
from zhike.ledger.values import blank, load
from zhike.records.fieldspec import FieldSpec
from zhike.records.listing import related_names
from zhike.records.resource import Resource

Json = dict[str, Any]
_AS_STORED = frozenset({"text", "long_text", "integer", "boolean", "choice"})
_OF_TODAY = frozenset({"version", "created_at", "updated_at"})
_Column = tuple[str, Callable[[Any], Any]]


class Shape:
    """What one user sees of one record type."""

    def __init__(
        self, resource: Resource, access: Access, only: Iterable[str] | None = None, *,
        without: str = "",
    ) -> None:  # fmt: skip
        """`only` names the fields and parts that are asked for, all of which must exist."""
        self.resource, self.access = resource, access
        specs = {n: spec for n, spec in resource.specs(access).items() if n != without}
        names = visible_parts(resource, access)
        self.part_names = list(names) if only is None else [n for n in names if n in set(only)]
        if only is not None:
            specs = _chosen(specs, only, [*names, "id", "version"])
        self._plain = [(s.name, getter(s)) for s in specs.values() if not _is_named(s)]
        self._related = [
            (s.name, s.value, "" if s.name + "_name" in specs else s.name + "_name")
            for s in specs.values() if _is_named(s)
        ]  # fmt: skip

    def rows(
        self, records: Sequence[Any], names: dict[UUID, str] | None = None, *, parts: bool = True
    ) -> list[Json]:
        """Records with the names of what they point at; a fixed number of queries for all."""
        if names is None:
            names = self._names(records)
        found = [self._row(record, names) for record in records]
        if parts and self.part_names:
            self._add_parts(found, records)
        return found

    def _names(self, records: Sequence[Any]) -> dict[UUID, str]:
        if not self._related:
            return {}
        return related_names(self.resource, self.access, list(records))

    def one(self, record: Any) -> Json:
        """A record with its parts."""
        return self.rows([record])[0]

    def _row(self, record: Any, names: dict[UUID, str]) -> Json:
        row: Json = {"id": str(record.pk), "version": record.version}
        for name, get in self._plain:
            row[name] = get(record)
        for name, get, name_key in self._related:
            target = get(record)
            row[name] = None if target is None else str(target)
            if name_key:
                row[name_key] = names.get(target)
        return row

    @cached_property
    def _part_shapes(self) -> dict[str, Shape]:
        """Parts without what they are parts of, which is plain from where they stand."""
        known = self.resource.part_resources()
        return {
            name: Shape(known[name], self.access, without=known[name].model.part_of)  # type: ignore[attr-defined]
            for name in self.part_names
        }

    def _add_parts(self, rows: list[Json], records: Sequence[Any]) -> None:
        by_id = {row["id"]: row for row in rows}
        for name, shape in self._part_shapes.items():
            for row in rows:
                row[name] = []
            model: Any = shape.resource.model
            ids = [record.pk for record in records]
            query = self.access.shown_parts(model, ids)
            found = list(query.order_by(*model._meta.ordering, "pk"))
            to_root = attrgetter(model.part_of + "_id")
            for part, row in zip(found, shape.rows(found), strict=True):
                by_id[str(to_root(part))][name].append(row)

    def rows_then(self, records: Sequence[Any], names: dict[UUID, str] | None = None) -> list[Json]:
        """Records as they were, without their parts; the versions of that time are not known."""
        return [
            {name: value for name, value in row.items() if name not in _OF_TODAY}
            for row in self.rows(records, names, parts=False)
        ]

    def then(self, id_: UUID, snapshot: Snapshot) -> Json:
        """A record as it was; the version of that time is not known."""
        row = _as_it_was(self, id_, snapshot.fields)
        for name, shape in self._part_shapes.items():
            kind = shape.resource.model.record_type
            row[name] = [
                _as_it_was(shape, part, fields)
                for (part_kind, part), fields in sorted(snapshot.parts.items())
                if part_kind == kind
            ]
        return row


def _as_it_was(shape: Shape, id_: UUID, fields: dict[str, Any]) -> Json:
    record = restored(shape.resource.model, id_, fields)
    return shape.rows_then([record])[0]


def restored(model: type[Record], id_: UUID, fields: dict[str, Any]) -> Record:
    """A record in memory from the ledger's form of its fields."""
    record = model(id=id_)
    fields = unflattened(fields)
    for field in ledger_fields(model):
        setattr(record, field.attname, load(field, fields.get(field.name, blank(field))))
    for name, value in model.derive(fields).items():
        setattr(record, name, load(model._meta.get_field(name), value))  # type: ignore[arg-type]
    return record


def visible_parts(resource: Resource, access: Access) -> list[str]:
    """The names of those of the record type's parts that this user may read."""
    parts = resource.part_resources()
    return [name for name, part in parts.items() if access.can(part.model, "read")]


def _chosen(
    specs: dict[str, FieldSpec], only: Iterable[str], others: Sequence[str]
) -> dict[str, FieldSpec]:
    for name in only:
        if name not in specs and name not in others:
            message = _("There is no such field; there are: %(known)s.")
            raise malformed("fields", message % {"known": ", ".join([*specs, *others])})
    return {name: specs[name] for name in only if name in specs}


def _is_named(spec: FieldSpec) -> bool:
    return spec.target is not None and spec.level != Level.MASKED


def getter(spec: FieldSpec) -> Callable[[Any], Any]:
    """The quickest function from a record to the field's JSON."""
    if spec.level == Level.MASKED or spec.veils or spec.is_custom or spec.kind.name == "reference":
        return spec.json
    if spec.kind.name in _AS_STORED:
        return attrgetter(spec.column)
    column, kind = (
        attrgetter(spec.column if spec.target is None else spec.column + "_id"),
        spec.kind,
    )
    return lambda record: kind.json(spec, column(record))
