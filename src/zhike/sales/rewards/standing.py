"""The status of referrals, kept true with every write of a lead or a deal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from zhike.ledger import projections
from zhike.ledger.writes import DELETE, UPDATE, Write
from zhike.people.models import Lead
from zhike.sales.models import Opportunity, Referral
from zhike.sales.rules.referring import LOST, OPEN, WON, standing

DEAL, LEAD, REFERRAL = (m.record_type for m in (Opportunity, Lead, Referral))
COUNTS = {DEAL: {"stage", "party", "lead", "won_at", "lost_at"}, LEAD: {"status", "party"}}


class Standing:
    """The projection that keeps the status of referrals."""

    rank = 55
    is_late = False

    def apply(self, writes: Sequence[Write]) -> None:
        """Work out anew the referrals of those whose deals or leads are written."""
        touched = [write for write in writes if _counts(write)]
        if not touched:
            return
        ids: dict[str, set[UUID]] = defaultdict(set)
        for write in touched:
            ids[write.kind].add(write.id)
            ids["parties"] |= _ends(write, "party")
            ids["leads"] |= _ends(write, "lead")
        deals = QuerySet[Any](Opportunity).filter(pk__in=ids[DEAL])
        for party, lead in deals.values_list("party", "lead"):
            ids["parties"].add(party)
            ids["leads"].add(lead)
        asked = Q(pk__in=ids[REFERRAL]) | Q(party__in=ids["parties"] - {None})
        settle(asked | Q(lead__in=(ids["leads"] | ids[LEAD]) - {None}))


def _counts(write: Write) -> bool:
    if write.kind == REFERRAL:
        return write.operation != DELETE
    names = COUNTS.get(write.kind)
    return names is not None and (write.operation != UPDATE or bool(names & write.fields.keys()))


def _ends(write: Write, name: str) -> set[UUID]:
    """What a reference held before and holds now."""
    if write.kind != DEAL:
        return set()
    return {UUID(str(value)) for value in write.fields.get(name, ()) if value}


def settle(asked: Q) -> None:
    """Work out the status of these referrals and keep what changed; two queries, and the news."""
    rows = list(QuerySet[Any](Referral).filter(asked).select_related("lead"))
    if not rows:
        return
    by_status: dict[str, list[UUID]] = defaultdict(list)
    deals = _deals(rows)
    for row in rows:
        status = standing(row.lead.status if row.lead else "", _of(row, deals))
        if status != row.status:
            by_status[status].append(row.pk)
    for status, ids in sorted(by_status.items()):
        QuerySet[Any](Referral).filter(pk__in=ids).update(status=status)


Deals = dict[UUID, list[tuple[Any, Any]]]


def _deals(rows: Collection[Referral]) -> Deals:
    """When the deals of whom was brought were won and lost, by customer and by lead."""
    parties = {row.party_id for row in rows if row.party_id}
    leads = {row.lead_id for row in rows if row.lead_id}
    found: Deals = defaultdict(list)
    known = QuerySet[Any](Opportunity).filter(Q(party__in=parties) | Q(lead__in=leads))
    for party, lead, won, lost in known.values_list("party", "lead", "won_at", "lost_at"):
        for key in {party, lead} - {None}:
            found[key].append((won, lost))
    return found


def _of(row: Referral, deals: Deals) -> set[str]:
    """How the deals stand that began after it, or were still open then."""
    found = set()
    for won, lost in deals.get(row.party_id or row.lead_id, ()):
        end = won or lost
        if end is None or timezone.localdate(end) >= row.referred_on:
            found.add(WON if won else LOST if lost else OPEN)
    return found


projections.register(Standing())
