"""Rules of assignment: which one fits a new lead, and whose turn it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from zhike.base.regions import region_code

LARGE: Mapping[str, tuple[str, ...]] = {
    "华北": ("11", "12", "13", "14", "15"),
    "东北": ("21", "22", "23"),
    "华东": ("31", "32", "33", "34", "35", "36", "37"),
    "华中": ("41", "42", "43"),
    "华南": ("44", "45", "46"),
    "西南": ("50", "51", "52", "53", "54"),
    "西北": ("61", "62", "63", "64", "65"),
    "港澳台": ("71", "81", "82"),
}
_ENGLISH = {
    "north china": "华北", "northeast china": "东北", "east china": "华东",
    "central china": "华中", "south china": "华南", "southwest china": "西南",
    "northwest china": "西北",
}  # fmt: skip
Person = TypeVar("Person")


def region_prefixes(text: str) -> tuple[str, ...]:
    """The beginnings of the codes that a region's name stands for; none if it is not known.

    A large region (华东, East China) stands for its provinces, a province for all within.
    """
    text = text.strip()
    large = _ENGLISH.get(text.lower(), text.removesuffix("地区").removesuffix("大区"))
    if large in LARGE:
        return LARGE[large]
    code = region_code(text)
    return (code.removesuffix("00").removesuffix("00"),) if code else ()


@dataclass(frozen=True)
class Criteria:
    """What a rule asks of a lead; what it does not ask for is whatever it is."""

    industries: frozenset[str] = frozenset()
    regions: tuple[str, ...] = ()
    """Beginnings of codes."""
    sources: frozenset[str] = frozenset()

    def fit(self, values: Mapping[str, Any]) -> bool:
        """Whether a lead of these values is meant: every criterion by any of its values."""
        return (
            (not self.industries or values.get("industry") in self.industries)
            and (not self.sources or values.get("source") in self.sources)
            and (not self.regions or str(values.get("region") or "").startswith(self.regions))
        )  # fmt: skip


def next_in_turn(
    people: Sequence[Person], last: Person | None, away: Collection[Person],
    held: Mapping[Person, int], most: int | None,
) -> Person | None:  # fmt: skip
    """Whose turn it is after the last one: of those who are there and have room; None if nobody."""
    start = people.index(last) + 1 if last in people else 0
    turns: Iterable[Person] = [*people[start:], *people[:start]]
    for person in turns:
        if person not in away and (most is None or held.get(person, 0) < most):
            return person
    return None
