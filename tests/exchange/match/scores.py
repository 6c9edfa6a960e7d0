"""How right the pairs of a match are, against the truth."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from zhike.exchange.match.columns import recognised
from zhike.exchange.match.deciding import Decision, Pair
from zhike.exchange.match.preparing import Record, reader_of

Couple = tuple[int, int]


class Score(NamedTuple):
    """F1, precision and recall."""

    f1: float
    precision: float
    recall: float


def score(found: set[Couple], truth: set[Couple]) -> Score:
    """Of the pairs found, against all true ones."""
    right = len(found & truth)
    precision, recall = right / max(len(found), 1), right / max(len(truth), 1)
    return Score(2 * precision * recall / max(precision + recall, 1e-9), precision, recall)


def from_(pairs: Iterable[Pair], least: float) -> set[Couple]:
    """The pairs of a probability, the smaller row first."""
    return {(min(p.left, p.right), max(p.left, p.right)) for p in pairs if p.probability >= least}


def same(pairs: Iterable[Pair]) -> set[Couple]:
    """The pairs that are decided to be the same."""
    return {
        (min(p.left, p.right), max(p.left, p.right)) for p in pairs if p.decision == Decision.SAME
    }


def clustered(couples: Iterable[Couple]) -> set[Couple]:
    """Every pair that is joined by a chain of pairs."""
    groups: dict[int, list[int]] = {}
    for one, other in couples:
        left, right = groups.setdefault(one, [one]), groups.setdefault(other, [other])
        if left is not right:
            left.extend(right)
            groups.update(dict.fromkeys(right, left))
    return {
        (min(a, b), max(a, b))
        for group in {id(group): group for group in groups.values()}.values()
        for at, a in enumerate(group)
        for b in group[at + 1 :]
    }


def one_to_one(pairs: Iterable[Pair], least: float) -> set[Couple]:
    """The most probable pairs in which no row occurs twice."""
    left: set[int] = set()
    right: set[int] = set()
    found: set[Couple] = set()
    for pair in sorted(pairs, key=lambda pair: -pair.probability):
        if pair.probability >= least and pair.left not in left and pair.right not in right:
            left.add(pair.left)
            right.add(pair.right)
            found.add((pair.left, pair.right))
    return found


def records(
    headings: list[str], rows: list[list[str]], leave_out: Iterable[str] = ()
) -> list[Record]:
    """Rows as the command reads them, without some columns."""
    hidden = [h if h not in set(leave_out) else "" for h in headings]
    reader = reader_of(recognised(hidden, leave_out=headings[0]), rows[:1000])
    return [reader.record(row) for row in rows]
