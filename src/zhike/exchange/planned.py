"""What a chunk of rows comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from zhike.base.errors import BadValue
from zhike.exchange.companions.making import Maker
from zhike.exchange.preparing import Prepared
from zhike.ledger.writes import Write
from zhike.records.errors import say

COUNTED = ("created", "updated", "skipped", "rejected")


@dataclass
class Planned:
    """The writes of a chunk, counts that add up to its rows, and the rows refused."""

    writes: list[Write] = field(default_factory=list)
    created: int = 0
    updated: int = 0
    skipped: int = 0
    conflicts: int = 0
    """How often the file contradicts what another source says."""
    refused: list[Prepared] = field(default_factory=list)
    alike: list[Prepared] = field(default_factory=list)
    """New rows that look like a record which is here, whether they are taken or refused."""
    companions: dict[str, dict[str, int]] = field(default_factory=dict)
    refreshed: dict[str, set[UUID]] = field(default_factory=dict)
    """The companions that were here already and that these rows change."""

    @property
    def rejected(self) -> int:
        """How many rows were refused."""
        return len(self.refused)

    def skip(self, item: Prepared) -> None:
        """Leave a row out whose record is there, and all that it would have brought along."""
        item.is_left_out = True
        self.skipped += 1

    def accompanied(self, makers: Sequence[Maker], items: Sequence[Prepared]) -> list[Write]:
        """Count the companions of the rows that are taken; the writes of those that are new."""
        found: dict[UUID, Write] = {}
        for maker in makers:
            name = maker.companion.name
            named = [item.companions[name].id for item in items if name in item.companions]
            new: dict[str, Write] = {}
            for id_ in named:
                new |= maker.needed(id_)
            found |= {write.id: write for write in new.values()}
            self.companions[name] = {
                "created": len(new),
                "matched": len(named) - len(maker.pending.keys() & named),
            }
        return list(found.values())

    def refuse(self, item: Prepared, message: str, **params: object) -> None:
        """Leave a row out and say why."""
        item.problems.append(say(BadValue("refused", message, **params)))
        self.refused.append(item)


def added(counts: dict[str, dict[str, int]], more: dict[str, dict[str, int]]) -> dict[str, Any]:
    """The counts of companions, with those of a further chunk."""
    return counts | {
        name: {word: before.get(word, 0) + said.get(word, 0) for word in before | said}
        for name, said in more.items()
        for before in [counts.get(name, {})]
    }
