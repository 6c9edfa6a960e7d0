"""FieldSpec: one field of a record type as one user sees it, coded or made in the browser."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import override

from zhike.access.models.role import Level
from zhike.base import emails, phones
from zhike.base.errors import BadValue
from zhike.base.text import fold
from zhike.ledger.fields import ListField, MoneyField, RecordRef
from zhike.ledger.models import Part, Record
from zhike.ledger.models.record import BOOKKEEPING
from zhike.records.kinds import KINDS, Kind

Choices = tuple[tuple[str, str | Promise], ...]
MASK = "••••"


@dataclass(frozen=True)
class FieldSpec:
    """Everything that a surface needs to know of a field.

    `name` is what forms, filters, the API and imports call it; `column` is where the ORM finds it
    (`custom.<id>` for one made in the browser); `sort` is the column to sort by, "" for none.
    """

    name: str
    label: str | Promise
    kind: Kind
    column: str
    required: bool = False
    null: bool = False
    help: str | Promise = ""
    choices: Choices = ()
    is_open: bool = False
    target: type[Record] | None = None
    max_length: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    digits: int = 20
    places: int = 4
    is_share: bool = False
    """Whether a whole number is a share of a hundred, to be drawn as a meter."""
    adds_up: bool = True
    """Whether a sum of it says anything: not of prices or percentages."""
    is_name: bool = False
    """Whether a whole number says which one (a year) and not how many: no thousands set apart."""
    reads: tuple[str, ...] = ()
    """The fields that it follows from, where it is worked out: their rights are its own."""
    level: str = Level.WRITE
    editable: bool = True
    filterable: bool = True
    sort: str = ""
    default: Any = None
    normalise: Callable[[str], str] | None = None
    veils: Mapping[UUID, str] = field(default_factory=dict, hash=False)
    """The pools in which this user sees it less, and how."""

    @property
    def is_custom(self) -> bool:
        """Whether an administrator made it in the browser."""
        return self.column.startswith("custom.")

    @property
    def writable(self) -> bool:
        """Whether this user may change it."""
        return self.editable and self.level == Level.WRITE

    @property
    def searchable(self) -> bool:
        """Whether this user may filter, sort and search by it: not what is masked."""
        return self.level in (Level.READ, Level.WRITE)

    def veil(self, record: Any) -> str:
        """How much less this user sees of it since the record lies in a pool: a Level, or ""."""
        if not self.veils:
            return ""
        lying = getattr(record, record.part_of) if isinstance(record, Part) else record
        return "" if lying.owner_id is not None else self.veils.get(lying.pool_id, "")

    def value(self, record: Any) -> Any:
        """The record's raw value (for a relation, the id), or what a veil leaves of it."""
        veil = self.veil(record)
        if veil == Level.HIDDEN:
            return self.kind.blank(self)
        held = self._held(record)
        return self.masked(held) or self.kind.blank(self) if veil else held

    def _held(self, record: Any) -> Any:
        if self.is_custom:
            return self.load((record.custom or {}).get(self.column[7:]))
        if self.target is not None:
            return getattr(record, self.column + "_id")
        return getattr(record, self.column)

    def put(self, record: Any, value: Any) -> None:
        """Set the record's value."""
        if self.is_custom:
            known = {**(record.custom or {}), self.column[7:]: self.store(value)}
            record.custom = {key: stored for key, stored in known.items() if stored is not None}
        else:
            setattr(record, self.column + ("_id" if self.target is not None else ""), value)

    def load(self, stored: Any) -> Any:
        """A custom field's value from its JSON form."""
        return self.kind.parse(self, stored) if stored is not None else self.kind.blank(self)

    def store(self, value: Any) -> Any:
        """A custom field's value in its JSON form; None for nothing."""
        if value in (None, "", []):
            return None
        return self.kind.json(self, value)

    def json(self, record: Any) -> Any:
        """The value as the API gives it; masked where the user sees it so."""
        value = self.value(record)
        if self.level == Level.MASKED:
            return self.masked(value)
        return self.kind.json(self, value)

    def text(self, record: Any) -> str:
        """The value as people read it; masked where the user sees it so."""
        value = self.value(record)
        if self.level == Level.MASKED:
            return self.masked(value) or ""
        return self.kind.text(self, value)

    def masked(self, value: Any) -> str | None:
        """What is left of a masked value: enough to recognise, not enough to use."""
        if value in (None, "", [], {}):
            return None
        if isinstance(value, str) and "@" in value:
            return emails.mask(value)
        try:
            return phones.mask(phones.normalise(str(value)))
        except BadValue:
            return MASK

    def parse(self, raw: Any) -> Any:
        """A value from any door; raises BadValue."""
        return self.kind.parse(self, raw)

    def choice_value(self, text: str) -> str | None:
        """The choice that this text names, by value or by its name in Chinese or English."""
        found = _choice_index(self.choices).get(fold(text).strip())
        return text if found is None and self.is_open else found

    def choice_label(self, value: Any) -> str:
        """The name of a choice in the reader's language."""
        return str(dict(self.choices).get(value, value or ""))

    def asked(self) -> FieldSpec:
        """The same field where a verb asks for it, whether forms may change it or not."""
        return self if self.editable else replace(self, editable=True)

    def seen_as(self, level: str, veils: Mapping[UUID, str] | None = None) -> FieldSpec:
        """The same field for a user of this level, to whom some pools show less of it."""
        if level == self.level and not veils:
            return self
        return replace(self, level=level, veils=veils or {})


