"""Which existing record a row means, and which unique values are taken; asked once a chunk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import models

from zhike.base.pinyin import sort_key
from zhike.base.text import fold
from zhike.exchange.fillers import Compiled
from zhike.ledger.values import dump
from zhike.ledger.writes import Diff
from zhike.records import external_ids
from zhike.records.models import ExternalId

Key = tuple[Any, ...]
SEVERAL = UUID(int=0)


def value_at(diff: Diff, name: str) -> Any:
    """What a diff says of a field or of one `external_ids.<source>`."""
    name, _, source = name.partition(".")
    value = diff.get(name, (None, None))[1]
    return (value or {}).get(source) if source else value


def key_of(diff: Diff, names: Sequence[str]) -> Key | None:
    """The key by which a row's record is recognised; None where it is not complete.

    Names are compared folded, other systems' numbers exactly.
    """
    key = tuple(_comparable(name, value_at(diff, name)) for name in names)
    return None if None in key or "" in key else key


def _comparable(name: str, value: Any) -> Any:
    return fold(value) if isinstance(value, str) and not is_external(name) else value


def is_external(name: str) -> bool:
    """Whether a key is another system's number."""
    return name.startswith("external_ids.")


class Matcher:
    """Finds existing records by the key that the mapping names."""

    def __init__(self, compiled: Compiled) -> None:
        """Nothing is kept: every chunk asks anew."""
        self.names = compiled.mapping.by
        self.model, self.access = compiled.model, compiled.access

    def find(self, diffs: Sequence[Diff]) -> dict[Key, UUID]:
        """The records that the user may see, by key; SEVERAL where a key finds more than one."""
        if not self.names:
            return {}
        rows = self.access.rows(self.model)
        if is_external(self.names[0]):
            known = holders_of(self.model.record_type, self.names[0], diffs)
            seen = set(rows.filter(pk__in=known.values()).values_list("pk", flat=True))
            return {key: pk for key, pk in known.items() if pk in seen}
        for name in self.names:
            values = {value_at(diff, name) for diff in diffs} - {None, ""}
            rows = rows.filter(self._condition(name, values))
        found: dict[Key, UUID] = {}
        for pk, *values in rows.values_list("pk", *self.names):
            key = tuple(map(_comparable, self.names, map(dump, values)))
            found[key] = pk if found.get(key, pk) == pk else SEVERAL
        return found

    def _condition(self, name: str, values: set[Any]) -> models.Q:
        if name == "name" and "name_sort" in self.model.derived:
            keys = {sort_key(value, person=p) for value in values for p in (True, False)}
            return models.Q(name_sort__in=keys)
        return models.Q(**{name + "__in": values})


def holders_of(kind: str, name: str, diffs: Sequence[Diff]) -> dict[Key, UUID]:
    """Who has these numbers of another system, which nobody else takes in this transaction."""
    source = name.partition(".")[2]
    values = {str(value_at(diff, name)) for diff in diffs if value_at(diff, name)}
    external_ids.hold_all(kind)
    rows = ExternalId.objects.filter(kind=kind, source=source, value__in=values)
    return {(value,): record for value, record in rows.values_list("value", "record")}


class UniqueKeys:
    """The database's own unique keys that a file fills: a value that is taken refuses its row."""

    def __init__(self, compiled: Compiled) -> None:
        """Only what the mapping fills can collide."""
        self.model = compiled.model
        filled = {filler.name for filler in compiled.fillers}
        known = filled | set(compiled.base)
        sources = {filler.target.source for filler in compiled.fillers} - {""}
        fields = compiled.model._meta.concrete_fields
        self.keys: list[tuple[str, ...]] = [
            (f.name,) for f in fields if f.unique and not f.primary_key and f.name in filled
        ]
        for constraint in compiled.model._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint) and constraint.condition is None:
                names = tuple(constraint.fields)
                if names and set(names) <= known and not filled.isdisjoint(names):
                    self.keys.append(names)

        self.keys += [(f"external_ids.{source}",) for source in sorted(sources)]

    def holders(self, diffs: Sequence[Diff]) -> dict[tuple[str, ...], dict[Key, UUID]]:
        """Who holds the values of these rows, for each unique key."""
        found: dict[tuple[str, ...], dict[Key, UUID]] = {}
        for names in self.keys:
            if is_external(names[0]):
                found[names] = holders_of(self.model.record_type, names[0], diffs)
                continue
            rows: models.QuerySet[Any] = models.QuerySet(self.model)
            for name in names:
                values = {value_at(diff, name) for diff in diffs} - {None, ""}
                rows = rows.filter(**{name + "__in": values})
            held = rows.values_list("pk", *names)
            found[names] = {tuple(dump(v) for v in values): pk for pk, *values in held}
        return found


def exact_key(diff: Diff, names: Sequence[str]) -> Key | None:
    """The values of a unique key; None where one is missing, which never collides."""
    key = tuple(value_at(diff, name) for name in names)
    return None if None in key else key
