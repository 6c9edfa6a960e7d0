"""Within the mapping: what is said of a column that makes rows of its own (a price book's)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import QueryDict

from zhike.exchange.companions.declared import Companion
from zhike.exchange.dividing import Known, divided_column
from zhike.exchange.mapping import Column
from zhike.exchange.targets import Target


def beside_controls(
    companion: Companion | None, known: Known, number: int, column: Column
) -> list[dict[str, Any]]:
    """Which record (a price book) the rows are of, and what tells it from the others."""
    if companion is None:
        return []
    return [
        _control(known[name], f"c-{number}-beside-{name}", column.beside.get(name, ""),
                 is_name=name == companion.name)
        for name in _names(companion) if name in known
    ]  # fmt: skip


def read_beside(
    companion: Companion, known: Known, given: QueryDict, number: int, before: Column
) -> Column:
    """What was answered; a column that has just become one is told by its heading."""
    if not before.beside:
        return divided_column(companion, known, before.source[0])
    said = {n: given.get(f"c-{number}-beside-{n}", "").strip() for n in _names(companion)}
    said[companion.name] = said[companion.name] or before.source[0]
    return replace(before, beside={name: text for name, text in said.items() if text})


def _names(companion: Companion) -> tuple[str, ...]:
    return (companion.name, *map(companion.target, companion.divided_by))


def _control(target: Target, called: str, value: str, *, is_name: bool) -> dict[str, Any]:
    label = str(target.label if is_name else target.spec.label)
    control = {"name": called, "label": label, "value": value, "bare": True}
    options = [{"value": str(key), "label": str(said)} for key, said in target.spec.choices]
    if not options:
        return {"kind": "text", **control}
    if value and value not in dict(target.spec.choices):
        options.append({"value": value, "label": value})
    return {"kind": "select", "options": options, **control}
