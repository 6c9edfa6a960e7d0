"""The rows that were refused, in a file to correct and import again."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from django.utils.translation import gettext

from zhike.base.formulas import guarded
from zhike.exchange.preparing import Prepared


class Failures:
    """A CSV file: line, reason, and the row as it was.

    It grows before its chunk is committed and is cut back where a chunk is not: how long it is
    belongs to the run's own report.
    """

    def __init__(self, path: Path, headings: Sequence[str], size: int) -> None:
        """Go on after `size` bytes; 0 begins anew."""
        self._file = path.open("r+b" if path.exists() else "w+b")
        self.size, self.width = size, len(headings)
        self.cut(size)
        if not size:
            self.add_row([gettext("line"), gettext("reason"), *headings], "\ufeff")

    def __enter__(self) -> Self:
        """Stay open for the run."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        """Close the file."""
        self._file.close()

    def cut(self, size: int) -> None:
        """Forget what was added after this size."""
        self._file.seek(size)
        self._file.truncate()
        self.size = size

    def add(self, items: Iterable[Prepared]) -> None:
        """Keep refused rows safely on disk."""
        for item in items:
            line, cells, _ = item.row
            self.add_row([str(line), " ".join(item.problems), *cells[: self.width]])
        self._file.flush()
        os.fsync(self._file.fileno())

    def add_row(self, cells: Sequence[str], start: str = "") -> None:
        """Write one row."""
        text = io.StringIO(newline="")
        csv.writer(text).writerow([guarded(cell) for cell in cells])
        # A NUL would end the row for most programs that will open the file.
        self._file.write((start + text.getvalue().replace("\0", "")).encode("utf-8", "replace"))
        self.size = self._file.tell()
