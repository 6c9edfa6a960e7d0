"""The components of a page as template tags: `{% toast text=… %}` draws `ui/toast.html`.

`docs/components.md` lists every tag with its parameters; `/styleguide/` shows them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from inspect import signature
from typing import Any

from django import template
from django.template import Context
from django.utils.html import html_safe
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from zhike.ledger.undoable import final_sets
from zhike.web import card_markup, marks
from zhike.web.cell_markup import Cell, drawn
from zhike.web.markup import format_html, format_html_join
from zhike.web.requests import uuid_or_none

register = template.Library()

# What a page has hundreds of: put together without a template.
MARKS: dict[str, Callable[..., SafeString]] = {
    "avatar": marks.avatar,
    "badge": marks.badge,
    "card": card_markup.card,
    "icon": marks.draw_icon,
    "money": marks.money,
    "column_mark": marks.column_mark,
    "means": marks.means,
    "term": marks.term,
    "term_mark": marks.term_mark,
    "tier": marks.tier,
    "who": marks.who,
}
# Components that take a dict or a dataclass, parameters by name, or both.
PLAIN = [
    "bulkbar", "button", "conflict", "control", "count", "empty_state", "entry",
    "field", "filedrop", "form_end", "graph", "job", "kbd", "lane", "menu_item", "menu_title",
    "next_step", "notification", "pager", "parts", "question", "record_head", "skeleton",
    "stamp", "star", "stat", "swimlane", "tag", "toast", "waterfall",
]  # fmt: skip
# Components that take one thing first, with its name in their template.
FIRST = {
    "breadcrumb": "trail",
    "buttons": "actions",
    "chips": "links",
    "error_summary": "problems",
    "facts": "entries",
    "keys": "stats",
    "offers": "options",
    "path": "steps",
    "tabs": "links",
    "timeline": "entries",
    "today": "tasks",
}
# Components with a body, which their template finds as `content`.
BODIES = ("bar", "board", "dialog", "drawer", "menu", "notice", "panel")


class Given(dict[str, Any]):
    """What a component was given. What it was not given is empty.

    Without this, every parameter left out costs Django a chain of exceptions (a button took three
    times as long), and a key named `items` would be mistaken for the method.
    """

    def __missing__(self, key: str) -> str:
        """Nothing."""
        return ""

    def __contains__(self, key: object) -> bool:
        """True: a template's context asks before it looks."""
        return True


LITERALS = {"True": True, "False": False, "None": None}


def _given(value: Any) -> Any:
    """The same value, with every dict in it forgiving."""
    if type(value) is dict:
        return Given((key, _given(part)) for key, part in value.items())
    if type(value) in (list, tuple):
        return [_given(part) for part in value]
    return value


@html_safe
class Drawing:
    """A component on its way into a page; its template escapes what it is given."""

    def __init__(self, context: Context, component: str, parameters: dict[str, Any]) -> None:
        """Of the page only the token goes along, for forms inside."""
        if context.template is None:
            raise RuntimeError("a component is drawn within a template")
        self.template = context.template.engine.get_template(f"ui/{component}.html")
        given = {name: _given(value) for name, value in parameters.items()}
        token = context.get("csrf_token")
        self.context = context.new(Given({**LITERALS, **given, "csrf_token": token}))

    def __str__(self) -> str:
        """The markup without the line ends of its file: it may stand within a sentence."""
        return self.template.render(self.context).strip()


def _parameters(spec: object, named: dict[str, Any]) -> dict[str, Any]:
    """One set of parameters out of a dict or dataclass and what was given by name on top."""
    if spec is None or spec == "":
        return named
    if isinstance(spec, Mapping):
        return {**spec, **named}
    if is_dataclass(spec):
        return {**{field.name: getattr(spec, field.name) for field in fields(spec)}, **named}
    raise TypeError(f"a component takes a dict or a dataclass, not {type(spec).__name__}")


def _plain(component: str) -> Callable[..., Drawing]:
    def draw(context: Context, spec: object = None, **named: Any) -> Drawing:
        return Drawing(context, component, _parameters(spec, named))

    return draw


def _marked(mark: Callable[..., SafeString]) -> Callable[..., SafeString]:
    """A mark takes its first parameter in place, or all of them out of a dict or dataclass."""
    known = signature(mark).parameters

    def draw(given: object = None, **named: Any) -> SafeString:
        if given is None or isinstance(given, Mapping) or is_dataclass(given):
            taken = _parameters(given, named)
            return mark(**{name: taken[name] for name in taken if name in known})
        return mark(given, **named)

    return draw


def _with_first(component: str, first: str) -> Callable[..., Drawing]:
    def draw(context: Context, given: object = "", **named: Any) -> Drawing:
        return Drawing(context, component, {first: given, **named})

    return draw


