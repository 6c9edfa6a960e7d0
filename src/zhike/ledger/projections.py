"""What is written in the same transaction as a record: search documents, then totals.

A projection is told of every write, single or in bulk, and derives its own rows from it. It is no
record itself. A column of the record's own row may be projected, too: then a new row that comes in
bulk, its parts with it, is written with the value at once.

Those with a higher `rank` come later. Late ones wait for the end of the transaction: they write
rows that many writers share, and whoever locks those in one order, once, waits for nobody who
waits for him.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from zhike.ledger.writes import Write


class Projection(Protocol):
    """A set of derived rows kept true with the records."""

    rank: int
    is_late: bool

    def apply(self, writes: Sequence[Write]) -> None:
        """Follow these writes, whose rows stand in the database already (or are gone)."""


_projections: list[Projection] = []
_columns: dict[tuple[str, str], Callable[[Sequence[Write]], Iterable[Any]]] = {}


def register(projection: Projection) -> None:
    """Keep a projection true from now on; called when the apps are ready."""
    _projections.append(projection)
    _projections.sort(key=lambda known: known.rank)


def register_column(
    kind: str, name: str, values: Callable[[Sequence[Write]], Iterable[Any]]
) -> None:
    """Have a projected column filled as new rows are written, by `values` for each of them."""
    _columns[kind, name] = values


def fill_columns(created: Sequence[Write]) -> None:
    """Work out the projected columns of new records."""
    for (kind, name), values in _columns.items():
        writes = [write for write in created if write.kind == kind]
        for write, value in zip(writes, values(writes) if writes else (), strict=True):
            write.columns[name] = value


def project(writes: Sequence[Write], *, late: bool = False) -> None:
    """Let the projections follow: those that follow at once, or the late ones."""
    for projection in _projections:
        if projection.is_late is late:
            projection.apply(writes)
