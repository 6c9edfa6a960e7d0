"""The index in the database: documents with their tokens, in FTS5 or under GIN.

Its SQL is written out, since Django's models know neither; every value is a parameter.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from zhike.ledger import sql
from zhike.records.models.document import Document

TABLE = "records_document"
CHUNK = 500


class Row(NamedTuple):
    """A document on its way into the index; `tokens` are parted by spaces.

    `holder` is whose the record is: its owner, or its team where it has no owner.
    """

    kind: str
    record: UUID
    version: int
    holder: UUID | None
    hay: str
    tokens: str

    @property
    def fts5(self) -> str:
        """All tokens for SQLite, where kind and holder are tokens too."""
        marks = f"{self.tokens} {kind_token(self.kind)}"
        return marks if self.holder is None else f"{marks} {holder_token(self.holder)}"

    @property
    def tsvector(self) -> str:
        """All tokens for PostgreSQL, which has a column for the holder."""
        return f"{self.tokens} {kind_token(self.kind)}"


def kind_token(kind: str) -> str:
    """The token of all records of a kind; the letters k and h begin no other tokens."""
    return "k" + kind.replace("-", "")


def holder_token(holder: UUID) -> str:
    """The token of all records of an owner, or of a team where they have none."""
    return "h" + holder.hex


def add(rows: Sequence[Row]) -> None:
    """Store documents of records that have none."""
    if connection.vendor == "postgresql":
        columns = ("kind", "record", "version", "holder", "hay", "tokens")
        sql.insert(TABLE, columns, [(*row[:5], row.tsvector) for row in rows])
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) + 1 FROM records_document")
        numbered = list(enumerate(rows, start=cursor.fetchone()[0]))
    sql.insert(
        TABLE,
        ("id", "kind", "record", "version", "hay"),
        [(number, row.kind, row.record.bytes, row.version, row.hay) for number, row in numbered],
    )
    _write_tokens([(number, row.fts5) for number, row in numbered])


def _write_tokens(rows: Sequence[tuple[int, str]]) -> None:
    """Put tokens into FTS5 in the place of those that a document had."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT OR REPLACE INTO records_search (rowid, tokens) VALUES (%s, %s)", rows
        )


def put(rows: Sequence[Row]) -> None:
    """Store documents, each in the place of the one that its record has."""
    known = numbers([row.record for row in rows])
    add([row for row in rows if row.record not in known])
    old = [(known[row.record], row) for row in rows if row.record in known]
    if not old:
        return
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE records_document SET version = %s, holder = %s, hay = %s, tokens = %s"
                " WHERE id = %s",
                [(row.version, row.holder, row.hay, row.tsvector, number) for number, row in old],
            )
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE records_document SET version = %s, hay = %s WHERE id = %s",
            [(row.version, row.hay, number) for number, row in old],
        )
    _write_tokens([(number, row.fts5) for number, row in old])


def remove(records: Collection[UUID]) -> None:
    """Forget these records."""
    gone = list(numbers(records).values())
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.executemany(
                "DELETE FROM records_search WHERE rowid = %s", [(number,) for number in gone]
            )
    sql.delete(TABLE, gone)


def numbers(records: Collection[UUID]) -> dict[UUID, int]:
    """The documents of these records."""
    wanted = list(records)
    found: dict[UUID, int] = {}
    for start in range(0, len(wanted), CHUNK):
        some = Document.objects.filter(record__in=wanted[start : start + CHUNK])
        found.update(some.values_list("record", "id"))
    return found
