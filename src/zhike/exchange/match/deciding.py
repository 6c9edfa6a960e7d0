"""From probabilities to decisions: the same party, ask a person, or different ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations

from zhike.base import uscc
from zhike.base.errors import BadValue
from zhike.exchange.match.comparisons import COMPANY
from zhike.exchange.match.preparing import Record

SAME_FROM = 0.9
ASK_FROM = 0.5
# So much below: what is held back is no longer taken for the same.
HELD_BACK_BY = 0.001
HELD_BACK = SAME_FROM - HELD_BACK_BY
# A name that more records bear is no family.
LARGEST_FAMILY = 200


EVIDENCE = ("number", "phone", "email", "web", "birthday", "street", "postcode", "city", "town")


class Decision(StrEnum):
    """What is to be done with a pair."""

    SAME = "same"
    ASK = "ask"
    DIFFERENT = "different"


class Relation(StrEnum):
    """How two parties that are not the same belong together."""

    BRANCH = "branch"
    GROUP = "group"


@dataclass(frozen=True)
class Pair:
    """Two rows (by their place in their tables) and how probably they mean one party."""

    left: int
    right: int
    probability: float

    @property
    def decision(self) -> Decision:
        """By the thresholds, which hold for every model."""
        if self.probability >= SAME_FROM:
            return Decision.SAME
        return Decision.ASK if self.probability >= ASK_FROM else Decision.DIFFERENT


def merges_by_itself(left: Record, right: Record) -> bool:
    """Whether no person needs to look: the same credit code, and none is a branch of the other."""
    return (
        _is_valid(left["uscc"]) and left["uscc"] == right["uscc"] and relation(left, right) is None
    )


def relation(left: Record, right: Record) -> Relation | None:
    """How two companies of one name belong together, if they are not the same."""
    if not left["core"] or left["core"] != right["core"]:
        return None
    if left["branch"] != right["branch"]:
        return Relation.BRANCH
    trades = left["trade"], right["trade"]
    if all(trades) and not fit(*trades):
        return Relation.GROUP
    return None


def fit(one: str | None, other: str | None) -> bool:
    """Whether two trades may be one: 客运 and 客运服务."""
    return bool(one and other and (one.startswith(other) or other.startswith(one)))


def need_a_person(left: Record, right: Record) -> bool:
    """Whether two records must not be joined unseen: a contradiction, or too little is known."""
    if _is_name_alone(left, right) or _is_place_alone(left, right):
        return True
    is_part = bool(left["core"] and right["core"]) and left["branch"] != right["branch"]
    other_code = left["uscc"] != right["uscc"] and _is_valid(left["uscc"], right["uscc"])
    return is_part or other_code or relation(left, right) is not None


def _is_name_alone(left: Record, right: Record) -> bool:
    """Whether nothing but a person's name can be compared: many people are called 张伟."""
    if not (left["given"] or left["surname"]) or left["core"]:
        return False
    return not any(left[name] and right[name] for name in EVIDENCE)


def _is_place_alone(left: Record, right: Record) -> bool:
    """Whether two companies of quite other names share a house: a hotel and its restaurant."""
    if not (left["street"] and right["street"]):
        return False
    level = COMPANY.level(left, right)
    is_other = level is not None and level.condition is None
    return is_other and not (left["uscc"] and left["uscc"] == right["uscc"])


def _is_valid(*codes: str | None) -> bool:
    """Whether all of them are credit codes whose check digit fits."""
    try:
        return all(code and uscc.normalise(code) for code in codes)
    except BadValue:
        return False


def decide(
    pairs: Iterable[Pair], records: Sequence[Record], same_from: float = SAME_FROM
) -> list[Pair]:
    """The pairs of one table, the most probable first; held back what would join contradictions.

    A short name (康美斯) may fit two sisters of a group: it joins the likelier one, and then no
    longer the other.
    """
    groups = {number: [number] for number in range(len(records))}
    decided = []
    for pair in _ordered(pairs):
        if pair.probability >= same_from:
            one, other = groups[pair.left], groups[pair.right]
            if one is other:
                pass
            elif any(need_a_person(records[a], records[b]) for a in one for b in other):
                pair = replace(pair, probability=same_from - HELD_BACK_BY)
            else:
                one.extend(other)
                groups.update(dict.fromkeys(other, one))
        decided.append(pair)
    return _ordered(decided)


def decide_between(
    pairs: Iterable[Pair], left: Sequence[Record], right: Sequence[Record]
) -> list[Pair]:
    """The pairs between two tables; every row is the same as one of the other table at most."""
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    decided = []
    for pair in _ordered(pairs):
        if pair.decision == Decision.SAME:
            is_taken = pair.left in taken_left or pair.right in taken_right
            if is_taken or need_a_person(left[pair.left], right[pair.right]):
                pair = replace(pair, probability=HELD_BACK)
            else:
                taken_left.add(pair.left)
                taken_right.add(pair.right)
        decided.append(pair)
    return _ordered(decided)


def _ordered(pairs: Iterable[Pair]) -> list[Pair]:
    return sorted(pairs, key=lambda pair: (-pair.probability, pair.left, pair.right))


def relations(records: Sequence[Record]) -> Iterator[tuple[int, int, Relation]]:
    """Branches with what they are branches of, and sisters of a group that share site or phone."""
    families: dict[str, list[int]] = defaultdict(list)
    for number, record in enumerate(records):
        if record["core"]:
            families[record["core"]].append(number)
    for family in families.values():
        if len(family) <= LARGEST_FAMILY:
            for one, other in combinations(family, 2):
                kind = relation(records[one], records[other])
                if kind and (kind == Relation.BRANCH or share(records[one], records[other])):
                    yield one, other, kind


def share(left: Record, right: Record) -> bool:
    """Whether two companies have one site, telephone or domain of email."""
    return any(
        left[name] and left[name] == right[name] for name in ("web", "phone", "email_domain")
    )
