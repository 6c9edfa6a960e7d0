"""What is to be imported."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zhike.access.rights import Access
from zhike.exchange.mapping import Mapping
from zhike.exchange.readers import Table
from zhike.exchange.spreading import Spread
from zhike.records.resource import Resource


@dataclass(frozen=True)
class Order:
    """A table into a record type, by a mapping, with somebody's rights.

    `failures` is the file that the refused rows go to.
    """

    table: Table | Spread
    resource: Resource
    mapping: Mapping
    access: Access
    name: str
    failures: Path

    @property
    def own_headings(self) -> list[str]:
        """The file's own, in which what was refused can be corrected and comes again."""
        table = self.table.table if isinstance(self.table, Spread) else self.table
        return table.headings

    @property
    def source(self) -> str:
        """The system whose values the table holds; "" for a table of one's own."""
        return self.mapping.system or self.access.source
