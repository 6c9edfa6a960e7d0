"""Tables from files: rows of text with their line, whatever program wrote them.

Nothing that a file holds raises: a row that cannot be read comes with its problem. A file that is
no table at all is `NotATable`.
"""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from zhike.base.errors import N_, BadValue
from zhike.exchange.text_files import DELIMITERS, delimiter_of, encoding_of
from zhike.exchange.unfolding.kinds import SECONDS, kind_of
from zhike.exchange.watermark import is_watermark

MOST_BYTES = 60 * 2**20
MOST_ROWS = 1_000_000
MOST_COLUMNS = 500
LONGEST_CELL = 200_000
LONGEST_LINE = 2_000_000
HEADING_LINES = 20
UNFOLDING = "zhike.exchange.unfolding"
SOURCE = str(Path(__file__).parents[2])
Row = tuple[int, list[str], BadValue | None]

csv.field_size_limit(LONGEST_CELL)


class NotATable(BadValue):
    """A file that holds no table, with what to do."""


@dataclass(frozen=True)
class Layout:
    """How a file is read: as its bytes suggest, unless a person knows better.

    `heading_line` counts from 1; 0 looks for the headings. `sheets` names the parts of a file that
    has been unfolded (the sheets of a workbook, the lists of a JSON document); text has none.
    """

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    heading_line: int = 0

    @property
    def is_unfolded(self) -> bool:
        """Whether the file's rows stand in a file beside it."""
        return bool(self.sheets)

    def json(self) -> dict[str, Any]:
        """The layout as it is stored."""
        return asdict(self)

    @classmethod
    def of(cls, stored: dict[str, Any]) -> Layout:
        """The reverse of `json`; unknown names are left out."""
        known = {n: v for n, v in stored.items() if n in cls.__dataclass_fields__}
        return cls(**{**known, "sheets": tuple(known.get("sheets", ()))})


@dataclass(frozen=True)
class Table:
    """A file as headings and rows."""

    path: Path
    layout: Layout = field(default_factory=Layout)

    @cached_property
    def headings(self) -> list[str]:
        """The names of the columns, each once; a nameless one is `(3)`."""
        row = next(islice(self._raw(), self.heading_line - 1, None), (0, [], None))
        return _distinct(row[1])

    @cached_property
    def heading_line(self) -> int:
        """Which row the headings are: the first that is nearly as full as the fullest near it."""
        if self.layout.heading_line:
            return self.layout.heading_line
        filled = [sum(map(bool, map(str.strip, row))) for _, row, _ in self.head(HEADING_LINES)]
        most = max(filled, default=0)
        if not most:
            raise NotATable("empty", N_("This file is empty: choose one with headings and rows."))
        return next(n for n, count in enumerate(filled, start=1) if count >= 0.6 * most)

    def head(self, count: int) -> list[Row]:
        """The first rows as they stand, headings and blank ones included."""
        return list(islice(self._raw(), count))

    def rows(self) -> Iterator[Row]:
        """Every row after the headings but blank ones: line, a cell for each heading, problem."""
        width = len(self.headings)
        for line, cells, problem in islice(self._raw(), self.heading_line, None):
            joined = "".join(cells)
            if problem is None:
                if not joined or joined.isspace() or is_watermark(cells):
                    continue
                problem = _problem(joined)
            if len(cells) != width:
                if problem is None and any(map(str.strip, cells[width:])):
                    message = N_("This row has more cells than the headings.")
                    problem = BadValue("too_many_cells", message)
                cells = (cells + [""] * width)[:width] if problem is None else cells
            yield line, cells, problem

    def count(self) -> int:
        """How many rows there are; raises NotATable beyond a million."""
        count = sum(1 for _ in islice(self.rows(), MOST_ROWS + 1))
        if count > MOST_ROWS:
            message = N_("At most %(limit)s rows can be imported at once: divide the file.")
            raise NotATable("too_many_rows", message, limit=MOST_ROWS)
        return count

    def _raw(self) -> Iterator[Row]:
        if self.layout.is_unfolded:
            yield from _unfolded_rows(staged(self.path))
        else:
            encoding, delimiter = self.layout.encoding, self.layout.delimiter
            yield from _text_rows(self.path, encoding or "utf-8-sig", delimiter or ",")


