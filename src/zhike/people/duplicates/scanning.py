"""The scan: which of all parties are perhaps the same, kept as pairs that wait for a person.

Few changed parties are compared with those that share a key with them; many, or all when a person
asks for it, are compared by Splink in the worker, which learns from them first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar
from uuid import UUID

from zhike.exchange.match.deciding import HELD_BACK_BY, Pair, decide, need_a_person
from zhike.exchange.match.matching import scored
from zhike.exchange.match.scoring import Scorer, Verdict, frequencies_of
from zhike.exchange.match.tables import InDuckDB
from zhike.people.duplicates import pairs
from zhike.people.duplicates.checking import candidates
from zhike.people.duplicates.described import Known, parties
from zhike.people.duplicates.keys import asked_by
from zhike.people.duplicates.pairs import Suspicion
from zhike.people.duplicates.published import COMPARED, Learnt, current, learn
from zhike.people.duplicates.thresholds import Thresholds, thresholds
from zhike.people.models import Party

FEW = 500
BREATH = 5.0
"""Seconds after which a job says that it is alive."""
Made = TypeVar("Made")
Progress = Callable[[int], None]


def scan(
    since: dt.datetime | None, *, report: pairs.Report, progress: Progress = lambda done: None
) -> None:
    """Look at the parties changed since then, or at all; pairs that are none any more go."""
    settled = thresholds()
    if since is not None:
        changed = Party.objects.filter(updated_at__gte=since).order_by("pk")
        ids = list(changed.values_list("pk", flat=True)[: FEW + 1])
        if len(ids) <= FEW:
            pairs.keep(_around(ids, settled, progress), report, among=ids)
            return
    for kind in COMPARED:
        pairs.keep(_among_all(kind, settled, progress), report, kind=kind)


def _around(
    ids: Sequence[UUID], settled: Thresholds, progress: Progress
) -> Iterator[Suspicion]:  # fmt: skip
    """Who is perhaps the same as one of these; each pair once."""
    known = {kind: current(kind) for kind in COMPARED}
    scorers = {kind: Scorer(found.model) for kind, found in known.items()}
    seen: set[frozenset[UUID]] = set()
    for done, one in enumerate(parties(ids=ids), 1):
        kind = Party.Kind(one.described.kind)
        for other in parties(kind, candidates(asked_by(one.described), one.id)):
            couple = frozenset((one.id, other.id))
            verdict = scorers[kind].weigh(one.record, other.record)
            if verdict.probability >= settled.suspected and couple not in seen:
                seen.add(couple)
                share = _held_back(one, other, verdict.probability, settled)
                yield _suspicion(one, other, share, verdict, known[kind].number)
        progress(done)


def _among_all(kind: str, settled: Thresholds, progress: Progress) -> Iterator[Suspicion]:
    """The pairs of a kind as the engine decides them, learning first where it has grown."""
    everybody = []
    for one in parties(kind):
        everybody.append(one)
        progress(0)
    if len(everybody) < 2:
        return
    records = [one.record for one in everybody]
    tables = InDuckDB(records)
    if not tables.known():
        return
    learnt = current(kind)
    if not learnt.fits(len(records)):
        learnt = learn(kind, tables, records, lambda work: _aside(work, progress))
    progress(0)
    scorer = _scorer(learnt, everybody)
    found = _aside(
        lambda: decide(scored(tables, learnt.model, settled.suspected), records, settled.likely),
        progress,
    )
    for done, pair in enumerate(found, 1):
        yield _of_pair(pair, everybody, scorer, learnt, settled)
        progress(done)


def _aside(work: Callable[[], Made], progress: Progress) -> Made:
    """What Splink does asks no database of ours; meanwhile the job's short lease is renewed."""
    with ThreadPoolExecutor(1) as thread:
        running = thread.submit(work)
        while not running.done():
            wait([running], timeout=BREATH)
            progress(0)
    return running.result()


def _scorer(learnt: Learnt, everybody: Sequence[Known]) -> Scorer:
    model = learnt.model
    return Scorer(model, frequencies_of((one.record for one in everybody), model))


def _of_pair(
    pair: Pair, everybody: Sequence[Known], scorer: Scorer, learnt: Learnt, settled: Thresholds
) -> Suspicion:
    left, right = everybody[pair.left], everybody[pair.right]
    verdict = scorer.weigh(left.record, right.record)
    share = _held_back(left, right, pair.probability, settled)
    return _suspicion(left, right, share, verdict, learnt.number)


def _held_back(one: Known, other: Known, probability: float, settled: Thresholds) -> float:
    """What contradicts itself is never called likely, at most worth asking."""
    if need_a_person(one.record, other.record):
        return min(probability, settled.likely - HELD_BACK_BY)
    return probability


def _suspicion(
    one: Known, other: Known, probability: float, verdict: Verdict, model: int
) -> Suspicion:
    """The pair in the order of their ids."""
    left, right = sorted((one, other), key=lambda known: known.id)
    return Suspicion(left, right, probability, verdict, model)
