"""The suspected pairs as they stand: what a scan finds is written, what a person said remains."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from zhike.exchange.match.scoring import Verdict
from zhike.ledger.current import change_set
from zhike.ledger.models.change_set import Door
from zhike.people.duplicates.belonging import Belonging
from zhike.people.duplicates.described import Known, digest
from zhike.people.models import DuplicatePair

SCAN = "duplicates.scan"
AT_ONCE = 200
DIGITS = 4
OPEN = DuplicatePair.Decision.OPEN


@dataclass(frozen=True)
class Suspicion:
    """Two parties that are probably one, in the order of their ids, and why."""

    left: Known
    right: Known
    probability: float
    verdict: Verdict
    model: int
    belonging: Belonging | None = None
    """How they belong together, if one is a branch or a subsidiary of the other."""

    @property
    def part(self) -> Known:
        """The branch or subsidiary, where one belongs to the other."""
        is_left_parent = self.belonging is not None and self.belonging.is_first_parent
        return self.right if is_left_parent else self.left


@dataclass
class Report:
    """What a scan has done."""

    found: int = 0
    new: int = 0
    asked_again: int = 0
    closed: int = 0
    merged: int = 0


def keep(
    suspicions: Iterable[Suspicion], report: Report, *, kind: str = "",
    among: Collection[UUID] | None = None,
) -> None:  # fmt: skip
    """Write what is suspected of all of a kind, or of some parties; other open pairs of theirs go.

    What a person decided is asked again only where the parties' own data changed since.
    """
    seen: set[UUID] = set()
    for chunk in _chunks(suspicions):
        with change_set(by=None, door=Door.SYSTEM, action=SCAN):
            known = _known(chunk)
            for one in chunk:
                seen.add(_write(one, known.get((one.left.id, one.right.id)), report))
    gone = DuplicatePair.objects.filter(decision=OPEN).order_by("pk")
    if among is not None:
        gone = gone.filter(Q(left__in=list(among)) | Q(right__in=list(among)))
    if kind:
        gone = gone.filter(left__kind=kind)
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


def _known(chunk: Collection[Suspicion]) -> dict[tuple[UUID, UUID], DuplicatePair]:
    """The pairs that stand already, whichever way round a merge left them."""
    ids = {known.id for one in chunk for known in (one.left, one.right)}
    rows: QuerySet[Any] = DuplicatePair.objects.filter(left__in=ids, right__in=ids)
    return {tuple(sorted((row.left_id, row.right_id))): row for row in rows}


def _write(one: Suspicion, pair: DuplicatePair | None, report: Report) -> UUID:
    compared = digest(one.left.record, one.right.record)
    report.found += 1
    if pair is None:
        pair = DuplicatePair(left_id=one.left.id, right_id=one.right.id)
        report.new += 1
    elif pair.decision != OPEN and pair.compared != compared:
        pair.decision, pair.decided_by, pair.decided_at = OPEN, None, None
        report.asked_again += 1
    if pair.decision == OPEN:
        pair.probability, pair.compared = round(one.probability, DIGITS), compared
        pair.start, pair.model = _start(one.verdict), one.model
        pair.kinship = one.belonging.relation if one.belonging else DuplicatePair.Kinship.NONE
        pair.left_is_parent = pair.left_id != one.part.id
        pair.reasons = [[r.comparison, r.level, round(r.bits, 2)] for r in one.verdict.reasons]
        pair.save()
    return UUID(str(pair.pk))


def _start(verdict: Verdict) -> float:
    """The bits before anything is compared."""
    return round(verdict.bits - sum(reason.bits for reason in verdict.reasons), 2)
