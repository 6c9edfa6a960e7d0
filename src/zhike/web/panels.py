"""Panels of a record page: the generic ones stand here, higher packages register theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from zhike.access.rights import Access
from zhike.ledger.models import Record
from zhike.records.models import PageLayout
from zhike.web.layouts import layout_of

Draw = Callable[[Access, Any], Mapping[str, Any] | None]


@dataclass(frozen=True)
class Panel:
    """A block of a record page: a template, and what it is given (None: nothing to show).

    `name` is what a page layout keeps, `label` what an administrator reads. `context` is called
    with the reader's access and the record; the template finds what it returns as `data`, beside
    `record` and `resource`. `side` puts it into the narrow column; lower ranks come first (facts
    10, parts 20, related records 40, timeline 90). A layout may say otherwise.
    """

    name: str
    label: str | Promise
    rank: int
    template: str
    context: Draw
    side: bool = False
    is_live: bool = True
    """Whether it is drawn anew when others change something: not one in which people write."""


@dataclass(frozen=True)
class Shown:
    """A panel with what it shows on one page."""

    name: str
    template: str
    data: Mapping[str, Any]
    side: bool
    is_live: bool


_panels: list[tuple[type[Record] | None, Panel]] = []


def register_panel(model: type[Record] | None, panel: Panel) -> None:
    """Show a panel on a record type's pages (None: on all); called when apps are ready."""
    _panels.append((model, panel))
    _panels.sort(key=lambda known: known[1].rank)


def panels_for(model: type[Record]) -> list[Panel]:
    """The panels that pages of this record type can show, in their usual order."""
    return [panel for of, panel in _panels if of is None or issubclass(model, of)]


def arranged(model: type[Record], layout: PageLayout | None) -> Iterator[tuple[Panel, bool]]:
    """The panels as a layout has them, each with whether it stands at the side.

    One that the layout does not know (its package came later) stands where it usually does.
    """
    panels = panels_for(model)
    by_name = {panel.name: panel for panel in panels}
    columns = {False: layout.main, True: layout.side} if layout else {}
    for side, names in columns.items():
        yield from ((by_name[name], side) for name in names if name in by_name)
    known = {*layout.main, *layout.side, *layout.hidden} if layout else set()
    yield from ((panel, panel.side) for panel in panels if panel.name not in known)


def panels_of(access: Access, record: Record) -> list[Shown]:
    """The panels of this record for this reader, in their order."""
    shown = []
    for panel, side in arranged(type(record), layout_of(access, type(record))):
        data = panel.context(access, record)
        if data is not None:
            shown.append(Shown(panel.name, panel.template, data, side, panel.is_live))
    return shown
