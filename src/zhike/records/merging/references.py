"""What points at a record: read off the models once, so that nothing is forgotten in a merge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import QuerySet
from django.db.models.functions import Cast

from zhike.ledger.bulk import model_of
from zhike.ledger.fields import RecordRef, UuidKey
from zhike.ledger.models import Part, Record
from zhike.records.models import CustomField, SavedView


@dataclass(frozen=True)
class Reference:
    """A field by which records of a type point at others: here, a foreign key."""

    model: type[Record]
    field: str

    def pointing(self, record: Record) -> QuerySet[Any]:
        """The records that point at this one."""
        return QuerySet[Any](self.model).filter(**{self.field: record.pk})

    def point(self, other: Any, old: Record, new: Record | None) -> None:
        """Let a record point at the new one where it pointed at the old (None: at nothing)."""
        field = self.model._meta.get_field(self.field)
        setattr(other, field.attname, new.pk if new else None)  # type: ignore[union-attr]

    @property
    def column(self) -> str:
        """The field's name in a unique key."""
        return self.field


class About(Reference):
    """A reference to any record by kind and id in one text."""

    def pointing(self, record: Record) -> QuerySet[Any]:
        """The records that point at this one."""
        return QuerySet[Any](self.model).filter(**{self.field: RecordRef.to(record)})

    def point(self, other: Any, old: Record, new: Record | None) -> None:
        """Let a record point at the new one."""
        setattr(other, self.field, RecordRef.to(new) if new else "")


class Pair(Reference):
    """A reference to any record by kind and id in two fields, `about_kind` and `about_id`."""

    def pointing(self, record: Record) -> QuerySet[Any]:
        """The records that point at this one."""
        kind = self.field.removesuffix("_id") + "_kind"
        wanted = {kind: record.record_type, self.field: record.pk}
        return QuerySet[Any](self.model).filter(**wanted)


class Custom(Reference):
    """A custom field that points at a record; `field` is its key within `custom`."""

    def pointing(self, record: Record) -> QuerySet[Any]:
        """The records that point at this one."""
        return QuerySet[Any](self.model).filter(**{"custom__" + self.field: str(record.pk)})

    def point(self, other: Any, old: Record, new: Record | None) -> None:
        """Let a record point at the new one."""
        other.custom = {**other.custom, self.field: str(new.pk) if new else None}


class Asked(Reference):
    """A filter that somebody saved and that asks for a record."""

    def pointing(self, record: Record) -> QuerySet[Any]:
        """The records that ask for this one."""
        text = Cast(self.field, models.TextField())
        rows: QuerySet[Any] = QuerySet(self.model).alias(said=text)
        return rows.filter(said__contains=str(record.pk))

    def point(self, other: Any, old: Record, new: Record | None) -> None:
        """Let a filter ask for the new one."""
        setattr(other, self.field, _replaced(getattr(other, self.field), str(old.pk), new))


def _replaced(value: Any, old: str, new: Record | None) -> Any:
    if isinstance(value, dict):
        return {name: _replaced(item, old, new) for name, item in value.items()}
    if isinstance(value, list):
        return [_replaced(item, old, new) for item in value]
    return str(new.pk) if new is not None and value == old else value


def references(target: type[Record]) -> list[Reference]:
    """Every way in which records point at records of this type, but their own parts.

    Dependents before what they may depend on has no meaning here: each is moved by itself.
    """
    return [*references_in_code(target), *_custom(target)]


@cache
def references_in_code(target: type[Record]) -> tuple[Reference, ...]:
    """Those that stand in the models: all but custom fields."""
    records = [m for m in apps.get_models() if issubclass(m, Record)]
    return tuple(found for model in records for found in _of(model, target))


def _of(model: type[Record], target: type[Record]) -> Iterator[Reference]:
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey):
            if field.related_model is target and not _is_own(model, field.name):
                yield Reference(model, field.name)
        elif isinstance(field, RecordRef):
            yield About(model, field.name)
        elif isinstance(field, UuidKey) and field.name.endswith("_id"):
            yield Pair(model, field.name)
    if model is SavedView:
        yield Asked(model, "filter")


def _is_own(model: type[Record], name: str) -> bool:
    return issubclass(model, Part) and model.part_of == name


def _custom(target: type[Record]) -> list[Reference]:
    found = CustomField.objects.filter(
        kind=CustomField.Kind.RELATION, target=target.record_type
    ).order_by("id")
    return [Custom(model_of(field.resource), UUID(str(field.pk)).hex) for field in found]
