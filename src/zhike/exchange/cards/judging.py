"""Whether a picture shows a card that can be read; if not, why, in words."""

from __future__ import annotations

from zhike.base.errors import N_
from zhike.exchange.cards.doubting import RATHER_BLUNT
from zhike.exchange.cards.lines import Line
from zhike.exchange.cards.sorting import Found

NOTHING = N_("No writing was found in this picture: take it again, with the card filling it.")
NO_CARD = N_("This does not look like a business card: no name, company or number was found.")
BLURRED = N_("This picture is too blurred to read: hold still and take it again in better light.")
# Letters as blunt as this cannot be read; rather blunt ones where the fields say so, too.
BLUNT = 0.09
SURE_SCORE = 0.8
# Doubts that say nothing about how well it was seen, or are weighed already.
_NOT_OF_SEEING = {"faint", "second"}
# What makes a card of a sheet of writing.
_TELLING = ("name", "company", "mobile", "tel", "email")


def unreadable_for(
    lines: list[Line], fields: dict[str, Found], sharpness: float, unread: int = 0
) -> str:
    """Why a picture gives nothing, as a sentence; empty where it is read."""
    if not lines:
        return BLURRED if unread or sharpness < BLUNT else NOTHING
    score = sum(line.score for line in lines) / len(lines)
    told = sum(1 for name in _TELLING if name in fields)
    doubtful = sum(1 for found in fields.values() if set(found.doubts) - _NOT_OF_SEEING)
    is_poor = score < SURE_SCORE or unread > len(lines) or 2 * doubtful > len(fields)
    is_worse = is_poor or score < 0.97 or told < 3 or 4 * doubtful > len(fields)
    if sharpness < BLUNT or (sharpness < RATHER_BLUNT and is_worse) or (is_poor and told < 3):
        return BLURRED
    return "" if told else NO_CARD