def _with_body(component: str) -> Callable[..., Drawing]:
    def draw(context: Context, content: str, spec: object = None, **named: Any) -> Drawing:
        return Drawing(context, component, {**_parameters(spec, named), "content": content})

    return draw


for _name, _mark in MARKS.items():
    register.simple_tag(_marked(_mark), name=_name)
for _name in PLAIN:
    register.simple_tag(_plain(_name), takes_context=True, name=_name)
for _name, _first in FIRST.items():
    register.simple_tag(_with_first(_name, _first), takes_context=True, name=_name)
for _name in BODIES:
    register.simple_block_tag(_with_body(_name), takes_context=True, name=_name)


@register.simple_tag(takes_context=True)
def table(
    context: Context,
    columns: Sequence[Mapping[str, Any]],
    rows: Iterable[Mapping[str, Any]],
    **named: Any,
) -> Drawing:
    """A list: every cell meets its column here, so that the template only puts them in place."""
    by_thumb = bool(named.get("by_thumb"))
    places = [_place_of(column, by_thumb=by_thumb) for column in columns]
    pinned = [bool(column.get("pinned")) for column in columns]
    names = _names_in_cards(columns)
    named["columns"] = [{**column, "css": css} for column, css in zip(columns, places, strict=True)]
    named["rows"] = [{**row, "cells": _row_of(row["cells"], places, pinned, names)} for row in rows]
    if totals := named.get("totals"):
        named["totals"] = _row_of(totals, places, [False] * len(places), names)
    return Drawing(context, "table", named)


def _place_of(column: Mapping[str, Any], *, by_thumb: bool = False) -> str:
    classes = (
        "num" if column.get("numeric") else "",
        "pin" if column.get("pinned") else "",
        f"at-{column['at']}" if column.get("at") else "drop",
        "edits" if by_thumb and column.get("field") and not column.get("pinned") else "",
    )
    return " ".join(filter(None, classes))


def _names_in_cards(columns: Sequence[Mapping[str, Any]]) -> list[str]:
    """What figures and marks are called on a card, which has no headings.

    One figure alone explains itself, a mark never does.
    """
    on_card = [column if column.get("at") else {} for column in columns]
    has_several = sum(bool(column.get("numeric")) for column in on_card) > 1
    return [
        capfirst(str(column["label"]))
        if column.get("mark") or (has_several and column.get("numeric")) else ""
        for column in on_card
    ]  # fmt: skip


def _row_of(
    cells: Iterable[Cell], places: list[str], pinned: list[bool], names: list[str]
) -> SafeString:
    def cell(cell: Cell, css: str, is_heading: bool, name: str) -> SafeString:
        if is_heading:
            return format_html('<th scope="row" class="{}">{}</th>', css, drawn(cell))
        if name:
            return format_html('<td class="{}" data-name="{}">{}</td>', css, name, drawn(cell))
        return format_html('<td class="{}">{}</td>', css, drawn(cell))

    together = zip(cells, places, pinned, names, strict=True)
    return format_html_join("", "{}", ((cell(*parts),) for parts in together))


@register.simple_tag(name="cell")
def draw_cell(cell: Cell) -> SafeString:
    """A value by its kind."""
    return drawn(cell)


@register.simple_tag(takes_context=True)
def filterbar(
    context: Context,
    fields: Sequence[Mapping[str, Any]],
    rows: Iterable[Mapping[str, Any]] = (),
    **named: Any,
) -> Drawing:
    """The conditions of a list: every row meets its place and the field it asks about."""
    return Drawing(context, "filterbar", {**named, "fields": fields, "rows": _met(rows, fields)})


def _met(
    rows: Iterable[Mapping[str, Any]], fields: Sequence[Mapping[str, Any]], above: str = "",
) -> list[dict[str, Any]]:  # fmt: skip
    """The rows of a filter; one about a field that is no longer offered is left out."""
    offered = {field["name"]: field for field in fields}
    known = []
    for place, row in enumerate(rows):
        if "field" in row and row["field"] not in offered:
            continue
        number = f"{above}{place}"
        met = {**row, "number": number, "spec": offered.get(row.get("field", ""), {}),
               "offered": fields}  # fmt: skip
        met["rows"] = _met(row.get("rows", ()), row.get("fields", fields), f"{number}.")
        known.append(met)
    return known


register.filter("mentions", marks.mentions)


@register.filter
def undo_of(message: Any) -> str:
    """The change set that a message offers to undo (`extra_tags="undo:<id>"`), or nothing; nothing,
    too, where undoing it would be refused.
    """
    found = re.search(r"(?:^|\s)undo:([\w-]+)", message.extra_tags or "")
    set_id = uuid_or_none(found.group(1)) if found else None
    return "" if not found or (set_id and final_sets([set_id])) else found.group(1)
