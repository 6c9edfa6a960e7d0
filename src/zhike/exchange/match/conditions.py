"""What may be said of two records, once for Splink (SQL of any backend) and once for Python.

A value that is not known makes a condition about it false.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from splink import comparison_level_library as levels
from splink.internals.comparison_level_creator import ComparisonLevelCreator

from zhike.exchange.match.similarity import are_within, jaro_winkler

Record = Mapping[str, str | None]


class Condition(Protocol):
    """Something that holds of two records or does not."""

    def creator(self) -> ComparisonLevelCreator:
        """The condition for Splink."""

    def holds(self, left: Record, right: Record) -> bool:
        """The same in Python."""


@dataclass(frozen=True)
class Same:
    """Both have the same value."""

    field: str

    def creator(self) -> ComparisonLevelCreator:
        """`name_l = name_r`."""
        return levels.ExactMatchLevel(self.field)

    def holds(self, left: Record, right: Record) -> bool:
        """Never of two unknown ones."""
        return left[self.field] is not None and left[self.field] == right[self.field]


@dataclass(frozen=True)
class Unknown:
    """One of the two does not know its value."""

    field: str

    def creator(self) -> ComparisonLevelCreator:
        """`name_l IS NULL OR name_r IS NULL`."""
        return levels.NullLevel(self.field)

    def holds(self, left: Record, right: Record) -> bool:
        """Either."""
        return left[self.field] is None or right[self.field] is None


@dataclass(frozen=True)
class NeitherKnown:
    """None of the two knows its value."""

    field: str

    def creator(self) -> ComparisonLevelCreator:
        """`name_l IS NULL AND name_r IS NULL`."""
        return levels.CustomLevel(f"({self.field}_l IS NULL AND {self.field}_r IS NULL)")

    def holds(self, left: Record, right: Record) -> bool:
        """Both."""
        return left[self.field] is None and right[self.field] is None


@dataclass(frozen=True)
class Longer:
    """Both texts have so many letters at least."""

    field: str
    least: int

    def creator(self) -> ComparisonLevelCreator:
        """`length(name_l) >= 3 AND length(name_r) >= 3`."""
        one = f"length({self.field}_l) >= {self.least}"
        return levels.CustomLevel(f"({one} AND length({self.field}_r) >= {self.least})")

    def holds(self, left: Record, right: Record) -> bool:
        """Characters, not bytes."""
        return all(len(record[self.field] or "") >= self.least for record in (left, right))


@dataclass(frozen=True)
class Edits:
    """At most so many letters of an encoded text are wrong, missing or swapped."""

    field: str
    most: int = 1

    def creator(self) -> ComparisonLevelCreator:
        """Damerau and Levenshtein's distance."""
        return levels.DamerauLevenshteinLevel(self.field, self.most)

    def holds(self, left: Record, right: Record) -> bool:
        """The same distance."""
        one, other = left[self.field], right[self.field]
        return one is not None and other is not None and are_within(one, other, self.most)


@dataclass(frozen=True)
class Similar:
    """Two encoded texts begin alike and share most letters."""

    field: str
    least: float

    def creator(self) -> ComparisonLevelCreator:
        """Jaro and Winkler's similarity."""
        return levels.JaroWinklerLevel(self.field, self.least)

    def holds(self, left: Record, right: Record) -> bool:
        """The same similarity."""
        one, other = left[self.field], right[self.field]
        return one is not None and other is not None and jaro_winkler(one, other) >= self.least


@dataclass(frozen=True)
class Like:
    """A text of one of the two fits the pattern (`%` for anything) of the other."""

    field: str
    pattern: str

    def creator(self) -> ComparisonLevelCreator:
        """`name_l LIKE pattern_r` or the reverse."""
        one = f"{self.field}_l LIKE {self.pattern}_r"
        other = f"{self.field}_r LIKE {self.pattern}_l"
        return levels.CustomLevel(f"({one} OR {other})")

    def holds(self, left: Record, right: Record) -> bool:
        """Letters and digits stand for themselves."""
        return _fits(left[self.field], right[self.pattern]) or _fits(
            right[self.field], left[self.pattern]
        )


@dataclass(frozen=True)
class Begins:
    """A text of one of the two begins with a text of the other."""

    field: str
    with_: str

    def creator(self) -> ComparisonLevelCreator:
        """`name_l LIKE start_r || '%'` or the reverse."""
        one = f"{self.field}_l LIKE {self.with_}_r || '%'"
        other = f"{self.field}_r LIKE {self.with_}_l || '%'"
        return levels.CustomLevel(f"({one} OR {other})")

    def holds(self, left: Record, right: Record) -> bool:
        """The empty text is unknown."""
        return _begins(left[self.field], right[self.with_]) or _begins(
            right[self.field], left[self.with_]
        )


@dataclass(frozen=True)
class Swapped:
    """Two fields hold each other's values: Wei Zhang and Zhang Wei."""

    one: str
    other: str

    def creator(self) -> ComparisonLevelCreator:
        """`a_l = b_r AND b_l = a_r`."""
        return levels.ColumnsReversedLevel(self.one, self.other, symmetrical=True)

    def holds(self, left: Record, right: Record) -> bool:
        """Both of them."""
        return (
            left[self.one] is not None
            and left[self.other] is not None
            and left[self.one] == right[self.other]
            and left[self.other] == right[self.one]
        )


@dataclass(frozen=True)
class Crossed:
    """What one has in one field the other has in another: the second telephone."""

    one: str
    other: str

    def creator(self) -> ComparisonLevelCreator:
        """`a_l = b_r OR b_l = a_r`."""
        first = f"{self.one}_l = {self.other}_r"
        return levels.CustomLevel(f"({first} OR {self.other}_l = {self.one}_r)")

    def holds(self, left: Record, right: Record) -> bool:
        """Either way."""
        one = left[self.one] is not None and left[self.one] == right[self.other]
        return one or (left[self.other] is not None and left[self.other] == right[self.one])


class Both:
    """All of several conditions hold."""

    def __init__(self, *parts: Condition) -> None:
        """At least one."""
        self.parts = parts

    def creator(self) -> ComparisonLevelCreator:
        """Joined by AND."""
        return levels.And(*(part.creator() for part in self.parts))

    def holds(self, left: Record, right: Record) -> bool:
        """Every one."""
        return all(part.holds(left, right) for part in self.parts)


class Either:
    """At least one of several conditions holds."""

    def __init__(self, *parts: Condition) -> None:
        """At least one."""
        self.parts = parts

    def creator(self) -> ComparisonLevelCreator:
        """Joined by OR."""
        return levels.Or(*(part.creator() for part in self.parts))

    def holds(self, left: Record, right: Record) -> bool:
        """Any."""
        return any(part.holds(left, right) for part in self.parts)


def _begins(text: str | None, start: str | None) -> bool:
    return text is not None and start is not None and text.startswith(start)


def _fits(text: str | None, pattern: str | None) -> bool:
    if text is None or pattern is None:
        return False
    first, *others = pattern.split("%")
    if not text.startswith(first):
        return False
    place = len(first)
    last = others.pop() if others else ""
    for piece in others:
        found = text.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    return len(text) - place >= len(last) and text.endswith(last)
