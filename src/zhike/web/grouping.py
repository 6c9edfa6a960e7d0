"""A list in groups, and the sums under it: each group is the same list narrowed to its value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.records import listing, summary
from zhike.records.fieldspec import FieldSpec
from zhike.records.summary import Group
from zhike.records.titles import named
from zhike.web.cells import Cell, money
from zhike.web.list_state import ListState, shown_columns

Node = dict[str, Any]


def choices(state: ListState, access: Access) -> list[dict[str, Any]]:
    """What the list may be grouped by, as links; none that its reader may not see."""
    specs = [s for s in state.resource.specs(access).values() if summary.can_group(s)]
    if not specs:
        return []
    links = [{"label": _("No groups"), "url": state.url(group=""), "current": not state.group}]
    return links + [
        {"label": spec.label, "url": state.url(group=spec.name),
         "current": spec.name == state.group}
        for spec in specs
    ]  # fmt: skip


def totals(state: ListState, access: Access, page: listing.Page) -> list[Cell] | None:
    """What the numbers of the whole list come to, under its columns; nothing of very long ones."""
    columns = shown_columns(state, access)
    specs = summary.summed(columns)
    if not specs or page.total_estimated or page.total < 2:
        return None
    group = summary.total(state.resource, listing.rows(state.resource, access, state.query), specs)
    cells = [sum_cell(spec, group) for spec in columns]
    if not cells[0]:
        cells[0] = {"kind": "text", "text": _("Together")}
    return cells


def groups(state: ListState, access: Access) -> list[dict[str, Any]]:
    """The groups of the list with what each holds."""
    by = state.resource.specs(access).get(state.group)
    if by is None or not summary.can_group(by):
        return []
    specs = summary.summed(shown_columns(state, access))
    found = summary.grouped(
        state.resource, listing.rows(state.resource, access, state.query), by, specs
    )
    names = _names(by, access, found)
    _put_in_order(by, found)
    return [
        {
            "title": _title(by, group, names), "count": f"{group.count:,}",
            "url": state.url(
                group="", view="",
                filter=narrowed(state.filter, _conditions(by, group.value)),
            ),
            "sums": [{"label": spec.label, "cell": cell} for spec in specs
                     if (cell := sum_cell(spec, group)).get("text")],
        }
        for group in found
    ]  # fmt: skip


def _put_in_order(by: FieldSpec, found: list[Group]) -> None:
    """Stages as they follow each other: what has a position stands by it."""
    target = by.target
    if target is None or not any(field.name == "position" for field in target._meta.fields):
        return
    ids = [group.value for group in found if group.value]
    places = dict(target.objects.filter(pk__in=ids).values_list("pk", "position"))
    found.sort(key=lambda group: (group.value not in places, places.get(group.value, 0)))


def narrowed(filter_: Any, also: list[Node]) -> Node:
    """The list's filter, and what a group asks besides."""
    if not filter_:
        parts = []
    else:
        joined = filter_.get("all") if len(filter_) == 1 else None
        parts = list(joined) if isinstance(joined, list) else [filter_]
    return {"all": [*parts, *also]}


def _conditions(by: FieldSpec, value: Any) -> list[Node]:
    if value in (None, ""):
        return [{"field": by.name, "op": "empty", "value": True}]
    if isinstance(value, dt.date):
        later = (value + dt.timedelta(days=31)).replace(day=1)
        return [
            {"field": by.name, "op": "gte", "value": value.isoformat()},
            {"field": by.name, "op": "lt", "value": later.isoformat()},
        ]
    if by.kind.name == "choice":
        return [{"field": by.name, "op": "in", "value": [value]}]
    return [
        {"field": by.name, "op": "eq", "value": value if value in (True, False) else str(value)}
    ]


def _names(by: FieldSpec, access: Access, found: Sequence[Group]) -> dict[UUID, str]:
    if by.target is None:
        return {}
    return named(access, by.target, {UUID(str(group.value)) for group in found if group.value})


def _title(by: FieldSpec, group: Group, names: dict[UUID, str]) -> str:
    value = group.value
    if value in (None, ""):
        return _("Without %(field)s") % {"field": by.label}
    if isinstance(value, dt.date):
        return f"{value:%Y-%m}"
    if by.target is not None:
        return names.get(UUID(str(value)), "") or _("somebody out of your sight")
    if by.choices:
        return by.choice_label(value)
    return by.kind.text(by, value)


def sum_cell(spec: FieldSpec, group: Group) -> Cell:
    """A sum of amounts in the reader's currency; where a rate is missing it says so."""
    if spec.name not in group.sums:
        return {}
    amount = group.sums[spec.name]
    if amount is None:
        return {"kind": "text", "text": _("a rate is missing")}
    if spec.kind.name == "money":
        return money(amount, group.currency)
    return {"kind": "number", "text": _number(amount)}


def _number(amount: Decimal) -> str:
    whole = amount.to_integral_value()
    return f"{whole:,}" if amount == whole else f"{amount.normalize():,f}"
