"""Workbooks: XLSX, XLS, XLSB and ODS, a sheet at a time."""

from __future__ import annotations

import datetime as dt
import tempfile
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import python_calamine

from zhike.exchange.unfolding.kinds import MOST_ROWS, PasswordNeeded, WriteRow

UNPACKED = 2 * 2**30


def unfold(path: Path, sheet: str, write: WriteRow) -> list[str]:
    """Write the rows of a sheet (the first, if there is none of this name); the sheets' names."""
    _refuse_bomb(str(path))
    try:
        book = _open(str(path))
    except python_calamine.PasswordError:
        raise PasswordNeeded from None
    name = sheet if sheet in book.sheet_names else book.sheet_names[0]
    for number, row in enumerate(book.get_sheet_by_name(name).iter_rows(), start=1):
        if number > MOST_ROWS:
            break
        write([number, *map(_text, row)])
    return list(book.sheet_names)


def _open(workbook: str) -> python_calamine.CalamineWorkbook:
    try:
        return python_calamine.CalamineWorkbook.from_path(workbook)
    except python_calamine.CalamineError as error:
        # Only by a file's ending does the reader learn that a password is all that is missing.
        with tempfile.TemporaryDirectory() as folder:
            for ending in ("xlsx", "xls", "ods"):
                link = Path(folder, f"book.{ending}")
                link.symlink_to(Path(workbook).absolute())
                try:
                    return python_calamine.CalamineWorkbook.from_path(str(link))
                except python_calamine.PasswordError:
                    raise
                except python_calamine.CalamineError:
                    continue
        raise error from None


def _refuse_bomb(workbook: str) -> None:
    if zipfile.is_zipfile(workbook):
        with zipfile.ZipFile(workbook) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > UNPACKED:
                raise MemoryError


def _text(cell: Any) -> str:
    """A cell as a person reads it: whole numbers without `.0`, dates in ISO."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < 2**53:
            return str(int(cell))
        # People see 0.00002 where Python says 2e-05.
        return f"{Decimal(repr(cell)):f}" if 1e-9 < abs(cell) < 1e16 else repr(cell)
    if isinstance(cell, dt.datetime):
        is_day = cell.time() == dt.time()
        return cell.date().isoformat() if is_day else cell.isoformat(" ", "seconds")
    return str(cell)
