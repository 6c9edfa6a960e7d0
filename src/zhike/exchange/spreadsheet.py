"""A program of its own: one sheet of a workbook as CSV, within limits of memory and time.

A workbook is a compressed file that may unfold to anything, read by compiled code that may end the
process; nothing of Zhike is imported here, so that only this program can come to grief.

`python spreadsheet.py WORKBOOK OUT [SHEET]` writes the sheet's rows as UTF-8 CSV, the row's number
in front, and prints the names of all sheets as JSON. On failure one word: password, unreadable.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import resource
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import python_calamine

MEMORY = 3 * 2**30
SECONDS = 120
UNPACKED = 2 * 2**30
MOST_ROWS = 1_000_001


def main(workbook: str, out: str, sheet: str = "") -> int:
    """Convert; the exit code is 0, or 3 with one word on stdout."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        _refuse_bomb(workbook)
        book = _open(workbook)
        _write(book, out, sheet if sheet in book.sheet_names else book.sheet_names[0])
        sys.stdout.write(json.dumps(book.sheet_names))
    except python_calamine.PasswordError:
        sys.stdout.write("password")
        return 3
    except BaseException:  # the reader's panics are no Exceptions
        sys.stdout.write("unreadable")
        return 3
    return 0


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


def _write(book: python_calamine.CalamineWorkbook, out: str, sheet: str) -> None:
    with Path(out).open("w", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.writer(file)
        for number, row in enumerate(book.get_sheet_by_name(sheet).iter_rows(), start=1):
            if number > MOST_ROWS:
                break
            writer.writerow([number, *map(_text, row)])


def _text(cell: Any) -> str:
    """A cell as a person reads it: whole numbers without `.0`, dates in ISO."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 2**53 else repr(cell)
    if isinstance(cell, dt.datetime):
        is_day = cell.time() == dt.time()
        return cell.date().isoformat() if is_day else cell.isoformat(" ", "seconds")
    return str(cell)


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
