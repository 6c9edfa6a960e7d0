"""The formats of an export: tables, JSON, and those that other packages add."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhike.exchange.export_columns import Column, Page
from zhike.exchange.sheets import SHEETS
from zhike.records.resource import Resource


@dataclass(frozen=True)
class Head:
    """What a file begins with: of what it is, with which columns, under which watermark."""

    resource: Resource
    columns: list[Column]
    watermark: str = ""


class File(Protocol):
    """A file that takes records page by page."""

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        """Finish the file."""

    def take(self, page: Page) -> None:
        """Add these records."""


@dataclass(frozen=True)
class Format:
    """A way to write records down; `only` names the record type for which it makes sense."""

    name: str
    label: str | Promise
    hint: str | Promise
    content_type: str
    begin: Callable[[Path, Head], File]
    suffix: str = ""
    only: str = ""
    system: str = ""
    """The other system that is given the records, and of which we note what it has."""
    is_fixed: bool = False
    """Whether it has fields of its own, whatever columns are chosen."""
    takes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Which records the system is given: a field, and what may stand there."""

    def is_for(self, item: object) -> bool:
        """Whether the system is given this record: of documents, those that are agreed to."""
        return all(getattr(item, name) in wanted for name, wanted in self.takes)

    @property
    def ending(self) -> str:
        """How the file's name ends."""
        return self.suffix or self.name


_formats: dict[str, Format] = {}


def register_format(made: Format) -> None:
    """Offer a format wherever its records are listed; called when the apps are ready."""
    _formats[made.name] = made


def formats(resource: Resource) -> dict[str, Format]:
    """The formats in which records of this type can leave; those for other systems last."""
    some = [made for made in _formats.values() if made.only in ("", resource.name)]
    return {made.name: made for made in sorted(some, key=lambda made: bool(made.system))}


def format_named(name: str, resource: Resource) -> Format:
    """The format; KeyError where there is none of this name for these records."""
    return formats(resource)[name]


class TableFile:
    """Rows under headings, the watermark below them."""

    def __init__(self, path: Path, head: Head, sheet: str) -> None:
        """`sheet` says in which kind of table."""
        self._sheet, self._head = SHEETS[sheet](path), head

    def __enter__(self) -> Self:
        """Write the headings."""
        self._sheet.__enter__()
        self._sheet.write([column.heading for column in self._head.columns])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        """Write the watermark and close the file."""
        if error is None and self._head.watermark:
            self._sheet.write([self._head.watermark])
        self._sheet.__exit__(kind, error, trace)

    def take(self, page: Page) -> None:
        """Add a row for each record."""
        for item in page.items:
            self._sheet.write([column.cell(item, page) for column in self._head.columns])


class JsonFile:
    """One object: the list of records under the record type's name, the watermark before it."""

    def __init__(self, path: Path, head: Head) -> None:
        """`path` is made anew."""
        self._file, self._head, self._is_first = path.open("w", encoding="utf-8"), head, True

    def __enter__(self) -> Self:
        """Begin the list."""
        if self._head.watermark:
            self._file.write(f'{{"watermark": {_text(self._head.watermark)},\n')
        else:
            self._file.write("{")
        self._file.write(f"{_text(self._head.resource.name)}: [")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        """End the list."""
        self._file.write("\n]}\n")
        self._file.close()

    def take(self, page: Page) -> None:
        """Add an object a line, with the fields that are filled."""
        for item in page.items:
            said = {column.name: column.plain(item, page) for column in self._head.columns}
            filled = {name: value for name, value in said.items() if value not in (None, "", [])}
            self._file.write("\n" if self._is_first else ",\n")
            self._file.write(_text(filled))
            self._is_first = False


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


register_format(
    Format(
        "xlsx", "Excel", _("XLSX, for spreadsheets"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda path, head: TableFile(path, head, "xlsx"),
    )
)  # fmt: skip
register_format(
    Format(
        "csv", "CSV", _("text, for any program"), "text/csv; charset=utf-8",
        lambda path, head: TableFile(path, head, "csv"),
    )
)  # fmt: skip
register_format(
    Format("json", "JSON", _("for programs"), "application/json", JsonFile)
)  # fmt: skip
