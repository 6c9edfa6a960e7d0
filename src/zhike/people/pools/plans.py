"""Into which pool a record goes, when, and by which rule: for whole batches of records."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone

from zhike.access.models import User
from zhike.access.rights import system_access
from zhike.base.worktime import NeverOpen, WorkTime
from zhike.people.models import Lead, Party, Pool, Pooled, RecycleRule
from zhike.people.pools.clocks import KINDS, Facts, facts_of
from zhike.people.pools.commons import memberships
from zhike.people.rules.pools import Keeping, Kept, first_to_go
from zhike.records import filters
from zhike.records.resource import resource_for
from zhike.records.work_calendar import WorkTimes

LEVEL = {"lead": "status", "party": "tier"}
OVER = (Lead.Status.CONVERTED, Lead.Status.REJECTED)


@dataclass(frozen=True)
class Going:
    """A record that goes into a pool if nothing happens: when, into which, and why."""

    on: dt.date
    pool: Pool
    why: str


@dataclass(frozen=True)
class _Rule:
    """A recycle rule, ready to be asked of a batch."""

    pool: Pool
    keeping: Keeping
    levels: frozenset[str]
    kept: frozenset[UUID]
    """What stays with its owner whatever the clock says."""


def has_rules(kind: str) -> bool:
    """Whether any pool takes back records of this kind."""
    return RecycleRule.objects.filter(pool__holds=kind).exists()


def going(kind: str, ids: Collection[UUID]) -> dict[UUID, Going]:
    """Which of these records go into a pool, and when."""
    rules = _rules(kind, ids)
    if not rules:
        return {}
    model: type[Pooled] = KINDS[kind]
    rows = list(models.QuerySet[Any](model).filter(pk__in=ids, owner__isnull=False))
    facts, times = facts_of(kind, [row.pk for row in rows]), WorkTimes.read()
    owners = User.objects.in_bulk({row.owner_id for row in rows})
    pools = {pk: memberships(user, [user.team_id]).keys() for pk, user in owners.items()}
    found = {}
    for row in rows:
        mine = [rule for rule in rules if rule.pool.pk in pools[row.owner_id]]
        time = times.of(owners[row.owner_id].team_id)
        if (known := _first(row, mine, facts, time)) is not None:
            found[row.pk] = known
    return found


def _rules(kind: str, ids: Collection[UUID]) -> list[_Rule]:
    known = RecycleRule.objects.filter(pool__holds=kind).select_related("pool", "excluded")
    return [
        _Rule(
            rule.pool, Keeping(rule.lacks, rule.days, rule.in_workdays), frozenset(rule.levels),
            frozenset(_excluded(kind, ids, rule)),
        )
        for rule in known.order_by("pool", "pk")
    ]  # fmt: skip


def _excluded(kind: str, ids: Collection[UUID], rule: RecycleRule) -> Iterable[UUID]:
    view: Any = rule.excluded
    if view is None or not view.filter:
        return ()
    resource = resource_for(KINDS[kind])
    left_out = filters.condition(resource, system_access(), view.filter)
    return resource.model.objects.filter(left_out, pk__in=ids).values_list("pk", flat=True)


def _first(row: Any, rules: list[_Rule], facts: Facts, time: WorkTime) -> Going | None:
    if isinstance(row, Lead) and row.status in OVER:
        return None
    level = getattr(row, LEVEL[row.record_type])
    by_pool: dict[UUID, list[Keeping]] = defaultdict(list)
    pools = {}
    for rule in rules:
        if row.pk not in rule.kept and (not rule.levels or level in rule.levels):
            by_pool[rule.pool.pk].append(rule.keeping)
            pools[rule.pool.pk] = rule.pool
    kept = _kept(row, facts)
    found = []
    for pk, keepings in by_pool.items():
        try:
            first = first_to_go(kept, keepings, time.due_days)
        except NeverOpen:
            continue
        if first is not None:
            found.append(Going(first[0], pools[pk], first[1].lacks))
    return min(found, key=lambda one: one.on, default=None)


def _kept(row: Lead | Party, facts: Facts) -> Kept:
    contact = facts.contacts.get(row.pk)
    return Kept(
        timezone.localdate(row.owned_since or row.created_at),
        timezone.localdate(contact) if contact else None,
        row.pk in facts.deals, row.pk in facts.wins,
    )  # fmt: skip
