"""Which page layout a reader has: kept in this process until rights or layouts change."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from zhike.access.rights import Access
from zhike.ledger.models import Record
from zhike.records.models import PageLayout

Layouts = dict[tuple[str, UUID | None], PageLayout]

_known: dict[str, Any] = {"number": None, "layouts": {}}


def arrange_url(name: str, role: UUID | str | None = None) -> str:
    """The page on which a record type's pages are arranged, for a role or for everybody."""
    chosen = {"type": name} | ({"role": str(role)} if role else {})
    return "/page-layouts/arrange/?" + urlencode(chosen)


def layout_of(access: Access, model: type[Record]) -> PageLayout | None:
    """The layout for the first of the reader's roles that has one, else the one for everybody."""
    layouts = _layouts(access.number)
    kind = model.record_type
    for role in (*access.roles, None):
        if (kind, role) in layouts:
            return layouts[kind, role]
    return None


def _layouts(number: int) -> Layouts:
    if _known["number"] != number or number == -1:
        every = PageLayout.objects.order_by("pk")
        found = {(layout.resource, layout.role_id): layout for layout in every}
        _known.update(number=number, layouts=found)
    return _known["layouts"]  # type: ignore[no-any-return]
