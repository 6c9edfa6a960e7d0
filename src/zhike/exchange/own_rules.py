"""A record type's own rules for many new records, without making each of them a record.

`problems()` is asked of one and the same unsaved record, filled with the values of row after row;
what it settles by itself (a currency, the date of an end) is read back.
"""

from __future__ import annotations

from enum import Enum
from typing import Any
from uuid import UUID

from django.db import models

from zhike.access.rights import Access
from zhike.base.errors import BadValue
from zhike.ledger.fields import MoneyField
from zhike.ledger.models import Record
from zhike.ledger.models.record import ledger_fields
from zhike.ledger.values import blank, dump, load, loader
from zhike.ledger.writes import Diff, Write
from zhike.records import arriving

REMEMBERED = 5_000
_GONE = object()


def default_diff(model: type[Record], access: Access) -> Diff:
    """What a new record holds before it is filled in; its owner is the user who imports."""
    diff: Diff = {}
    for field in ledger_fields(model):
        value = dump(field.to_python(field.get_default())) if field.has_default() else None
        # Plain text instead of a choice's own class: a hundred thousand rows hash and compare it.
        value = value.value if isinstance(value, Enum) else value
        if value is not None and value != blank(field):
            diff[field.name] = (None, value)
    if hasattr(model, "owner") and (owner := arriving.owner_of_new(model, access)):
        diff["owner"] = (None, str(owner))
    return diff


class Related:
    """The records that rules ask about, each fetched once."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._known: dict[UUID, Any] = {}

    def get(self, model: type[Record], id_: UUID) -> Any:
        """The record; KeyError if there is none."""
        if id_ not in self._known:
            if len(self._known) > REMEMBERED:
                self._known.clear()
            found = models.QuerySet(model).filter(pk=id_).first()
            if found is None:
                raise KeyError(id_)
            self._known[id_] = found
        return self._known[id_]

    def add(self, model: type[Record], write: Write) -> None:
        """Know a record that is going to be written."""
        record = model(id=write.id)
        for field in ledger_fields(model):
            if field.name in write.fields:
                setattr(record, field.attname, load(field, write.fields[field.name][1]))
        self._known[write.id] = record


class _Fetched(dict[str, Any]):
    """The related records of the one record, fetched where a rule looks at them."""

    def __init__(self, record: Record, related: Related) -> None:
        """Nothing is fetched yet."""
        super().__init__()
        self.record, self.related = record, related

    def __missing__(self, name: str) -> Any:
        field = self.record._meta.get_field(name)
        id_ = getattr(self.record, field.attname)  # type: ignore[union-attr]
        if id_ is None:
            raise KeyError(name)
        found = self.related.get(field.related_model, id_)  # type: ignore[arg-type]
        self[name] = found
        return found


class Rules:
    """The rules of one record type (or part type)."""

    def __init__(self, model: type[Record], related: Related) -> None:
        """`related` is shared by all rules of a run."""
        self.related = related
        self.root_field: str = getattr(model, "part_of", "")
        self.record = model()
        self.record._state.fields_cache = self._fetched = _Fetched(self.record, related)
        self._has_any = hasattr(model, "problems")
        self._blank = dict(self.record.__dict__)
        self._attnames = {field.attname: field for field in ledger_fields(model)}
        # Most values stand in the ledger as the record has them.
        self._setters = {
            field.name: (field.attname, None if _is_as_in_ledger(field) else loader(field))
            for field in ledger_fields(model)
        }

    def settle(self, diff: Diff, root: Record | None = None) -> list[tuple[str, BadValue]]:
        """What is wrong with a new record's values, by field; what follows is added to them.

        `root` is the record to which a part belongs.
        """
        if not self._has_any:
            return []
        now = self.record.__dict__
        now.clear()
        now.update(self._blank)
        if self._fetched:
            self._fetched.clear()
        if root is not None:
            self._fetched[self.root_field] = root
            now[self.root_field + "_id"] = root.__dict__["id"]
        setters = self._setters
        for name, pair in diff.items():
            if (setter := setters.get(name)) is not None:
                attname, loads = setter
                value = pair[1]
                now[attname] = value if loads is None or value is None else loads(value)
        before = now.copy()
        errors = list(self.record.problems())  # type: ignore[attr-defined]
        if now != before:
            for attname, value in now.items():
                if value is not before.get(attname, _GONE) and attname in self._attnames:
                    self._take(diff, self._attnames[attname], value)
        return errors

    def _take(self, diff: Diff, field: models.Field[Any, Any], value: Any) -> None:
        value = dump(field.to_python(value))
        if value != diff.get(field.name, (None, _GONE))[1] and field.name != self.root_field:
            diff[field.name] = (None, value)


def _is_as_in_ledger(field: models.Field[Any, Any]) -> bool:
    if isinstance(field, MoneyField):
        return False
    return isinstance(
        field, models.CharField | models.TextField | models.JSONField | models.IntegerField
    )
