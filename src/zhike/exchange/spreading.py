"""Columns side by side become rows one below the other: a price list with a column a price book.

Each of them fills the same field, and makes a row of its own, which holds besides what is said of
the column: `{"to": "price", "from": ["金牌价"], "beside": {"book": "2026 gold"}}`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from zhike.access.rights import Access
from zhike.base.errors import N_, BadValue
from zhike.exchange.companions.declared import companions_of
from zhike.exchange.mapping import Column, Mapping
from zhike.exchange.readers import Row, Table
from zhike.exchange.targets import writable_targets
from zhike.records.errors import FieldError, Invalid, say
from zhike.records.resource import Resource


@dataclass(frozen=True)
class Spread:
    """A table whose rows are divided among columns that fill the same field."""

    table: Table
    columns: tuple[Column, ...]
    added: dict[str, str]
    """What stands under the further headings, by what a column says of it."""

    @cached_property
    def headings(self) -> list[str]:
        """The file's own, then one for each thing that the divided rows hold."""
        return [*self.table.headings, *self.added.values()]

    def rows(self) -> Iterator[Row]:
        """A row for each of the columns in which the file's row says something."""
        own = self.table.headings
        places = [(own.index(column.source[0]), column) for column in self.columns]
        for line, cells, problem in self.table.rows():
            said = [(place, column) for place, column in places
                    if problem is None and cells[place].strip()]  # fmt: skip
            for place, column in said:
                # What is refused and corrected comes again alone.
                others = {other for other, _column in places} - {place}
                kept = ["" if n in others else cell for n, cell in enumerate(cells)]
                holds = {column.to: cells[place], **column.beside}
                yield line, [*kept, *(holds.get(name, "") for name in self.added)], None
            if not said:
                yield line, [*cells, *[""] * len(self.added)], problem

    def count(self) -> int:
        """How many rows there are; raises NotATable beyond a million."""
        self.table.count()
        return sum(1 for _row in self.rows())


def laid_out(
    resource: Resource, access: Access, mapping: Mapping, table: Table
) -> tuple[Mapping, Table | Spread]:
    """A mapping and a table of which no two columns fill one field; raises Invalid."""
    divided = tuple(column for column in mapping.columns if column.beside)
    if not divided:
        return mapping, table
    message = N_("The file has no column “%(heading)s”.")
    errors = [FieldError(h, say(BadValue("mapping", message, heading=h)))
              for column in divided for h in column.source if h not in table.headings]  # fmt: skip
    if errors:
        raise Invalid(*errors)
    known, first = writable_targets(resource, access), {column.to: column for column in divided}
    added: dict[str, str] = {}
    for name in dict.fromkeys(n for column in divided for n in (column.to, *column.beside)):
        heading = str(known[name].label) if name in known else name
        while heading in (*table.headings, *added.values()):
            heading += "*"
        added[name] = heading
    makes = {companion.name for companion in companions_of(resource.name)}
    columns = [column for column in mapping.columns if not column.beside]
    for name, heading in added.items():
        usual = Column(name, missing="create" if name in makes else "reject")
        columns.append(replace(first.get(name, usual), source=(heading,), beside={}))
    return replace(mapping, columns=tuple(columns)), Spread(table, divided, added)
