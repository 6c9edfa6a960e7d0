"""Assignment at capture: to whom each new lead or customer goes that comes without an owner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.access.models import User
from zhike.access.rights import Access
from zhike.ledger.writes import CREATE, Write
from zhike.people.models import AssignmentRule, Lead, Pool, PoolReason
from zhike.people.pools.clocks import KINDS
from zhike.people.rules.assignment import Criteria, next_in_turn, region_prefixes
from zhike.records import arriving
from zhike.records.absences import absent, stands_in
from zhike.records.work_calendar import WorkTimes


@dataclass(frozen=True)
class Placing:
    """Where a new record goes, and why in words."""

    why: str
    owner: User | None = None
    team: UUID | None = None
    pool: Pool | None = None

    def values(self) -> dict[str, Any]:
        """The fields of the record, in the ledger's form."""
        found: dict[str, Any] = {"assigned_by": self.why[:200]}
        if self.owner is not None:
            return found | {"owner": str(self.owner.pk)}
        if self.pool is not None:
            now = timezone.now().isoformat()
            lies = {"pool": str(self.pool.pk), "pool_reason": PoolReason.NEW.value}
            return found | lies | {"pooled_at": now}
        return found | {"team": str(self.team)}


class Assigner:
    """The rules for one kind of record, with whose turn it is: for one or for many new records.

    Within a transaction the rules are locked, so that two that come at once go to two people.
    """

    def __init__(self, kind: str, *, is_trial: bool = False) -> None:
        """A trial takes nobody's turn."""
        self.kind, self.is_trial, self.now = kind, is_trial, timezone.now()
        known = models.QuerySet[Any](AssignmentRule).filter(holds=kind, is_active=True)
        if not is_trial:
            known = known.select_for_update(of=("self",))
        self.rules: list[AssignmentRule] = sorted(
            known.select_related("team", "user", "pool").order_by("pk"), key=lambda r: r.rank
        )
        self._people: dict[UUID, list[User]] = {}
        self._away: dict[UUID, UUID | None] = {}
        self._held: dict[UUID, int] = {}
        self._standing_in: dict[UUID, User | None] = {}
        self._turned: set[AssignmentRule] = set()

    @cached_property
    def _usual(self) -> Pool | None:
        """The pool of what no rule fits."""
        return Pool.objects.filter(holds=self.kind, is_usual=True).first()

    @cached_property
    def _times(self) -> WorkTimes:
        return WorkTimes.read()

    def keep_turns(self) -> None:
        """Write down to whom each rule gave last, once for all that were placed."""
        for rule in self._turned:
            models.QuerySet[Any](AssignmentRule).filter(pk=rule.pk).update(
                last_given=rule.last_given
            )
        self._turned.clear()

    def rule_for(self, values: Mapping[str, Any]) -> tuple[int, AssignmentRule] | None:
        """The first rule that fits a record of these values, and its place among the others."""
        for number, rule in enumerate(self.rules, start=1):
            if criteria_of(rule).fit(values):
                return number, rule
        return None

    def place(self, values: Mapping[str, Any]) -> Placing | None:
        """Where a record of these values goes; None where nothing says so."""
        found = self.rule_for(values)
        if found is None:
            pool = self._usual
            return Placing(_("no rule fits: into the usual pool"), pool=pool) if pool else None
        number, rule = found
        why = _("rule %(number)s: %(rule)s") % {"number": number, "rule": rule.name}
        return self.by_rule(rule, why)

    def by_rule(self, rule: AssignmentRule, why: str, besides: UUID | None = None) -> Placing:
        """Where this rule puts a record."""
        if rule.pool is not None:
            return Placing(why, pool=rule.pool)
        if rule.user is not None:
            if rule.user.pk not in self._standing_in:
                self._standing_in[rule.user.pk] = stands_in(rule.user, self.now)
            owner = self._standing_in[rule.user.pk]
            return Placing(why, owner=owner) if owner else self._waits(rule, why)
        return self._in_turn(rule, why, besides)

    def _in_turn(self, rule: AssignmentRule, why: str, besides: UUID | None) -> Placing:
        if rule.only_in_hours and not self._times.of(rule.team_id).is_open(self.now):
            return self._waits(rule, why)
        people = self._team(rule)
        away = {*self._away, besides} - {None}
        chosen = next_in_turn(
            [user.pk for user in people], rule.last_given, away, self._held, rule.most_open
        )
        if chosen is None:
            return self._waits(rule, why)
        owner = next(user for user in people if user.pk == chosen)
        self._held[chosen] = self._held.get(chosen, 0) + 1
        rule.last_given = chosen
        if not self.is_trial:
            self._turned.add(rule)
        return Placing(why, owner=owner)

    def _waits(self, rule: AssignmentRule, why: str) -> Placing:
        team = rule.team_id or (rule.user.team_id if rule.user else None)
        return Placing(_("%(why)s; nobody is free") % {"why": why}, team=team)

    def _team(self, rule: AssignmentRule) -> list[User]:
        team: Any = rule.team_id
        if team not in self._people:
            people = list(
                User.objects.filter(team=team, is_active=True).order_by("name_sort", "pk")
            )
            self._people[team] = people
            ids = [user.pk for user in people]
            self._away |= absent(ids, self.now)
            self._held |= _open(self.kind, ids)
        return self._people[team]


