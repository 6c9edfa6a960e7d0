"""A table of records within a page: columns and rows as the component takes them."""

from __future__ import annotations

from typing import Any

from zhike.access.rights import Access
from zhike.records.fieldspec import FieldSpec
from zhike.records.resource import Resource
from zhike.records.titles import titles
from zhike.web.cells import NUMERIC, cell, for_table, opening_cell
from zhike.web.links import record_url
from zhike.web.names import names_of


def columns_of(resource: Resource, access: Access) -> list[FieldSpec]:
    """The columns that the resource names, as far as the user may see them."""
    specs = resource.specs(access)
    return [specs[name] for name in resource.columns if name in specs]


def table(
    resource: Resource, specs: list[FieldSpec], access: Access, records: list[Any], *,
    opens: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """`columns`, `rows`, `caption`; with `opens`, the first cell of a row leads to its record."""
    columns = [column(spec, place) for place, spec in enumerate(specs)]
    drawn = rows(resource, specs, access, records, opens=opens)
    return {"caption": resource.label_plural, "columns": columns, "rows": drawn}


def rows(
    resource: Resource, specs: list[FieldSpec], access: Access, records: list[Any], *,
    opens: bool = False,
) -> list[dict[str, Any]]:  # fmt: skip
    """The rows alone, each under the name by which the reader knows its record."""
    names, called = names_of(resource, access, records), titles(access, records)
    found = []
    for record in records:
        cells = [for_table(cell(spec, record, names)) for spec in specs]
        row: dict[str, Any] = {"id": str(record.pk), "label": called[record.pk], "cells": cells}
        if opens and cells:
            row["url"] = url = record_url(resource, record.pk)
            text = cells[0].get("text") or called[record.pk]
            cells[0] = opening_cell(access, record, text, url)
        found.append(row)
    return found


def column(spec: FieldSpec, place: int) -> dict[str, Any]:
    """A column's head; the first one stays in sight."""
    return {
        "label": spec.label, "numeric": spec.kind.name in NUMERIC, "pinned": place == 0,
        "at": slot(place), "mark": spec.kind.name == "boolean",
    }  # fmt: skip


def slot(place: int) -> str:
    """Where a phone shows a column: the first four, two on a line; the rest it leaves out."""
    return ("2", "3", "2", "3")[place] if place < 4 else ""
