"""Loading a list into the directory: read, compared with what stands there, written in pieces.

What a list says as the one before changes nothing. What it says otherwise takes a new number at the
end, and the old row waits in `DirectoryBefore`: so the index only ever grows at its end, and taking
the batch back is cutting that end off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Max

from zhike.base.errors import N_, BadValue
from zhike.exchange.readers import Layout, Table, open_table, staged
from zhike.ledger import sql
from zhike.ledger.bulk import old_objects_left_alone
from zhike.people.directory import files
from zhike.people.directory.columns import columns
from zhike.people.directory.entries import Entry, Reader
from zhike.people.directory.indexing import Index, tokens_of_facts, tokens_of_text
from zhike.people.models import DirectoryBatch, DirectoryBefore, DirectoryCompany
from zhike.records.errors import say

TABLE = DirectoryCompany._meta.db_table
BEFORE = DirectoryBefore._meta.db_table
COLUMNS = ("id", *Entry._fields, "first", "batch")
PIECE = 5_000
Beat = Callable[[int], None]
Line = tuple[int, list[str], Entry]


@dataclass
class Counts:
    """What became of the rows."""

    rows: int = 0
    added: int = 0
    renewed: int = 0
    unchanged: int = 0
    refused: int = 0


@dataclass
class _Piece:
    """Rows to be written together."""

    rows: list[tuple[Any, ...]] = field(default_factory=list)
    before: list[tuple[Any, ...]] = field(default_factory=list)


def open_list(batch: DirectoryBatch, encoding: str = "") -> Table:
    """The list of a batch as a table; raises NotATable."""
    table = open_table(files.path_of(batch.stored), Layout(encoding=encoding))
    columns(table.headings)
    return table


def load(batch: DirectoryBatch, table: Table, beat: Beat = lambda done: None) -> Counts:
    """Load all of a list; begun again, it forgets first what an attempt before left."""
    if batch.is_in_use:
        batch.forget_rows()
    with transaction.atomic():
        number, first = _next_number(), _next_id()
        batch.note_down(
            status=DirectoryBatch.Status.LOADING, number=number, first_id=first, last_id=None
        )
    told = files.Refusals(files.refusals(batch.stored), table.headings)
    with old_objects_left_alone(), told as refused:
        loader = _Loader(batch, table, refused, first)
        rows = table.rows()
        while piece := list(islice(rows, PIECE)):
            loader.take(piece)
            beat(loader.counts.rows)
        loader.finish()
    return loader.counts


def total_of(table: Table) -> int:
    """About how many rows there are."""
    return files.lines_of(table.path, staged(table.path))


def _next_number() -> int:
    return (DirectoryBatch.objects.aggregate(most=Max("number"))["most"] or 0) + 1


def _next_id() -> int:
    lasts = (DirectoryCompany.objects.aggregate(most=Max("pk"))["most"],
             DirectoryBefore.objects.aggregate(most=Max("company"))["most"])  # fmt: skip
    return max(filter(None, lasts), default=0) + 1


class _Loader:
    """One list on its way in."""

    def __init__(
        self, batch: DirectoryBatch, table: Table, refused: files.Refusals, first: int
    ) -> None:
        self.batch, self.number = batch, int(batch.number or 0)
        self.reader = Reader(columns(table.headings))
        self.refused, self.counts = refused, Counts()
        self.next, self.index = first, Index(first)

    def take(self, rows: Iterable[tuple[int, list[str], BadValue | None]]) -> None:
        """Read some rows and write them in one transaction."""
        lines = self._read(rows)
        with transaction.atomic():
            piece = self._compared(lines)
            if piece.before:
                sql.insert(BEFORE, ("company", "batch", "key", "values"), piece.before)
                sql.delete(TABLE, [row[0] for row in piece.before])
            sql.insert(TABLE, COLUMNS, piece.rows)
            self.counts.refused = self.refused.count
            self._note()
        for row in piece.rows:
            self._index(row)

    def finish(self) -> None:
        """Write what is left of the index; the batch stands."""
        self.index.flush()
        self._note(status=DirectoryBatch.Status.LOADED, last_id=self.next - 1)

    def _index(self, row: tuple[Any, ...]) -> None:
        number, first, one = row[0], row[-2], Entry._make(row[1:-2])
        facts = tokens_of_facts(one.region, one.industry, one.capital, one.founded, first)
        self.index.add(number, tokens_of_text(one.name, one.business), facts)

    def _note(self, **more: Any) -> None:
        self.batch.note_down(**vars(self.counts), **more)

    def _read(self, rows: Iterable[tuple[int, list[str], BadValue | None]]) -> list[Line]:
        lines: dict[str, Line] = {}
        for line, cells, problem in rows:
            self.counts.rows += 1
            try:
                if problem is not None:
                    raise problem
                entry = self.reader.entry(cells)
                if entry.key in lines:
                    raise _twice()
            except BadValue as error:
                self.refused.add(line, say(error), cells)
            else:
                lines[entry.key] = line, cells, entry
        return list(lines.values())

    def _compared(self, lines: list[Line]) -> _Piece:
        """Which rows are new or say something else than what stands there."""
        piece = _Piece()
        keys = sorted(entry.key for _, _, entry in lines)
        known = {row[1]: row for row in sql.select(TABLE, COLUMNS, "key", keys)}
        for line, cells, entry in lines:
            row = known.get(entry.key)
            if row is None:
                self.counts.added += 1
                first = self.number
            elif row[-1] == self.number:
                self.refused.add(line, say(_twice()), cells)
                continue
            elif _said(row) == entry:
                self.counts.unchanged += 1
                continue
            else:
                self.counts.renewed += 1
                first = row[-2]
                piece.before.append(self._before(row))
            piece.rows.append((self.next, *entry, first, self.number))
            self.next += 1
        return piece

    def _before(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        values = dict(zip(COLUMNS[2:], (*_said(row)[1:], *row[-2:]), strict=True))
        return row[0], self.number, row[1], sql.bind(VALUES, values)


VALUES = DirectoryBefore._meta.get_field("values")


def _said(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A stored row as an entry says it."""
    said = list(row[1:-2])
    day = said[6]
    said[6] = str(day) if day else None
    return tuple(said)


def _twice() -> BadValue:
    return BadValue("twice", N_("This company stands in the list a second time."))
