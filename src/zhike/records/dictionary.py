"""What the values of a record type's choice fields mean, read anew when the dictionary changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhike.access.rights import Access
from zhike.base.errors import N_, BadValue
from zhike.ledger.models import Record
from zhike.records.errors import FieldError, say
from zhike.records.fieldspec import FieldSpec
from zhike.records.models import DictionaryEntry
from zhike.records.models.dictionary import CUSTOM

Meanings = Mapping[str, DictionaryEntry]
CODED = ("choice", "choices")
_known: dict[str, Any] = {"number": None, "entries": {}}


def meanings(access: Access, model: type[Record], field: str) -> Meanings:
    """What is written down of a field's values in use, by value."""
    return _entries(access.number).get((model.record_type, field), {})


def is_coded(spec: FieldSpec) -> bool:
    """Whether a field's values can be explained: a choice that is no open list."""
    return spec.kind.name in CODED and bool(spec.choices) and spec.editable


def words_missing(
    access: Access, record: Record, specs: Mapping[str, FieldSpec], given: Mapping[str, Any]
) -> list[FieldError]:
    """Fields in which a word must say what a chosen value ("other") stands for.

    Only of what is `given` now: a record from before is not held up by another field.
    """
    errors = []
    for (kind, field), entries in _entries(access.number).items():
        if kind != record.record_type or field not in specs:
            continue
        value = specs[field].value(record)
        for chosen in value if isinstance(value, list) else [value]:
            word = getattr(entries.get(chosen), "word_field", None)
            spec = specs.get(CUSTOM + word.key) if word else None
            if spec is None or not spec.writable or not given.keys() & {field, spec.name}:
                continue
            if not spec.value(record):
                message = N_("Say in a word what “%(value)s” stands for here.")
                label = specs[field].choice_label(chosen)
                errors.append(FieldError(spec.name, say(BadValue("word", message, value=label))))
    return errors


def _entries(number: int) -> Mapping[tuple[str, str], Meanings]:
    if _known["number"] != number or number == -1:
        found: dict[tuple[str, str], dict[str, DictionaryEntry]] = {}
        in_use = DictionaryEntry.objects.filter(status=DictionaryEntry.Status.IN_USE)
        for entry in in_use.select_related("word_field").order_by("pk"):
            found.setdefault((entry.resource, entry.field), {})[entry.value] = entry
        _known.update(number=number, entries=found)
    return _known["entries"]  # type: ignore[no-any-return]
