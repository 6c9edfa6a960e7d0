"""The suspected pairs as they stand: what a scan finds is written, what a person said remains."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from zhike.exchange.match.scoring import Verdict
from zhike.ledger.current import change_set
from zhike.ledger.models.change_set import Door
from zhike.people.duplicates.belonging import Belonging
from zhike.people.models import DuplicatePair
from zhike.people.models.duplicates import Suspected

SCAN = "duplicates.scan"
AT_ONCE = 200
DIGITS = 4
OPEN = Suspected.Decision.OPEN


@dataclass(frozen=True)
class Suspicion:
    """Two records that are probably one, and why."""

    ends: Mapping[str, UUID]
    """By the relations of the pair, in the order in which a new one is written."""
    compared: str
    probability: float
    verdict: Verdict
    model: int
    belonging: Belonging | None = None
    """How they belong together, if one is a branch or a subsidiary of the other."""

    @property
    def part(self) -> UUID:
        """The branch or subsidiary, where one party belongs to the other."""
        is_left_parent = self.belonging is not None and self.belonging.is_first_parent
        return self.ends["right" if is_left_parent else "left"]

    @property
    def couple(self) -> frozenset[UUID]:
        """The two, whichever way round."""
        return frozenset(self.ends.values())


@dataclass
class Report:
    """What a scan has done."""

    found: int = 0
    new: int = 0
    asked_again: int = 0
    closed: int = 0
    merged: int = 0


def keep(
    model: type[Suspected], suspicions: Iterable[Suspicion], report: Report, among: QuerySet[Any]
) -> None:
    """Write what is suspected; of the pairs that it is about (`among`) other open ones go.

    What a person decided is asked again only where the records' own data changed since.
    """
    seen: set[UUID] = set()
    for chunk in _chunks(suspicions):
        with change_set(by=None, door=Door.SYSTEM, action=SCAN):
            known = _known(model, chunk)
            for one in chunk:
                pair = known.get(one.couple) or model(
                    **{f"{end}_id": id_ for end, id_ in one.ends.items()}
                )
                seen.add(_write(one, pair, report))
    gone = among.filter(decision=OPEN).order_by("pk")
    for chunk in _chunks(pair for pair in gone.iterator() if pair.pk not in seen):
        with change_set(by=None, door=Door.SYSTEM, action=SCAN):
            for pair in chunk:
                pair.delete()
        report.closed += len(chunk)


def _chunks(items: Iterable[Any]) -> Iterator[list[Any]]:
    chunk: list[Any] = []
    for item in items:
        chunk.append(item)
        if len(chunk) == AT_ONCE:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _known(
    model: type[Suspected], chunk: Collection[Suspicion]
) -> dict[frozenset[UUID], Suspected]:
    """The pairs that stand already, whichever way round a merge left them."""
    ids = {id_ for one in chunk for id_ in one.couple}
    rows = QuerySet[Any](model).filter(**{f"{model.ends[0]}__in": ids})
    return {_couple(row): row for row in rows}


def _couple(pair: Suspected) -> frozenset[UUID]:
    ids = (getattr(pair, f"{end}_id") for end in pair.ends)
    return frozenset(id_ for id_ in ids if id_ is not None)


def _write(one: Suspicion, pair: Any, report: Report) -> UUID:
    report.found += 1
    if pair._state.adding:
        report.new += 1
    elif pair.decision != OPEN and pair.compared != one.compared:
        pair.decision, pair.decided_by, pair.decided_at = OPEN, None, None
        report.asked_again += 1
    if pair.decision == OPEN:
        pair.probability, pair.compared = round(one.probability, DIGITS), one.compared
        pair.start, pair.model = _start(one.verdict), one.model
        if isinstance(pair, DuplicatePair):
            pair.kinship = one.belonging.relation if one.belonging else DuplicatePair.Kinship.NONE
            pair.left_is_parent = pair.left_id != one.part
        pair.reasons = [[r.comparison, r.level, round(r.bits, 2)] for r in one.verdict.reasons]
        pair.save()
    return UUID(str(pair.pk))


def _start(verdict: Verdict) -> float:
    """The bits before anything is compared."""
    return round(verdict.bits - sum(reason.bits for reason in verdict.reasons), 2)
