"""Keys of a record type in the index: by them records are found exactly, whosever they are.

A higher package registers how keys are made of a record (under which names and numbers it might
be entered twice). They are tokens of the record's search document, so that they are true in the
transaction of the write, whichever door it came through. Rights are for who asks to heed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any
from uuid import UUID

from django.db import connection

from zhike.ledger import sql
from zhike.ledger.models import Record

Values = Mapping[str, Any]
Parts = Iterable[tuple[str, Values]]
SIZE = 5
"""Bytes of a token: of ten million keys some fifty share one; who asks compares the records."""

_FTS5 = (
    "SELECT d.record FROM records_search s JOIN records_document d ON d.id = s.rowid"
    " WHERE records_search MATCH %s ORDER BY s.rowid DESC LIMIT %s"
)
# OFFSET 0 keeps the planner from going through all documents in their order instead.
_GIN = (
    "SELECT record FROM (SELECT id, record FROM records_document"
    " WHERE tokens @@ %s::tsquery OFFSET 0) hits ORDER BY id DESC LIMIT %s"
)


@dataclass(frozen=True)
class Keys:
    """How the keys of a record are made: of which fields besides those searched, and by what.

    Another `version` has the index written anew in the background.
    """

    fields: tuple[str, ...]
    make: Callable[[Values, Parts], Iterable[str]]
    version: int

    def tokens(self, values: Values, parts: Parts) -> list[str]:
        """The tokens of a record, from the ledger's form of it and its parts."""
        return [token_of(key) for key in dict.fromkeys(self.make(values, parts))]


_keys: dict[type[Record], Keys] = {}


def register_keys(model: type[Record], keys: Keys) -> None:
    """Have keys of these records kept; called when apps are ready."""
    _keys[model] = keys


def keys_of(model: type[Record]) -> Keys | None:
    """How keys of these records are made, if any are."""
    return _keys.get(model)


def token_of(key: str) -> str:
    """The token of a key; the letter d begins no other tokens."""
    return "d" + blake2b(key.encode(), digest_size=SIZE).hexdigest()


def having_any(keys: Sequence[str], limit: int) -> list[UUID]:
    """The records that have one of these keys, the newest first, without regard to rights."""
    if not keys:
        return []
    is_postgresql = connection.vendor == "postgresql"
    tokens = [token_of(key) for key in keys]
    match = " | ".join(tokens) if is_postgresql else " OR ".join(f'"{token}"' for token in tokens)
    with connection.cursor() as cursor:
        cursor.execute(_GIN if is_postgresql else _FTS5, [match, limit])
        return [sql.uuid_of(record) for (record,) in cursor.fetchall()]
