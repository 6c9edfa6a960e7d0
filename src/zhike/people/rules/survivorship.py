"""Which of two values stands when two sources say different things of the same customer."""

from __future__ import annotations

from collections.abc import Sequence

NEWEST, RANKING, ASK = "newest", "ranking", "ask"
"""What came last stands; what the better source says stands; what was there stands until a person
has decided."""


def takes_its_place(
    policy: str, ranking: Sequence[str], standing: str, arriving: str
) -> bool:  # fmt: skip
    """Whether the arriving value takes the place of the one that stands.

    `ranking` names sources, the best first; those that it does not name come last and are equals.
    Between equals the newest stands.
    """
    if policy == ASK:
        return False
    if policy == NEWEST:
        return True
    return _place(ranking, arriving) <= _place(ranking, standing)


def _place(ranking: Sequence[str], source: str) -> int:
    return ranking.index(source) if source in ranking else len(ranking)
