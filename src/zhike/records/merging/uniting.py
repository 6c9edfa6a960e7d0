"""One record's values out of two: who wins where, and where both are kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models

from zhike.ledger.fields import ListField
from zhike.ledger.models import Record
from zhike.ledger.models.record import blank_of, field_of, ledger_fields
from zhike.records import external_ids

MERGED, BOTH, TYPED = "merged", "both", "typed"


def united(survivor: Any, loser: Any, name: str) -> tuple[Any, str]:
    """What the survivor holds in a field if nobody says otherwise, and from where ("": its own).

    Its own value; the loser's where it has none; of lists, texts and external ids both.
    """
    mine, theirs = value_of(survivor, name), value_of(loser, name)
    if theirs in (None, "", [], {}) or mine == theirs or _points_at(loser, name, survivor):
        return mine, ""
    if mine in (None, "", [], {}):
        return theirs, MERGED
    both = in_one(type(survivor), name, mine, theirs)
    return (mine, "") if both is None or both == mine else (both, BOTH)


def in_one(model: type[Record], name: str, mine: Any, theirs: Any) -> Any:
    """Both values in one, where the field can hold them."""
    if name.startswith("custom."):
        return _list(mine, theirs) if isinstance(mine, list) else None
    field = field_of(model, name)
    if isinstance(field, ListField):
        return _list(mine, theirs)
    if name == external_ids.FIELD:
        return external_ids.joined(mine, theirs)
    if isinstance(field, models.TextField):
        text = mine if theirs in mine else f"{mine}\n\n{theirs}"
        return text if len(text) <= (field.max_length or len(text)) else None
    return None


def _list(mine: list[Any], theirs: list[Any]) -> list[Any]:
    return list(dict.fromkeys([*mine, *theirs]))


def _points_at(loser: Any, name: str, survivor: Any) -> bool:
    """Whether the loser's value is the survivor: nobody is their own parent."""
    return str(value_of(loser, name)) == str(survivor.pk)


def fields_of(survivor: Any, loser: Any) -> list[str]:
    """The fields in which two records may differ, custom ones as `custom.…`."""
    model: type[Record] = type(survivor)
    names = [f.name for f in ledger_fields(model) if f.name != "custom"]
    if hasattr(survivor, "custom"):
        keys = dict.fromkeys([*(survivor.custom or {}), *(loser.custom or {})])
        names += ["custom." + key for key in keys]
    return names


def value_of(record: Any, name: str) -> Any:
    """A field's value, of a relation its id."""
    model: type[Record] = type(record)
    if name.startswith("custom."):
        return (record.custom or {}).get(name[7:])
    return getattr(record, field_of(model, name).attname)


def put(record: Any, name: str, value: Any) -> None:
    """Set a field's value, of a relation its id or the record."""
    if name.startswith("custom."):
        known = {**(record.custom or {}), name[7:]: value}
        record.custom = {key: kept for key, kept in known.items() if kept is not None}
        return
    model: type[Record] = type(record)
    field = field_of(model, name)
    if value is None and not field.null:
        value = blank_of(model, name)
    setattr(record, field.attname, getattr(value, "pk", value))


def unite(survivor: Any, loser: Any, values: Mapping[str, Any]) -> dict[str, str]:
    """Let the survivor hold what it shall; says of each field that is not its own from where."""
    sources = {}
    for name in fields_of(survivor, loser):
        if name in values:
            value, source = values[name], _source(survivor, loser, name, values[name])
        else:
            value, source = united(survivor, loser, name)
        if source:
            put(survivor, name, value)
            sources[name] = source
    return sources


def _source(survivor: Any, loser: Any, name: str, value: Any) -> str:
    value = getattr(value, "pk", value)
    if value == value_of(survivor, name):
        return ""
    if value == value_of(loser, name):
        return MERGED
    return BOTH if value == united(survivor, loser, name)[0] else TYPED
