"""The tables that leave with an installation, row by row as lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db import connection, models

from zhike.ledger import sql
from zhike.ledger.fields import TransactionId
from zhike.ledger.models import Record
from zhike.ledger.values import blank, canonical

PACKAGE = "zhike."
BATCH = 1000


def leaves(model: type[models.Model]) -> bool:
    """Whether a table is part of the archive: neither derived nor of use here alone."""
    return model.__module__.startswith(PACKAGE) and not getattr(model, "stays_here", False)


def tables() -> list[Table]:
    """Every table that leaves, in the order of names."""
    found = (Table(model) for model in apps.get_models() if leaves(model))
    return sorted(found, key=lambda table: table.name)


@dataclass(frozen=True)
class Table:
    """A type of records (or of what stands beside them) and the form of its lines."""

    model: type[models.Model]

    @property
    def name(self) -> str:
        """Its name in the archive, such as `people.party`."""
        return str(self.model._meta.label_lower)

    @cached_property
    def fields(self) -> dict[str, models.Field[Any, Any]]:
        """What a line holds: all that is neither secret, nor derived, nor of this database."""
        return {f.name: f for f in self.model._meta.concrete_fields if self._is_told(f)}

    def _is_told(self, field: models.Field[Any, Any]) -> bool:
        model, points_at = self.model, field.related_model
        hidden = model.derived | model.secret if issubclass(model, Record) else frozenset()
        return (
            field.name not in hidden
            and not isinstance(field, TransactionId)
            and not (isinstance(points_at, type) and not leaves(points_at))
        )

    def lines(self, names: Sequence[str] | None = None) -> Iterator[bytes]:
        """Every row as a line, ordered by its key; `names` chooses fields."""
        chosen = [self.fields[name] for name in names or self.fields]
        vendor = connection.vendor
        readers = [(field.name, sql.reader(field, vendor)) for field in chosen]
        for row in sql.walk(self.model, [str(field.column) for field in chosen]):
            content = {
                name: None if value is None else read(value)
                for (name, read), value in zip(readers, row, strict=True)
            }
            yield canonical(content).encode() + b"\n"

    def insert(self, lines: Iterable[bytes]) -> int:
        """Write rows from their lines; how many."""
        columns = [f for f in self.model._meta.concrete_fields if not isinstance(f, TransactionId)]
        names = [str(field.column) for field in columns]
        count, rows = 0, []
        for line in lines:
            rows.append(self._row(json.loads(line), columns))
            if len(rows) == BATCH:
                sql.insert(self.model._meta.db_table, names, rows)
                count, rows = count + BATCH, []
        sql.insert(self.model._meta.db_table, names, rows)
        return count + len(rows)

    def _row(self, told: dict[str, Any], columns: list[models.Field[Any, Any]]) -> list[Any]:
        values = {name: value for name, value in told.items() if name in self.fields}
        if issubclass(self.model, Record) and self.model.derived:
            values |= self.model.derive(values)
        return [
            sql.bind(field, values[field.name] if field.name in values else blank(field))
            for field in columns
        ]
