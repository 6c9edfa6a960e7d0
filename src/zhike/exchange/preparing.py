"""Rows on their way: parsed, checked and normalised, before any transaction is open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from zhike.base.errors import N_, BadValue
from zhike.base.ids import uuid7
from zhike.exchange.fillers import Compiled, Filler, PartFiller
from zhike.exchange.readers import Row
from zhike.ledger.models import Record
from zhike.ledger.writes import CREATE, Diff, PartWrite, Write
from zhike.records.errors import say

if TYPE_CHECKING:
    from zhike.exchange.alike import Alike, Looker

BATCH = 400
BLANK: tuple[Any, ...] = (None, "", [], {})
_NOTHING = (None, None)


class Accompanied(NamedTuple):
    """A row's companion, what the row says of its tie to it, and what of one that is known."""

    id: str
    tie: Diff
    more: Prepared | None = None


@dataclass(slots=True)
class Prepared:
    """A row as values: `fields` and `parts` are what the file says, `problems` what is wrong.

    `whole` is the complete new record where the row has been settled as one, `record` the one that
    it makes or means, `alike` one that it looks like. `companions` are further records by name,
    `ties` what is to tie them.
    """

    row: Row
    fields: Diff = field(default_factory=dict)
    parts: list[tuple[PartFiller, Diff]] = field(default_factory=list)
    whole: Diff | None = None
    problems: list[str] = field(default_factory=list)
    is_left_out: bool = False
    record: UUID | None = None
    companions: dict[str, Accompanied] = field(default_factory=dict)
    alike: Alike | None = None
    ties: list[Write] = field(default_factory=list)


class Preparer:
    """Turns the rows of one run into values."""

    def __init__(self, compiled: Compiled, looker: Looker | None = None) -> None:
        """`compiled` is shared with whoever plans the writes; `looker` notes what looks alike."""
        self.compiled, self.looker = compiled, looker
        mapping = compiled.mapping
        # Whether a row makes a new record is known only once existing ones have been looked up.
        self.settles = not (mapping.by and mapping.found == "update")

    def stream(self, rows: Iterable[Row]) -> Iterator[Prepared]:
        """Rows one by one, looked up in batches."""
        rows = iter(rows)
        while batch := list(islice(rows, BATCH)):
            yield from self.prepare(batch)

    def prepare(self, rows: Sequence[Row]) -> list[Prepared]:
        """Rows as values; none is lost, whatever is wrong with it."""
        good = [cells for _, cells, problem in rows if problem is None]
        for filler, finder in self.compiled.finding:
            finder.prepare(filler.texts(good))
        items = [self.one(row) for row in rows]
        for maker in self.compiled.makers:
            maker.accompany(items)
        if self.settles:
            for item in items:
                if not item.problems and not item.is_left_out:
                    settle(self.compiled, item)
        if self.looker is not None:
            self.looker.note(items)
        return items

    def one(self, row: Row) -> Prepared:
        """A row as values, whatever record it is going to be."""
        _, cells, problem = row
        made = Prepared(row)
        if problem is not None:
            made.problems.append(say(problem))
            return made
        for place in self.compiled.only:
            if not cells[place].strip():
                made.is_left_out = True
                return made
        for filler in self.compiled.fillers:
            text = filler.text(cells)
            if text:
                self._fill(made, filler, text)
        for part in self.compiled.parts:
            self._part(made, part, cells)
        return made

    def _fill(self, made: Prepared, filler: Filler, text: str) -> None:
        try:
            value = filler.convert(text)
        except BadValue as error:
            self.refuse(made, filler, text, error)
            return
        if value is None:
            return
        if source := filler.target.source:
            known = made.fields.get("external_ids", self.compiled.base.get("external_ids"))
            value = {**(known[1] if known else {}), source: value}
        made.fields[filler.name] = (None, value)

    def _part(self, made: Prepared, part: PartFiller, cells: list[str]) -> None:
        columns = [(filler, filler.text(cells)) for filler in part.fillers]
        columns = [column for column in columns if column[1]]
        if not columns:
            return
        for texts in zip(*_divided(columns), strict=True):
            diff = dict(part.base)
            for (filler, _), text in zip(columns, texts, strict=True):
                if not text or text.isspace():
                    continue
                try:
                    value = filler.convert(text)
                except BadValue as error:
                    self.refuse(made, filler, text, error)
                else:
                    if value is not None:
                        diff[filler.name] = (None, value)
            if diff != part.base:
                made.parts.append((part, diff))

    def refuse(self, made: Prepared, filler: Filler, text: str, error: BadValue) -> None:
        """Note that a text does not fit its column, unless the column may then stay empty."""
        if filler.column.bad == "reject":
            made.problems.append(f"{filler.heading}: {say(error)}")


def _divided(columns: list[tuple[Filler, str]]) -> list[list[str]]:
    """The texts of each column, one a part; a text with as many places as no other is one text."""
    pieces = [filler.pieces(text) for filler, text in columns]
    if len({len(texts) for texts in pieces}) > 1:
        # Some parts have nothing in a column: `13;`, or `;` of two.
        pieces = [filler.places(text) for filler, text in columns]
    if len({len(texts) for texts in pieces}) > 1:
        pieces = [[text] for _filler, text in columns]
    return pieces


def settle(compiled: Compiled, made: Prepared) -> None:
    """Complete a row as a new record by the record type's own rules, and note what is wrong."""
    whole = made.whole = compiled.base | made.fields
    whole.pop("id", None)
    for name, label in compiled.required:
        if whole.get(name, _NOTHING)[1] in BLANK:
            made.problems.append(_required(label))
    if not made.problems:
        obey(compiled, made, whole)


def obey(compiled: Compiled, made: Prepared, whole: Diff) -> None:
    """Note what the rules of the record type say against these values and parts."""
    for name, error in compiled.rules.settle(whole):
        made.problems.append(f"{_label(compiled, name)}: {say(error)}")
    for part, diff in made.parts:
        settle_part(made, part, diff, compiled.rules.record)


def settle_part(made: Prepared, part: PartFiller, diff: Diff, root: Record) -> None:
    """Complete a part of a record, and note what is wrong."""
    missing = [name for name, label in part.required if diff.get(name, _NOTHING)[1] in BLANK]
    if missing:
        labels = [label for name, label in part.required if name in missing]
        made.problems.extend(map(_required, labels))
    elif errors := part.rules.settle(diff, root):
        made.problems.extend(f"{part.label}: {say(error)}" for _, error in errors)


def _required(label: str) -> str:
    return f"{label}: {say(BadValue('required', N_('Fill this in.')))}"


def _label(compiled: Compiled, name: str) -> str:
    for filler in compiled.fillers:
        if filler.name == name:
            return filler.heading
    spec = compiled.resource.coded.get(name)
    return str(spec.label) if spec is not None else name


def part_writes(root: str, parts: Sequence[tuple[PartFiller, Diff]]) -> list[PartWrite]:
    """New parts of the record with this id."""
    writes = []
    for part, diff in parts:
        diff[part.root] = (None, root)
        writes.append(PartWrite(part.kind, uuid7(), CREATE, diff))
    return writes
