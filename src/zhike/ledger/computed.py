"""Values within `custom` that follow from the record's other values (formula fields).

They are worked out with every write, whatever its door, and stored beside the rest; the ledger
holds what they follow from and not them, so that undoing and looking back work them out, too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import models

MARK = "="
"""What the key of such a value begins with."""

Calculation = Callable[[Mapping[str, Any]], dict[str, Any]]
_sources: list[Callable[[Any], Calculation | None]] = []


def register(source: Callable[[Any], Calculation | None]) -> None:
    """Say where the calculation of a record type is found, from its values in the ledger's form."""
    _sources[:] = [source]


def logged(custom: Mapping[str, Any] | None) -> dict[str, Any]:
    """What the ledger holds of a record's custom values."""
    return {key: value for key, value in (custom or {}).items() if key[:1] != MARK}


def calculation(model: type[models.Model]) -> Calculation | None:
    """The calculation of a record type as it is defined now; None where there is none."""
    if not _sources or "custom" not in {f.name for f in model._meta.concrete_fields}:
        return None
    return _sources[0](model)


def fill(record: Any, state: Mapping[str, Any], known: dict[Any, Any]) -> None:
    """Give a record that is about to be saved its computed values.

    `known` are the calculations of the open set, so that a set asks once.
    """
    model = type(record)
    if model not in known:
        known[model] = calculation(model)
    if (worked_out := known[model]) is not None:
        record.custom = logged(record.custom) | worked_out(state)