def open_table(path: Path, wish: Layout | None = None) -> Table:
    """The table in a file; what `wish` leaves open is found out. Raises NotATable."""
    wish = wish or Layout()
    if not path.stat().st_size:
        raise NotATable("empty", N_("This file is empty: choose one with headings and rows."))
    if kind_of(path) is not None:
        layout = replace(wish, sheets=_unfold(path, wish.sheet))
        table = Table(path, replace(layout, sheet=wish.sheet or layout.sheets[0]))
    else:
        encoding = wish.encoding or encoding_of(path)
        if not encoding:
            raise NotATable("binary", N_("This is no table: choose a CSV file or a workbook."))
        delimiter = wish.delimiter if wish.delimiter in DELIMITERS else ""
        delimiter = delimiter or delimiter_of(path, encoding)
        table = Table(path, replace(wish, encoding=encoding, delimiter=delimiter, sheets=()))
    if len(table.headings) > MOST_COLUMNS:
        message = N_("At most %(limit)s columns can be imported: leave some out.")
        raise NotATable("too_many_columns", message, limit=MOST_COLUMNS)
    return table


def staged(path: Path) -> Path:
    """Where the rows of a file that is no text table stand as one."""
    return path.with_name(path.name + ".rows")


def _unfold(path: Path, part: str) -> tuple[str, ...]:
    """Let another program unfold a file; the names of its parts."""
    command = [sys.executable, "-P", "-m", UNFOLDING, str(path), str(staged(path)), part]
    try:
        done = subprocess.run(  # noqa: S603 — our own program, no shell
            command, env=os.environ | {"PYTHONPATH": SOURCE}, capture_output=True, text=True,
            timeout=2 * SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        done = subprocess.CompletedProcess(command, -1, "", "")
    if done.returncode:
        if done.stdout == "password":
            message = N_("This workbook is protected by a password: save it without one.")
            raise NotATable("password", message)
        message = N_("This file cannot be read: open it and save it anew as XLSX or CSV.")
        raise NotATable("unreadable", message)
    return tuple(json.loads(done.stdout))


def _unfolded_rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        for cells in _records(csv.reader(_lines(file))):
            if not cells or not cells[0].rstrip("!").isdecimal():
                continue
            line, damaged, _ = cells[0].partition("!")
            message = N_("This entry is damaged and cannot be read.")
            yield int(line), cells[1:], BadValue("damaged", message) if damaged else None


def _text_rows(path: Path, encoding: str, delimiter: str) -> Iterator[Row]:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        reader = csv.reader(_lines(file), delimiter=delimiter)
        before = 0
        for cells in _records(reader):
            line, before = before + 1, reader.line_num
            if cells is None:
                message = N_("This row is damaged: perhaps a quotation mark is missing.")
                yield line, [], BadValue("damaged", message)
            else:
                yield line, cells, None


def _records(reader: Any) -> Iterator[Any]:
    """What the reader yields, None for a row at which it stumbles."""
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield None


def _lines(file: TextIO) -> Iterator[str]:
    """Lines; of one that is far too long a NUL is left, which refuses its row."""
    while line := file.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE and line[-1] not in "\r\n":
            while (more := file.readline(LONGEST_LINE)) and more[-1] not in "\r\n":
                pass
            line = "\0\n"
        yield line


def _problem(joined: str) -> BadValue | None:
    if "\0" in joined:
        return BadValue("nul", N_("Remove the NUL character: it cannot be kept."))
    if "\ufffd" in joined:
        message = N_("This row holds characters that cannot be read: choose another encoding.")
        return BadValue("encoding", message)
    return None


def _distinct(cells: list[str]) -> list[str]:
    """Headings without breaks and marks, each once."""
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    found: list[str] = []
    for number, cell in enumerate(cells, start=1):
        name = re.sub(r"[\s\x00-\x1f\x7f\ufeff]+", " ", cell).strip().lstrip("'*")[:100]
        name, count = name or f"({number})", 2
        plain = name
        while name in found:
            name, count = f"{plain} ({count})", count + 1
        found.append(name)
    return found
