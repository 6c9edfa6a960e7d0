"""Candidates: the documents that hold the tokens asked for, before their words are compared.

SQLite's FTS5 goes through its lists from the newest document on and stops when it has enough.
PostgreSQL's GIN gives all hits before any can be sorted, and its planner cannot tell a rare pair
of tokens from a common one; so the newest documents are looked at one by one first, and GIN is
asked only for what is rare among them. (Left to itself, PostgreSQL went through every document:
92 ms in 100,000.) Either way the work is bounded, and so is what is found of very common words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from zhike.base.tokens import Query
from zhike.records.search.index import holder_token, kind_token

NEWEST = 2**62
WINDOW = 2000
MOST_RARE = 20_000
FARTHEST = 50_000
HIT_TO_LOOK = 4
"""A hit that GIN brings costs as much as looking at four documents in their order."""
FEW_HOLDERS = 3

_FTS5 = (
    "SELECT d.id, d.record, d.hay FROM records_search s JOIN records_document d ON d.id = s.rowid"
    " WHERE records_search MATCH %s AND s.rowid < %s ORDER BY s.rowid DESC LIMIT %s"
)
# Only the index by kind and number has this order. By the number alone, a million deals imported
# after the customers would be gone through first: the planner takes all kinds to be mixed evenly.
_END_OF_WINDOW = (
    "SELECT id FROM records_document WHERE kind >= %s AND (kind, id) < (%s, %s)"
    " ORDER BY kind DESC, id DESC OFFSET %s LIMIT 1"
)
_WINDOW = (
    "SELECT id, record, hay, holder FROM (SELECT * FROM records_document"
    " WHERE kind >= %s AND (kind, id) < (%s, %s) ORDER BY kind DESC, id DESC LIMIT %s) newest"
    " WHERE tokens @@ %s::tsquery ORDER BY id DESC"
)
# OFFSET 0 keeps the planner from taking the outer conditions into account within.
_RARE = (
    "SELECT id, record, hay FROM (SELECT * FROM records_document"
    " WHERE tokens @@ %s::tsquery OFFSET 0) hits"
    " WHERE id < %s AND (%s::uuid[] IS NULL OR holder = ANY(%s)) ORDER BY id DESC LIMIT %s"
)
_OF_HOLDERS = (
    "SELECT id, record, hay FROM (SELECT * FROM records_document"
    " WHERE holder = ANY(%s) AND kind = %s OFFSET 0) theirs"
    " WHERE id < %s AND tokens @@ %s::tsquery ORDER BY id DESC LIMIT %s"
)


class Candidate(NamedTuple):
    """A document that holds the tokens asked for; a younger record has a higher number."""

    number: int
    record: UUID
    hay: str


@dataclass(frozen=True)
class Search:
    """What is looked for: words, in records of a kind, perhaps only those of some holders."""

    words: Query
    kind: str
    holders: Sequence[UUID] = ()

    def before(self, number: int, limit: int) -> list[Candidate]:
        """Candidates with a lower number, the newest first."""
        if connection.vendor == "postgresql":
            return _Look(self, limit).before(number)
        return _fetch(_FTS5, [self._match(), number, limit])

    def _match(self) -> str:
        terms = [self.words.fts5(), f'"{kind_token(self.kind)}"']
        if self.holders:
            terms.append("(" + " OR ".join(f'"{holder_token(h)}"' for h in self.holders) + ")")
        return " AND ".join(terms)


class _Look:
    """One look into PostgreSQL."""

    def __init__(self, search: Search, limit: int) -> None:
        self.search, self.limit = search, limit
        self.tokens = f"{search.words.tsquery()} & '{kind_token(search.kind)}'"
        self.holders = frozenset(search.holders)
        self.found: list[Candidate] = []

    def before(self, number: int) -> list[Candidate]:
        seen, window = 0, WINDOW
        while window > 0:
            first = self._end_of_window(number, window)
            hits = self._look_through(number, window)
            seen, number = seen + window, first
            if first == 0 or len(self.found) >= self.limit:
                break
            wanted = self.limit * seen // max(1, len(self.found)) * 5 // 4
            if self._is_rare(hits * first // window, wanted):
                return self._ask(_RARE, [self.tokens, number, *[list(self.holders) or None] * 2])
            if 0 < len(self.holders) <= FEW_HOLDERS:
                return self._ask(
                    _OF_HOLDERS, [list(self.holders), self.search.kind, number, self.tokens]
                )
            window = min(FARTHEST - seen, max(WINDOW, wanted - seen))
        return self.found[: self.limit]

    def _is_rare(self, hits: int, wanted: int) -> bool:
        """Whether so many hits are quicker brought by GIN than met among the documents wanted.

        Of a team's records, few would be met.
        """
        if self.holders:
            return hits <= MOST_RARE
        return HIT_TO_LOOK * hits <= min(wanted, FARTHEST)

    def _end_of_window(self, number: int, window: int) -> int:
        """The lowest number of the next so many documents of this kind; 0 for the last ones."""
        with connection.cursor() as cursor:
            cursor.execute(_END_OF_WINDOW, [*[self.search.kind] * 2, number, window - 1])
            last = cursor.fetchone()
        return last[0] if last else 0

    def _look_through(self, number: int, window: int) -> int:
        """Keep those of the holders; how many hold the words, whosever they are."""
        with connection.cursor() as cursor:
            cursor.execute(_WINDOW, [*[self.search.kind] * 2, number, window, self.tokens])
            rows = cursor.fetchall()
        self.found += [
            Candidate(*row) for *row, holder in rows if not self.holders or holder in self.holders
        ]
        return len(rows)

    def _ask(self, text: str, values: list[Any]) -> list[Candidate]:
        return self.found + _fetch(text, [*values, self.limit - len(self.found)])


def _fetch(text: str, values: list[Any]) -> list[Candidate]:
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        rows = cursor.fetchall()
    return [Candidate(number, _uuid(record), hay) for number, record, hay in rows]


def _uuid(value: UUID | bytes) -> UUID:
    return value if isinstance(value, UUID) else UUID(bytes=value)
