"""What is searched of stored records: one query for them, one for each kind of part."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import models

from zhike.ledger.bulk import model_of
from zhike.ledger.values import dump
from zhike.records.search.declared import CUSTOM, Searched, Values

Stored = tuple[dict[str, Any], list[tuple[str, Values]]]


def stored(known: Searched, ids: Collection[UUID], *, lock: bool = False) -> dict[UUID, Stored]:
    """The searched fields of records and of their parts, in the ledger's form.

    With `lock`, nobody changes the records before the transaction's end.
    """
    found: dict[UUID, Stored] = {}
    query = models.QuerySet[Any](known.model).filter(pk__in=ids).order_by("pk")
    if lock:
        query = query.select_for_update(of=("self",))
    for record in _rows(query, known.model, [*known.names, *known.custom_column]):
        values = record | {
            CUSTOM + key: value for key, value in (record.get("custom") or {}).items()
        }
        found[record["pk"]] = values, []
    for part in known.parts:
        model: Any = model_of(part.kind)
        query = models.QuerySet[Any](model).filter(**{model.part_of + "__in": found}).order_by("pk")
        for row in _rows(query, model, [model.part_of, part.value, part.type]):
            found[row[model.part_of]][1].append((part.kind, row))
    return found


def _rows(
    query: models.QuerySet[Any], model: type[models.Model], names: Sequence[str]
) -> list[dict[str, Any]]:
    """The rows as `{name: value}`; ids of related records stay ids."""
    columns = [model._meta.get_field(name).attname for name in names]  # type: ignore[union-attr]
    rows = query.values_list("pk", *columns)
    return [
        {"pk": pk, **dict(zip(names, map(_plain, values), strict=True))} for pk, *values in rows
    ]


def _plain(value: Any) -> Any:
    return value if isinstance(value, UUID) else dump(value)
