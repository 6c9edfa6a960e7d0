"""Panels of a record page: the generic ones stand here, higher packages register theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from zhike.access.rights import Access
from zhike.ledger.models import Record

Draw = Callable[[Access, Any], Mapping[str, Any] | None]


@dataclass(frozen=True)
class Panel:
    """A block of a record page: a template, and what it is given (None: nothing to show).

    `context` is called with the reader's access and the record; the template finds what it returns
    as `data`, beside `record` and `resource`. `side` puts it into the narrow column; lower ranks
    come first (facts 10, parts 20, related records 40, timeline 90).
    """

    rank: int
    template: str
    context: Draw
    side: bool = False


@dataclass(frozen=True)
class Shown:
    """A panel with what it shows on one page."""

    template: str
    data: Mapping[str, Any]
    side: bool


_panels: list[tuple[type[Record] | None, Panel]] = []


def register_panel(model: type[Record] | None, panel: Panel) -> None:
    """Show a panel on a record type's pages (None: on all); called when apps are ready."""
    _panels.append((model, panel))
    _panels.sort(key=lambda known: known[1].rank)


def panels_of(access: Access, record: Record) -> list[Shown]:
    """The panels of this record for this reader, in their order."""
    shown = []
    for model, panel in _panels:
        if model is None or isinstance(record, model):
            data = panel.context(access, record)
            if data is not None:
                shown.append(Shown(panel.template, data, panel.side))
    return shown
