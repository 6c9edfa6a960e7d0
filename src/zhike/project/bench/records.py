"""New records as the bulk writer takes them, with the defaults of their fields."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from zhike.base.ids import uuid7
from zhike.ledger.models import Record
from zhike.ledger.models.record import ledger_fields
from zhike.ledger.values import blank, dump
from zhike.ledger.writes import CREATE, Diff, PartWrite, Write


@cache
def _defaults(model: type[Record]) -> dict[str, Any]:
    """What a form would leave in the fields that nobody fills in, where it is not nothing."""
    fields = [f for f in ledger_fields(model) if f.has_default()]
    values = {f.name: dump(f.get_default()) for f in fields}
    return {f.name: values[f.name] for f in fields if values[f.name] != blank(f)}


def _diff(model: type[Record], values: dict[str, Any]) -> Diff:
    filled = {**_defaults(model), **values}
    return {name: (None, dump(value)) for name, value in filled.items() if value is not None}


def new(model: type[Record], values: dict[str, Any], parts: Sequence[PartWrite] = ()) -> Write:
    """The creation of a record; `values` by field, ids for related records."""
    return Write(model.record_type, uuid7(), CREATE, "create", _diff(model, values), list(parts))


def part(model: type[Record], values: dict[str, Any]) -> PartWrite:
    """The creation of a part."""
    return PartWrite(model.record_type, uuid7(), CREATE, _diff(model, values))
