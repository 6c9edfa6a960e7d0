"""What is known not to be there: a record's page has counted what points at it, in one question."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from zhike.ledger.models import Record

Pointing = tuple[type[Record], str]


def note_lacks(record: Any, lacks: Iterable[Pointing]) -> None:
    """Keep with the record that none of these, as far as its reader sees them, point at it."""
    record.known_lacks = frozenset(lacks)


def lacks(record: Any, model: type[Record], field: str) -> bool:
    """Whether no record of the type points here by this field: there is nothing to ask for."""
    return (model, field) in getattr(record, "known_lacks", ())
