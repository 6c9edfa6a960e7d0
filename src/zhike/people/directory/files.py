"""Files of the directory: the lists that come in, and the rows of them that were refused."""

from __future__ import annotations

import csv
import secrets
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from django.conf import settings
from django.utils.translation import gettext as _

from zhike.base.errors import N_
from zhike.base.formulas import guarded
from zhike.exchange.readers import NotATable, staged

FOLDER = "directory"
MOST_BYTES = 4 * 2**30


def path_of(stored: str) -> Path:
    """Where a list lies, out of any web server's reach."""
    folder = Path(settings.DATA_DIR) / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / Path(stored).name


def refusals(stored: str) -> Path:
    """Where the refused rows of a list lie."""
    return path_of(f"{stored}.refused.csv")


def store(chunks: Iterable[bytes]) -> str:
    """Keep a list under a random name; raises NotATable for one that is too large."""
    name = secrets.token_hex(16)
    path, size = path_of(name), 0
    with path.open("xb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > MOST_BYTES:
                break
            file.write(chunk)
    path.chmod(0o600)
    if size > MOST_BYTES:
        discard(name)
        message = N_("At most %(gigabytes)s GB can be loaded at once: divide the file.")
        raise NotATable("too_large", message, gigabytes=MOST_BYTES // 2**30)
    return name


def discard(stored: str) -> None:
    """Forget a list and what was refused of it."""
    if stored:
        path = path_of(stored)
        for one in (path, staged(path), refusals(stored)):
            one.unlink(missing_ok=True)


def lines_of(path: Path, staged_path: Path) -> int:
    """About how many rows a file has: the line feeds of the file, or of its rows beside it."""
    with (staged_path if staged_path.exists() else path).open("rb") as file:
        return sum(piece.count(b"\n") for piece in iter(lambda: file.read(1 << 20), b""))


class Refusals:
    """A file of refused rows, each with its line and what is wrong; it opens in any spreadsheet."""

    def __init__(self, path: Path, headings: Sequence[str]) -> None:
        """The file is made anew."""
        self.path, self.count = path, 0
        self._headings = headings

    def __enter__(self) -> Self:
        """Begin."""
        self._file = self.path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow([_("line"), _("what is wrong"), *map(guarded, self._headings)])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        """Finish."""
        self._file.close()

    def add(self, line: int, why: str, cells: Sequence[str]) -> None:
        """One row."""
        self.count += 1
        self._writer.writerow([line, why, *map(guarded, cells)])