def _choice_index(choices: Choices) -> dict[str, str]:
    index: dict[str, str] = {}
    for language in ("en", "zh-hans"):
        with override(language):
            for value, label in choices:
                index.setdefault(fold(str(value)), str(value))
                index.setdefault(fold(str(label)), str(value))
    return index


def spec_of(field: models.Field[Any, Any], *, sort: str = "", **facts: Any) -> FieldSpec:
    """The FieldSpec of a model field; `facts` override what the field itself says."""
    known: dict[str, Any] = {
        "name": field.name,
        "label": field.verbose_name,
        "kind": KINDS[_kind_name(field)],
        "column": field.name,
        "required": not (
            field.blank or field.has_default() or _is_boolean(field) or not field.editable
        )
        and field.name not in BOOKKEEPING,
        "null": field.null,
        "help": field.help_text,
        "choices": tuple(field.flatchoices) or tuple(getattr(field, "choices_from", None) or ()),
        "max_length": field.max_length,
        "editable": field.editable,
        "sort": sort,
        "default": field.get_default() if field.has_default() else None,
    }
    if isinstance(field, ListField):
        known["is_open"] = not known["choices"]
    if isinstance(field, models.ForeignKey):
        known["target"] = field.related_model
    if isinstance(field, models.DecimalField):
        known |= {"digits": field.max_digits, "places": field.decimal_places}
    if isinstance(field, models.PositiveIntegerField | models.PositiveSmallIntegerField):
        known |= {"minimum": 0, "maximum": 2**31 - 1}
    if isinstance(field, models.PositiveSmallIntegerField):
        known["maximum"] = 2**15 - 1
    return FieldSpec(**(known | facts))


def _is_boolean(field: models.Field[Any, Any]) -> bool:
    return isinstance(field, models.BooleanField)


_KIND_NAMES: list[tuple[type[Any], str]] = [
    (RecordRef, "reference"),
    (ListField, "choices"),
    (models.JSONField, "json"),
    (MoneyField, "money"),
    (models.ForeignKey, "relation"),
    (models.BooleanField, "boolean"),
    (models.DateTimeField, "moment"),
    (models.DateField, "date"),
    (models.DecimalField, "number"),
    (models.IntegerField, "integer"),
    (models.UUIDField, "relation"),
    (models.TextField, "long_text"),
]


def _kind_name(field: models.Field[Any, Any]) -> str:
    if field.choices:
        return "choice"
    for cls, name in _KIND_NAMES:
        if isinstance(field, cls):
            return name
    return "text"