def criteria_of(rule: AssignmentRule) -> Criteria:
    """What the rule asks."""
    regions = tuple(prefix for text in rule.regions for prefix in region_prefixes(text))
    return Criteria(frozenset(rule.industries), regions, frozenset(rule.sources))


def _open(kind: str, people: Sequence[UUID]) -> dict[UUID, int]:
    """How many open ones each of these people has."""
    rows = models.QuerySet[Any](KINDS[kind]).filter(owner__in=people)
    if kind == Lead.record_type:
        rows = rows.filter(status__in=Lead.OPEN)
    return dict(rows.order_by().values_list("owner").annotate(models.Count("pk")))


class Placer:
    """Gives what arrives without an owner to whom the rules say."""

    def __init__(self, kind: str) -> None:
        """For one kind of record."""
        self.kind = kind

    def takes(self, access: Access) -> bool:
        """Whether a record for which no owner is named is not its maker's.

        Who sells owns what they enter; what marketing, service or a program brings is assigned.
        """
        if access.user is None or access.can(KINDS[self.kind], "claim"):
            return False
        has_rules = AssignmentRule.objects.filter(holds=self.kind, is_active=True).exists()
        return has_rules or Pool.objects.filter(holds=self.kind, is_usual=True).exists()

    def place(self, writes: Sequence[Write]) -> None:
        """Complete new records that have neither owner nor team nor pool."""
        new = (w for w in writes if w.operation == CREATE and w.kind == self.kind)
        loose = [write for write in new if _is_loose(write)]
        if not loose:
            return
        assigner = _assigner(self.kind)
        for write in loose:
            placing = assigner.place({name: pair[1] for name, pair in write.fields.items()})
            if placing is not None:
                write.fields |= {name: (None, value) for name, value in placing.values().items()}
        assigner.keep_turns()


_shared: ContextVar[dict[str, Assigner] | None] = ContextVar("assigners", default=None)


@contextmanager
def placing_many() -> Iterator[None]:
    """Within one transaction that saves record by record: the rules are read once for all."""
    token = _shared.set({})
    try:
        yield
    finally:
        _shared.reset(token)


def _assigner(kind: str) -> Assigner:
    shared = _shared.get()
    if shared is None:
        return Assigner(kind)
    if kind not in shared:
        shared[kind] = Assigner(kind)
    return shared[kind]


def _is_loose(write: Write) -> bool:
    return not any(write.fields.get(n, (None, None))[1] for n in ("owner", "team", "pool"))


for _kind in KINDS:
    arriving.register_placer(_kind, Placer(_kind))
