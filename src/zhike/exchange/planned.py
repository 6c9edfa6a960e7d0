"""What a chunk of rows comes to."""

from __future__ import annotations

from dataclasses import dataclass, field

from zhike.base.errors import BadValue
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

    @property
    def rejected(self) -> int:
        """How many rows were refused."""
        return len(self.refused)

    def refuse(self, item: Prepared, message: str, **params: object) -> None:
        """Leave a row out and say why."""
        item.problems.append(say(BadValue("refused", message, **params)))
        self.refused.append(item)
