"""What a run holds ready: columns that turn cells into values, and the parts they make."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from zhike.access.rights import Access
from zhike.base.errors import N_, BadValue
from zhike.base.formulas import unguarded
from zhike.base.text import fold
from zhike.exchange.converters import Converter
from zhike.exchange.mapping import NAME, Column, Mapping
from zhike.exchange.own_rules import Rules
from zhike.exchange.relations import Finder
from zhike.exchange.targets import Target
from zhike.ledger.models import Record
from zhike.ledger.writes import Diff
from zhike.records.resource import Resource

if TYPE_CHECKING:
    from zhike.exchange.companions.making import Maker

Split = Callable[[str], list[str]]
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass
class Filler:
    """One column at work: where its cells stand and how their text becomes a value."""

    column: Column
    target: Target
    cells: tuple[int, ...]
    convert: Converter
    finder: Finder | None = None
    split: Split | None = None

    @cached_property
    def name(self) -> str:
        """The ledger's name of the field."""
        return self.target.spec.column

    @cached_property
    def heading(self) -> str:
        """What the file calls it."""
        return " + ".join(self.column.source) or str(self.target.label)

    @cached_property
    def replaced(self) -> dict[str, str]:
        """What a finder is asked for instead; other columns replace within `convert`."""
        return self.column.folded_values if self.finder is not None else {}

    def text(self, row: list[str]) -> str:
        """What the row says, "" for nothing."""
        if len(self.cells) == 1:
            text = row[self.cells[0]]
            if not text or text.isspace():
                return ""
        else:
            text = _joined([row[cell].strip() for cell in self.cells], self.column.join)
            if not text:
                return ""
        if text[0] == "'":
            text = unguarded(text)
        return self.replaced.get(fold(text).strip(), text) if self.replaced else text

    def pieces(self, text: str) -> list[str]:
        """The texts of several parts in one cell."""
        if not text or self.split is None:
            return [text] if text else []
        return [piece for piece in self.split(text) if piece and not piece.isspace()]

    def places(self, text: str) -> list[str]:
        """The same with those that are empty, each in its place."""
        return [text] if self.split is None else self.split(text)

    def texts(self, rows: list[list[str]]) -> set[str]:
        """Every text that the finder will be asked for."""
        if self.split is None:
            return {self.text(row) for row in rows} - {""}
        return {piece.strip() for row in rows for piece in self.pieces(self.text(row))}


def _joined(said: list[str], join: str) -> str:
    """Several cells as one text; a place said twice over (上海市, 上海市) is said once."""
    if join != NAME:
        said = [text for text in said if text]
        return join.join(said if join else dict.fromkeys(said))
    if _HAN.search("".join(said)):
        return "".join([*said[-1:], *said[:-1]])
    return " ".join(filter(None, said))


@dataclass
class PartFiller:
    """The columns that make one part of the record, and the rules for it."""

    model: type[Record]
    root: str
    label: str
    base: Diff
    fillers: list[Filler]
    required: list[tuple[str, str]]
    rules: Rules

    def __post_init__(self) -> None:
        """Ask once."""
        self.kind = self.model.record_type

    def identity(self, values: dict[str, Any]) -> tuple[Any, ...]:
        """What two parts of one record have in common if they are the same.

        Contact points: type and normalised value; lines: the records they point at.
        """
        if self.is_typed:
            return self.kind, values.get("type"), *self.model.derive(values).values()
        fields = self.model._meta.concrete_fields
        points = [f.name for f in fields if f.is_relation and f.name != self.root]
        return self.kind, *(values.get(name) for name in points)

    @property
    def is_typed(self) -> bool:
        """Whether the part is a value of a type, as a contact point is."""
        return any(filler.target.variant for filler in self.fillers)

    def changes(self, state: dict[str, Any], diff: Diff) -> Diff:
        """How a row changes a part that is there: not by writing the same in another way."""
        if self.is_typed:
            return {}
        given = {filler.name for filler in self.fillers} & diff.keys()
        pairs = {name: (state.get(name), diff[name][1]) for name in given}
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


@dataclass
class Compiled:
    """All that preparing and planning rows need to know.

    `base` is what every new record holds: defaults and constants. `only` are the cells without
    which a row is left out, `makers` provide what a row brings along beside its record.
    """

    resource: Resource
    access: Access
    mapping: Mapping
    headings: list[str]
    base: Diff
    fillers: list[Filler]
    parts: list[PartFiller]
    required: list[tuple[str, str]]
    rules: Rules
    only: list[int] = field(default_factory=list)
    makers: list[Maker] = field(default_factory=list)

    @property
    def model(self) -> type[Record]:
        """The record type."""
        return self.resource.model

    @property
    def source(self) -> str:
        """The system whose values these are; "" for a table of one's own."""
        return self.mapping.system or self.access.source

    @cached_property
    def finding(self) -> list[tuple[Filler, Finder]]:
        """The columns that name related records, with who looks them up."""
        every = [*self.fillers, *(filler for part in self.parts for filler in part.fillers)]
        return [(filler, filler.finder) for filler in every if filler.finder is not None]


def finding(finder: Finder, missing: str) -> Converter:
    """From a text to the id of the record it means, by the policy for what is not there."""

    def find(text: str) -> str | None:
        found = finder.find(text)
        if found is not None or missing == "empty":
            return found
        if missing == "create":
            return finder.create(text)
        name = text.strip()[:60]
        raise BadValue("missing", N_("There is no “%(text)s”."), text=name)

    return find
