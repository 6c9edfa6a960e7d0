"""The scan of leads: which open one is perhaps another one, or about a customer of ours.

Each is held against those that share a key with it, and weighed as the live check does: leads are
few and short-lived, so nothing is learnt from them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

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
from zhike.people.duplicates.thresholds import Thresholds, thresholds
from zhike.people.models import Lead, LeadPair, Party

Ends = Mapping[str, UUID]


def scan_leads(
    since: dt.datetime | None, *, report: pairs.Report, progress: Progress = lambda done: None
) -> None:
    """Look at the leads changed since then and at those of changed parties, or at all."""
    known, settled = LeadPair.objects.all(), thresholds()
    ids = None if since is None else _changed(since)
    if ids is not None:
        known = known.filter(Q(lead__in=ids) | Q(other__in=ids))
    pairs.keep(LeadPair, _suspicions(ids, settled, progress), report, known)


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


def _suspicions(
    ids: Collection[UUID] | None, settled: Thresholds, progress: Progress
) -> Iterator[Suspicion]:
    """Whom each of these leads may mean; each pair once."""
    scorers = {str(kind): scorer(kind) for kind in COMPARED}
    numbers = {str(kind): current(kind).number for kind in COMPARED}
    scales = _Scales(scorers, numbers, settled)
    seen: set[frozenset[UUID]] = set()
    for done, lead in enumerate(open_leads(ids), 1):
        for other, ends in [*_leads_like(lead), *_parties_like(lead)]:
            found = scales.weigh(lead, other, ends)
            if found is not None and found.couple not in seen:
                seen.add(found.couple)
                yield found
        progress(done)


def _leads_like(lead: Asker) -> Iterator[tuple[Asker, Ends]]:
    keys = [marked(asked_by(party)) for party in lead.parties.values()]
    ids = {id_ for groups in keys for id_ in candidates(groups, lead.id)}
    for other in open_leads(ids):
        yield other, {"lead": lead.id, "other": other.id}


def _parties_like(lead: Asker) -> Iterator[tuple[Asker, Ends]]:
    for kind, described in lead.parties.items():
        for party in parties(kind, candidates(asked_by(described), None)):
            yield Asker.of(party.id, [party.described]), {"lead": lead.id, "party": party.id}


@dataclass(frozen=True)
class _Scales:
    """What weighs leads, by which versions of the models, for which thresholds."""

    scorers: dict[str, Scorer]
    numbers: dict[str, int]
    settled: Thresholds

    def weigh(self, lead: Asker, other: Asker, ends: Ends) -> Suspicion | None:
        """How probably the two are one; None where that is not suspected."""
        verdict = weigh(lead, other, self.scorers, self.settled.likely)
        if verdict is None or verdict.probability < self.settled.suspected:
            return None
        compared = digest_of(repr(sorted(one.parties.items())) for one in (lead, other))
        number = max(self.numbers[kind] for kind in lead.parties.keys() & other.parties.keys())
        return Suspicion(ends, compared, verdict.probability, verdict, number)
