"""What is written in the same transaction as a record: search documents, then totals.

A projection is told of every write, single or in bulk, and derives its own rows from it. It is no
record itself. Those with a higher `rank` come later; totals are last, so that their locks are
short.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from zhike.ledger.writes import Write


class Projection(Protocol):
    """A set of derived rows kept true with the records."""

    rank: int

    def apply(self, writes: Sequence[Write]) -> None:
        """Follow these writes, whose rows stand in the database already (or are gone)."""


_projections: list[Projection] = []


def register(projection: Projection) -> None:
    """Keep a projection true from now on; called when the apps are ready."""
    _projections.append(projection)
    _projections.sort(key=lambda known: known.rank)


def project(writes: Sequence[Write]) -> None:
    """Let every projection follow."""
    for projection in _projections:
        projection.apply(writes)
