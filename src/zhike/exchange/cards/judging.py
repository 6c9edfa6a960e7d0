"""Whether a picture shows a card that can be read; if not, why, in words."""

from __future__ import annotations

from zhike.base.errors import N_
from zhike.exchange.cards.lines import Line
from zhike.exchange.cards.sorting import Found

NOTHING = N_("No writing was found in this picture: take it again, with the card filling it.")
NO_CARD = N_("This does not look like a business card: no name, company or number was found.")
BLURRED = N_("This picture is too blurred to read: hold still and take it again in better light.")
BLUNT = 0.12
SURE_SCORE = 0.8
# What makes a card of a sheet of writing.
_TELLING = ("name", "company", "mobile", "tel", "email")


def unreadable_for(lines: list[Line], fields: dict[str, Found], sharpness: float) -> str:
    """Why a picture gives nothing, as a sentence; empty where it is read."""
    if not lines:
        return NOTHING
    score = sum(line.score for line in lines) / len(lines)
    told = sum(1 for name in _TELLING if name in fields)
    if sharpness < BLUNT or (score < SURE_SCORE and told < 3):
        return BLURRED
    if not told:
        return NO_CARD
    return ""
