"""One program's export of one kind of record."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from django.utils.functional import Promise
from django.utils.text import format_lazy

from zhike.exchange.relations import squeezed

LEFT_OUT = "-"
NEW_FIELD = "+"


@dataclass(frozen=True)
class Profile:
    """The headings of one program's export, and what they mean here.

    `constants` stand in every row (a list of contacts holds persons); `values` says what the
    program's choices mean.
    """

    name: str
    system: str | Promise
    kind: str | Promise
    resource: str
    columns: dict[str, str]
    constants: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def label(self) -> Promise:
        """As a person chooses it: `HubSpot: contacts`."""
        return format_lazy("{}: {}", self.system, self.kind)

    @cached_property
    def words(self) -> dict[str, str]:
        """Every heading, squeezed, with its target."""
        found: dict[str, str] = {}
        for to, headings in self.columns.items():
            for heading in headings.split("|"):
                found.setdefault(squeezed(heading), to)
        return found
