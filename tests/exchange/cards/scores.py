"""How many fields of how many cards are right, by kind of card."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from zhike.exchange.cards.reading import read_card

Case = tuple[str, bytes, dict[str, str | None]]


def same(value: str | None) -> str:
    """A value as it is compared with the truth: its letters, not its spaces and widths."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", value or ""))


def scores(cases: Iterable[Case]) -> tuple[dict[str, Counter[str]], list[str]]:
    """By kind: `fields`, `right`, `filled`, `marked`, `unmarked` (wrong ones) and `unreadable`;
    and what was wrong, in lines to read.
    """
    found: dict[str, Counter[str]] = {}
    wrong = []
    for kind, data, truth in cases:
        reading = read_card(data)
        count = found.setdefault(kind, Counter())
        count["cards"] += 1
        count["unreadable"] += bool(reading.unreadable)
        for name, expected in truth.items():
            field = reading.fields.get(name)
            is_right = same(field and field.value) == same(expected)
            count["fields"] += 1
            count["right"] += is_right
            if field:
                count["filled"] += 1
                count["marked"] += not field.is_certain
                count["unmarked"] += field.is_certain and not is_right
            if not is_right:
                wrong.append(f"{kind} {name}: {expected!r} was read as {field and field.value!r}")
    return found, wrong


def share(counts: Iterable[Counter[str]], part: str, whole: str) -> float:
    """Of all kinds together."""
    counts = list(counts)
    return sum(count[part] for count in counts) / max(1, sum(count[whole] for count in counts))
