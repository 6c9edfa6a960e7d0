"""The reading of a picture as the values of a lead, with what is to be looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from zhike.engagement.batches.said import OF_CARD, errors_of, raw_lead
from zhike.exchange.cards import reading

is_available = reading.is_available
CURE = reading.CURE


@dataclass(frozen=True)
class Read:
    """What stands on a card by field of a lead, or why nothing can be read (`trouble`)."""

    fields: dict[str, Any] = field(default_factory=dict)
    trouble: str = ""


def read(path: Path) -> Read:
    """Read a picture; whatever is wrong with it is said, never raised."""
    try:
        data = path.read_bytes()
    except OSError:
        return Read(trouble=_("The picture is no longer here: upload it once more."))
    found = reading.read_card(data)  # Its sentences are kept as they are, for any reader.
    if found.unreadable:
        return Read(trouble=str(found.unreadable)[:300])
    fields: dict[str, dict[str, Any]] = {
        OF_CARD[name]: {
            "value": one.value, "confidence": round(float(one.confidence), 3),
            "is_certain": bool(one.is_certain), "doubts": [str(text) for text in one.doubts],
            "box": list(one.box or ()),
        }
        for name, one in found.fields.items() if name in OF_CARD and one.value
    }  # fmt: skip
    if not fields:
        return Read(trouble=_("Nothing that belongs on a business card can be read here."))
    # What no lead could hold is to be looked at, however sure the reading is.
    wrong = errors_of(raw_lead({name: str(one["value"]) for name, one in fields.items()}))
    for name, text in wrong.items():
        if name in fields:
            fields[name] |= {"is_certain": False, "doubts": [*fields[name]["doubts"], text]}
    return Read(fields)
