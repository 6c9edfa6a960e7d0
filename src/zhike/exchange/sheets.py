"""Tables on their way out: CSV that every spreadsheet opens, and XLSX."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import xlsxwriter

from zhike.base.errors import N_, BadValue
from zhike.base.formulas import guarded

Cell = str | int | Decimal | dt.date
MOST_ROWS = 1_048_575
LONGEST_CELL = 32_767
EXACT = Decimal(2**53)


class Sheet(Protocol):
    """A file that takes row after row."""

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        """Finish the file."""

    def write(self, row: Sequence[Cell]) -> None:
        """Add a row; text that looks like a formula is guarded, numbers stay numbers."""


class CsvSheet:
    """UTF-8 with a mark at its beginning, by which Excel knows the encoding."""

    def __init__(self, path: Path) -> None:
        """`path` is made anew."""
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        """Close the file."""
        self._file.close()

    def write(self, row: Sequence[Cell]) -> None:
        """Add a row."""
        self._writer.writerow([guarded(c) if isinstance(c, str) else str(c) for c in row])


class XlsxSheet:
    """A workbook of one sheet, written row by row in little memory."""

    def __init__(self, path: Path) -> None:
        """`path` is made anew."""
        self._book = xlsxwriter.Workbook(path, {"constant_memory": True})
        self._sheet = self._book.add_worksheet()
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._rows = 0

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        """Write the workbook."""
        self._book.close()

    def write(self, row: Sequence[Cell]) -> None:
        """Add a row; raises BadValue beyond what a sheet can hold."""
        if self._rows > MOST_ROWS:
            raise BadValue("too_many_rows", N_("A workbook cannot hold so many rows: choose CSV."))
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                if cell:
                    self._sheet.write_string(self._rows, place, guarded(cell)[:LONGEST_CELL])
            elif isinstance(cell, dt.date):
                self._sheet.write_datetime(self._rows, place, cell, self._day)
            elif abs(Decimal(cell)) <= EXACT:
                self._sheet.write_number(self._rows, place, cell)
            else:
                self._sheet.write_string(self._rows, place, str(cell))
        self._rows += 1


SHEETS: dict[str, type[CsvSheet] | type[XlsxSheet]] = {"csv": CsvSheet, "xlsx": XlsxSheet}
