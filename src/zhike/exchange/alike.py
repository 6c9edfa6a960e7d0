"""Rows that look like a record which is here, though they share no key with it.

Packages above say for their record types what looks alike. It is asked before a transaction is
open: a few milliseconds a row, and nobody waits for them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from zhike.access.rights import Access
from zhike.exchange.fillers import Compiled
from zhike.exchange.preparing import Prepared
from zhike.ledger.models import Record

FIRST = 5_000
"""So many rows a rehearsal looks at."""
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Alike:
    """The record that a row is most probably about; `id` and `name` of one that is in sight."""

    probability: float
    id: UUID | None = None
    name: str = ""

    @property
    def percent(self) -> int:
        """The probability, at most 99: the same for sure is a key's word."""
        return min(round(self.probability * 100), 99)


Look = Callable[[Sequence[Values]], Sequence[Alike | None]]
_looks: dict[type[Record], Callable[[Access, UUID], Look]] = {}


def register_look(model: type[Record], begin: Callable[[Access, UUID], Look]) -> None:
    """Have new records of this type looked over; `begin` is called once a run, with its id.

    Ids grow with time: what the run itself makes is none of those that were here.
    """
    _looks[model] = begin


def may_look(model: type[Record]) -> bool:
    """Whether anybody knows what looks like such a record."""
    return model in _looks


class Looker:
    """Notes of the rows of one run which record each looks like, as far as it is to look."""

    def __init__(self, compiled: Compiled, run: UUID, most: int | None = None) -> None:
        """At the first `most` rows, or at all of them; for records older than the run."""
        self.most, self.looked = most, 0
        begin = _looks.get(compiled.model)
        self._look = begin(compiled.access, run) if begin else None
        self._base = {name: pair[1] for name, pair in compiled.base.items()}
        parts = compiled.resource.part_resources()
        self._name_of = {part.model.record_type: name for name, part in parts.items()}

    def note(self, items: Sequence[Prepared]) -> None:
        """Look at those rows that may become records."""
        if self._look is None:
            return
        left = len(items) if self.most is None else max(self.most - self.looked, 0)
        looked_at = items[:left]
        self.looked += len(looked_at)
        fit = [item for item in looked_at if not item.problems and not item.is_left_out]
        for item, alike in zip(fit, self._look([self._values(item) for item in fit]), strict=True):
            item.alike = alike

    def _values(self, item: Prepared) -> dict[str, Any]:
        """A row as a form would send it."""
        found = self._base | {name: pair[1] for name, pair in item.fields.items()}
        for part, diff in item.parts:
            values = {name: pair[1] for name, pair in diff.items()}
            found.setdefault(self._name_of[part.kind], []).append(values)
        return found
