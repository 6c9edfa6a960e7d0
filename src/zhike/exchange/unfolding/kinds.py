"""Which files have to be unfolded, told by how they begin."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import Enum
from pathlib import Path

from zhike.exchange.text_files import encoding_of

SECONDS = 120
MOST_ROWS = 1_000_001
SAMPLE = 4096
WriteRow = Callable[[Sequence[object]], object]
_BOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_CARD = re.compile(r"\s*BEGIN:VCARD\b", re.IGNORECASE)
# An object, or a list of them or of nothing: `[1]` or `{x}` may begin a text of any kind.
_LIST = re.compile(r'\s*(\[\s*[{\]]|\{\s*["}])')


class Kind(Enum):
    """A way in which entries are folded into a file."""

    BOOK = "workbook"
    CARDS = "vCard"
    LISTS = "JSON"


class PasswordNeeded(Exception):
    """A workbook that only a password opens."""


def kind_of(path: Path) -> Kind | None:
    """How a file is folded; None for a table of text."""
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    if sample.startswith(_BOOKS):
        return Kind.BOOK
    if not any(mark in sample for mark in (b"V", b"v", b"{", b"[")):
        return None
    text = sample.decode(encoding_of(path) or "latin-1", "replace").lstrip("\ufeff")
    if _CARD.match(text):
        return Kind.CARDS
    return Kind.LISTS if _LIST.match(text) else None
