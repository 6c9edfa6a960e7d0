"""What is to be imported."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zhike.access.rights import Access
from zhike.exchange.mapping import Mapping
from zhike.exchange.readers import Table
from zhike.records.resource import Resource


@dataclass(frozen=True)
class Order:
    """A table into a record type, by a mapping, with somebody's rights.

    `failures` is the file that the refused rows go to.
    """

    table: Table
    resource: Resource
    mapping: Mapping
    access: Access
    name: str
    failures: Path

    @property
    def source(self) -> str:
        """The system whose values the table holds; "" for a table of one's own."""
        return self.mapping.system or self.access.source
