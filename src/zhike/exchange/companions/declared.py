"""Which further records a row of each kind may make; packages above register theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from zhike.exchange.mapping import Column, Mapping

NAME = "name"


@dataclass(frozen=True)
class Tie:
    """The record that ties a companion to something else: that a person works for a company.

    `companion` and `other` are the fields that point at the two. The other is the row's own record,
    or the one at which its field `of` points. `fields` may be filled from the file.
    """

    resource: str
    companion: str
    other: str
    of: str = ""
    constants: dict[str, str] = field(default_factory=dict)
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Companion:
    """A further record of a row: the company for which a contact works.

    `name` is the mapping's word for it: `employer` is its name, `employer.website` a field of it or
    of its tie. `of` is the record type of the file's own records, `field` the relation with which
    these point at it. A file may fill `fields`, all if none are named. `within` holds for each of
    them, and for those that are looked for. A person's name tells who it is only among those tied
    to the same company (`is_among_tied`). What is no company and no person is known by its keys and
    its whole name alone (`is_named_in_full`): K10 and K10 Plus are two products.
    Of some, new ones are proposed only where a file says more than what they are called
    (`is_made_of_more`). Of some a file has a column each, which all fill one field of its records
    (`divides`: the price): such a column is told from others by `divided_by`, and the mapping
    offers it as `divided_label`.
    """

    name: str
    label: Any
    of: str
    resource: str
    fields: tuple[str, ...] = ()
    within: dict[str, str] = field(default_factory=dict)
    field: str = ""
    tie: Tie | None = None
    is_among_tied: bool = False
    is_named_in_full: bool = False
    is_made_of_more: bool = False
    divides: str = ""
    divided_by: tuple[str, ...] = ()
    divided_label: Any = ""

    def target(self, name: str) -> str:
        """The mapping's word for one of its fields."""
        return self.name if name == NAME else f"{self.name}.{name}"

    def is_filled_by(self, to: str) -> bool:
        """Whether a column that goes there is about it."""
        return to == self.name or to.startswith(self.name + ".")


_COMPANIONS: list[Companion] = []


def register_companion(companion: Companion) -> None:
    """Let the rows of a file make such a record, too."""
    _COMPANIONS.append(companion)


def companions_of(resource: str) -> list[Companion]:
    """What a row of this record type may make beside its own record, in the order of making."""
    return [companion for companion in _COMPANIONS if companion.of == resource]


def divided(resource: str, mapping: Mapping) -> tuple[Mapping, dict[str, list[Column]]]:
    """The mapping of the rows' own records, and the columns of each companion by its name.

    A relation that only looks a record up (`party`, and no more) stays a column of the record's.
    """
    own = mapping.columns
    theirs: dict[str, list[Column]] = {}
    for companion in companions_of(resource):
        about = [column for column in own if companion.is_filled_by(column.to)]
        if about and (not companion.field or makes(companion, about)):
            theirs[companion.name] = about
            own = tuple(column for column in own if column not in about)
    return replace(mapping, columns=own), theirs


def makes(companion: Companion, columns: Sequence[Column]) -> bool:
    """Whether columns make such records, and do not just name them."""
    return any(c.to != companion.name or c.missing == "create" for c in columns)
