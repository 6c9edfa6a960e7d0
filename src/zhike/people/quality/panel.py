"""What the page of a party says of its data: how complete it is, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.rights import Access
from zhike.people.models import Party
from zhike.people.quality.gaps import Countable, fill_action, fillable
from zhike.people.rules.completeness import WHOLE
from zhike.web.attention import Figure, register_attention, sees
from zhike.web.panels import Panel, register_panel

PLACE = "completeness"
INTO = "fill-gap"


def figure(access: Access, party: Party) -> Iterator[Figure]:
    """How complete the record is; a click leads to what is missing."""
    if sees(access, Party, "completeness"):
        is_whole = party.completeness == WHOLE
        note = _("nothing missing") if is_whole else _("what is missing")
        yield Figure(_("completeness"), str(party.completeness), unit="%", note=note,
                     url="" if is_whole else f"#{PLACE}")  # fmt: skip


def completeness(access: Access, party: Party) -> dict[str, Any] | None:
    """A meter, and a button for each key field that holds nothing."""
    if party.completeness == WHOLE or not sees(access, Party, "completeness"):
        return None
    may_edit, missing = fillable(access, party)
    if not missing:
        return None
    return {
        "meter": {"kind": "progress", "value": party.completeness,
                  "note": f"{party.completeness}%"},
        "gaps": [_drawn(access, party, gap, may_edit=may_edit) for gap in missing],
        "place": PLACE, "into": INTO,
    }  # fmt: skip


def _drawn(access: Access, party: Party, gap: Countable, *, may_edit: bool) -> dict[str, Any]:
    action = fill_action(access, party, gap, INTO) if may_edit else None
    return {"label": gap.label, "action": action}


register_attention(80, Party, figure)
register_panel(
    Party,
    Panel("completeness", gettext_lazy("what is missing"), 8, "people/completeness.html",
          completeness, side=True),
)  # fmt: skip
