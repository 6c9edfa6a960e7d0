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

from django.db.models import Q

from zhike.exchange.match.deciding import decide, relations
from zhike.exchange.match.matching import scored
from zhike.exchange.match.scoring import Scorer, frequencies_of
from zhike.exchange.match.tables import InDuckDB
from zhike.people.duplicates import pairs
from zhike.people.duplicates.checking import candidates
from zhike.people.duplicates.described import parties
from zhike.people.duplicates.keys import asked_by
from zhike.people.duplicates.pairs import Suspicion
from zhike.people.duplicates.published import COMPARED, current, learn
from zhike.people.duplicates.thresholds import Thresholds, thresholds
from zhike.people.duplicates.weighed import Scales
from zhike.people.models import DuplicatePair, Party

FEW = 500
BREATH = 5.0
"""Seconds after which a job says that it is alive."""
Made = TypeVar("Made")
Progress = Callable[[int], None]


def scan(
    since: dt.datetime | None, *, report: pairs.Report, progress: Progress = lambda done: None
) -> None:
    """Look at the parties changed since then, or at all; pairs that are none any more go."""
    known, settled = DuplicatePair.objects.all(), thresholds()
    if since is not None:
        changed = Party.objects.filter(updated_at__gte=since).order_by("pk")
        ids = list(changed.values_list("pk", flat=True)[: FEW + 1])
        if len(ids) <= FEW:
            theirs = known.filter(Q(left__in=ids) | Q(right__in=ids))
            pairs.keep(DuplicatePair, _around(ids, settled, progress), report, theirs)
            return
    for kind in COMPARED:
        of_kind = known.filter(left__kind=kind)
        pairs.keep(DuplicatePair, _among_all(kind, settled, progress), report, of_kind)


def _around(
    ids: Sequence[UUID], settled: Thresholds, progress: Progress
) -> Iterator[Suspicion]:  # fmt: skip
    """Who is perhaps the same as one of these, or belongs to it; each pair once."""
    known = {kind: current(kind) for kind in COMPARED}
    scales = {
        kind: Scales(Scorer(found.model, found.frequencies), found.number, settled)
        for kind, found in known.items()
    }
    seen: set[frozenset[UUID]] = set()
    for done, one in enumerate(parties(ids=ids), 1):
        kind = Party.Kind(one.described.kind)
        for other in parties(kind, candidates(asked_by(one.described), one.id)):
            couple = frozenset((one.id, other.id))
            found = None if couple in seen else scales[kind].weigh(one, other)
            if found and (found.belonging or found.probability >= settled.suspected):
                seen.add(couple)
                yield found
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
    found = _aside(
        lambda: decide(scored(tables, learnt.model, settled.suspected), records, settled.likely),
        progress,
    )
    scorer = Scorer(learnt.model, frequencies_of(records, learnt.model))
    scales = Scales(scorer, learnt.number, settled)
    seen: set[tuple[int, int]] = set()
    placed: set[UUID] = set()
    for done, pair in enumerate(found, 1):
        suspicion = scales.weigh(everybody[pair.left], everybody[pair.right], pair.probability)
        seen.add((pair.left, pair.right))
        if suspicion.belonging:
            placed.add(suspicion.part)
        yield suspicion
        progress(done)
    for left, right, _relation in relations(records):
        suspicion = scales.weigh(everybody[left], everybody[right])
        is_new = (left, right) not in seen and suspicion.part not in placed
        if suspicion.belonging and is_new:
            placed.add(suspicion.part)
            yield suspicion
            progress(0)


def _aside(work: Callable[[], Made], progress: Progress) -> Made:
    """What Splink does asks no database of ours; meanwhile the job's short lease is renewed."""
    with ThreadPoolExecutor(1) as thread:
        running = thread.submit(work)
        while not running.done():
            wait([running], timeout=BREATH)
            progress(0)
    return running.result()
