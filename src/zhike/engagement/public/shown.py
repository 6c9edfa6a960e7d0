"""What a link to a record of some type shows: registered by the package whose record it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from zhike.engagement.public.panel import LINKS
from zhike.engagement.public.rights import LinkAccess
from zhike.ledger.models import Record
from zhike.web.panels import register_panel

Fields = Mapping[type[Record], tuple[str, ...]]
Draw = Callable[[LinkAccess, Any], Mapping[str, Any]]
Deed = Callable[[LinkAccess, Any, Mapping[str, str]], None]


@dataclass(frozen=True)
class PublicPage:
    """What the holder of a link sees of a record of this type, and may write.

    Whatever is not named here is hidden from the access with which `context` reads: fields by
    `shown` and `written`, rows by `among` (`{JointMilestone: {"is_shared": True}}`). The record
    itself is the only one of its type; a record that `with_it` names (its customer) is read, too.
    """

    model: type[Record]
    template: str
    context: Draw
    shown: Fields
    written: Fields = field(default_factory=dict)
    among: Mapping[type[Record], Mapping[str, Any]] = field(default_factory=dict)
    with_it: tuple[str, ...] = ()
    deeds: Mapping[str, Deed] = field(default_factory=dict)
    """What a form of the page may do, by the name of its button (`deed`)."""


_pages: dict[type[Record], PublicPage] = {}


def register_public(page: PublicPage) -> None:
    """Let records of a type be shown by links, and say on their pages who has one."""
    _pages[page.model] = page
    register_panel(page.model, LINKS)


def public_page_of(model: type[Record]) -> PublicPage | None:
    """What links to records of this type show; None where there are no such links."""
    return _pages.get(model)
