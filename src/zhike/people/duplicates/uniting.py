"""The same valid credit code merges by itself; everything else waits for a person.

A branch has a code of its own; where a table gave it its parent's, the two are never merged here.
Whoever takes such a merge back is not overruled by the next scan: the pair remembers it.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhike.exchange.match.deciding import merges_by_itself
from zhike.ledger.actions import NotNow
from zhike.ledger.current import change_set
from zhike.ledger.models.change_set import Door
from zhike.people.actions.merge import merge
from zhike.people.duplicates.described import Known, digest, parties
from zhike.people.duplicates.pairs import Report
from zhike.people.duplicates.thresholds import thresholds
from zhike.people.models import DuplicatePair, Party
from zhike.records.notifying import Kind, register_kind, tell_once
from zhike.records.resource import MERGE

MERGED = "merged_by_itself"
SYSTEM_NAME = "知客"


def unite_same_codes(report: Report) -> None:
    """Merge those of one credit code, each group by itself, and tell their owners; if wanted."""
    if not thresholds().merges_same_code:
        return
    twice = Party.objects.exclude(uscc=None).exclude(uscc="").values("uscc").order_by("uscc")
    codes = twice.annotate(records=Count("pk")).filter(records__gt=1)
    groups: dict[str, list[UUID]] = defaultdict(list)
    for pk, code in Party.objects.filter(
        uscc__in=list(codes.values_list("uscc", flat=True))
    ).values_list("pk", "uscc"):  # fmt: skip
        groups[code].append(pk)
    for ids in groups.values():
        _unite(ids, report)


def _unite(ids: list[UUID], report: Report) -> None:
    gone: set[UUID] = set()
    for one, other in combinations(parties(ids=ids), 2):
        if gone & {one.id, other.id} or not merges_by_itself(one.record, other.record):
            continue
        if _merge(one, other, gone):
            report.merged += 1


def _merge(one: Known, other: Known, gone: set[UUID]) -> bool:
    """Merge the two, unless that was taken back before or one of them has just gone."""
    pair = DuplicatePair.objects.filter(left__in=(one.id, other.id), right__in=(one.id, other.id))
    known = pair.first()
    if known is not None and known.decision != DuplicatePair.Decision.OPEN:
        return False
    found = Party.objects.select_related("owner").in_bulk((one.id, other.id))
    if len(found) < 2:
        return False
    survivor, loser = sorted(found.values(), key=_weight)
    _remember(known or DuplicatePair(left_id=one.id, right_id=other.id), one, other)
    try:
        with transaction.atomic(), change_set(by=None, door=Door.JOB, action=MERGE) as opened:
            merge(survivor, loser)
            _tell({survivor.owner_id, loser.owner_id} - {None}, survivor, opened.id)
    except NotNow:
        return False
    gone.add(loser.pk)
    return True


def _weight(party: Any) -> tuple[int, Any]:
    """The fuller one stays; of two alike the older."""
    filled = sum(value not in (None, "", [], {}) for value in party.state().values())
    return -filled, party.created_at


def _remember(pair: DuplicatePair, one: Known, other: Known) -> None:
    """In a set of its own, which is not taken back with the merge."""
    pair.decision, pair.decided_at = DuplicatePair.Decision.SAME, timezone.now()
    pair.probability, pair.compared = 1.0, digest(one.record, other.record)
    with change_set(by=None, door=Door.JOB, action=MERGE):
        pair.save()


def _tell(owners: set[Any], survivor: Party, cause: UUID) -> None:
    for owner in owners:
        tell_once(
            owner, MERGED, str(cause), at=timezone.now(), actor_name=SYSTEM_NAME,
            record_kind=Party.record_type, record=survivor.pk,
        )  # fmt: skip


register_kind(
    Kind(MERGED, 15, _("a customer of mine is merged by itself"),
         _("%(what)s stood here twice with the same credit code: the two are one now"), "merge")
)  # fmt: skip
