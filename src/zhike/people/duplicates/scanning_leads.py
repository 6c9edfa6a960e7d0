"""The scan of leads: which open one is perhaps another one, or about a customer of ours.

Each is held against those that share a key with it, and weighed as the live check does: leads are
few and short-lived, so nothing is learnt from them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from uuid import UUID

from django.db.models import Q

from zhike.exchange.match.deciding import ASK_FROM
from zhike.exchange.match.scoring import Scorer
from zhike.people.duplicates import pairs
from zhike.people.duplicates.checking import candidates
from zhike.people.duplicates.described import digest_of, parties
from zhike.people.duplicates.keys import asked_by
from zhike.people.duplicates.leads import Asker, marked, open_leads, weigh
from zhike.people.duplicates.pairs import Suspicion
from zhike.people.duplicates.published import COMPARED, current
from zhike.people.duplicates.scanning import FEW, Progress
from zhike.people.duplicates.scorers import scorer
from zhike.people.models import Lead, LeadPair, Party


def scan_leads(
    since: dt.datetime | None, *, report: pairs.Report, progress: Progress = lambda done: None
) -> None:
    """Look at the leads changed since then and at those of changed parties, or at all."""
    known = LeadPair.objects.all()
    ids = None if since is None else _changed(since)
    if ids is not None:
        known = known.filter(Q(lead__in=ids) | Q(other__in=ids))
    pairs.keep(LeadPair, _suspicions(ids, progress), report, known)


def _changed(since: dt.datetime) -> set[UUID] | None:
    """Which leads to look at; None where it is simpler to look at all."""
    leads = Lead.objects.filter(updated_at__gte=since).values_list("pk", flat=True)
    people = Party.objects.filter(updated_at__gte=since).values_list("pk", flat=True)
    ids, changed = set(leads[: FEW + 1]), list(people[: FEW + 1])
    if max(len(ids), len(changed)) > FEW:
        return None
    ids |= set(LeadPair.objects.filter(party__in=changed).values_list("lead", flat=True))
    for party in parties(ids=changed):
        ids |= set(candidates(marked(asked_by(party.described)), None))
    return ids


def _suspicions(ids: Collection[UUID] | None, progress: Progress) -> Iterator[Suspicion]:
    """Whom each of these leads may mean; each pair once."""
    scorers = {str(kind): scorer(kind) for kind in COMPARED}
    numbers = {str(kind): current(kind).number for kind in COMPARED}
    seen: set[frozenset[UUID]] = set()
    for done, lead in enumerate(open_leads(ids), 1):
        for one in [*_of_leads(lead, scorers, numbers), *_of_parties(lead, scorers, numbers)]:
            if one.couple not in seen:
                seen.add(one.couple)
                yield one
        progress(done)


def _of_leads(
    lead: Asker, scorers: dict[str, Scorer], numbers: dict[str, int]
) -> Iterator[Suspicion]:
    keys = [marked(asked_by(party)) for party in lead.parties.values()]
    ids = {id_ for groups in keys for id_ in candidates(groups, lead.id)}
    for other in open_leads(ids):
        yield from _suspicion(lead, other, {"lead": lead.id, "other": other.id}, scorers, numbers)


def _of_parties(
    lead: Asker, scorers: dict[str, Scorer], numbers: dict[str, int]
) -> Iterator[Suspicion]:
    for kind, described in lead.parties.items():
        for party in parties(kind, candidates(asked_by(described), None)):
            other = Asker.of(party.id, [party.described])
            ends = {"lead": lead.id, "party": party.id}
            yield from _suspicion(lead, other, ends, scorers, numbers)


def _suspicion(
    lead: Asker, other: Asker, ends: dict[str, UUID], scorers: dict[str, Scorer],
    numbers: dict[str, int],
) -> Iterator[Suspicion]:  # fmt: skip
    verdict = weigh(lead, other, scorers)
    if verdict is not None and verdict.probability >= ASK_FROM:
        compared = digest_of(repr(sorted(one.parties.items())) for one in (lead, other))
        number = max(numbers[kind] for kind in lead.parties.keys() & other.parties.keys())
        yield Suspicion(ends, compared, verdict.probability, verdict, number)
