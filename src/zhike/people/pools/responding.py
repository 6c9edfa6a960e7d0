"""The response clock: when a new lead is to be answered, and who hears of it if nobody does.

The clock runs in working time from the capture, by the assignment rule that fits. The first
interaction or a change of status answers it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.heads import head_of, superior_of
from zhike.access.models import User
from zhike.access.rights import Access, system_access
from zhike.base.worktime import NeverOpen, WorkTime
from zhike.ledger.jobs import each_minute
from zhike.ledger.writes import CREATE, UPDATE, Write
from zhike.people.models import AssignmentRule, Lead
from zhike.people.pools.assigning import Assigner, Placing
from zhike.records.history import VERBS
from zhike.records.notifying import GIVEN, Kind, register_kind, tell_once
from zhike.records.reminders import Due, register_reminder
from zhike.records.work_calendar import WorkTimes

LEAD, ACTION, AT_ONCE = Lead.record_type, "escalate", 200
DUE, ESCALATED = "response_due", "escalated"
VERBS[ACTION] = gettext_lazy("passed on, since nobody answered")
_answers: set[str] = set()


def register_answer(kind: str) -> None:
    """Let a new record of this kind that points at a `lead` be its first response."""
    _answers.add(kind)


class ResponseClock:
    """The projection that starts clocks with leads and stops them with the first response."""

    rank = 61
    is_late = True

    def apply(self, writes: Sequence[Write]) -> None:
        """Start and stop."""
        _stop(set(_answered(writes)))
        made = [w for w in writes if w.kind == LEAD and w.operation == CREATE]
        if made and AssignmentRule.objects.filter(response_hours__isnull=False).exists():
            _start(made)


def _answered(writes: Iterable[Write]) -> Iterator[UUID]:
    for write in writes:
        if write.kind in _answers and write.operation == CREATE:
            lead = write.fields.get("lead", (None, None))[1]
            yield from [UUID(str(lead))] if lead else []
        if write.kind == LEAD and write.operation == UPDATE:
            status = write.fields.get("status", (None, None))[1]
            yield from [write.id] if status and status != Lead.Status.NEW else []


def _stop(ids: set[UUID]) -> None:
    if ids:
        waiting = models.QuerySet[Any](Lead).filter(pk__in=ids, responded_at__isnull=True)
        waiting.update(responded_at=timezone.now(), escalates_at=None)


def _start(made: Iterable[Write]) -> None:
    assigner, times, now = Assigner(LEAD, is_trial=True), WorkTimes.read(), timezone.now()
    found: dict[tuple[dt.datetime, dt.datetime | None], list[UUID]] = defaultdict(list)
    teams = dict(User.objects.values_list("pk", "team"))
    for write in made:
        values = {name: pair[1] for name, pair in write.fields.items()}
        rule = assigner.rule_for(values)
        if rule is None or values.get("status", Lead.Status.NEW) != Lead.Status.NEW:
            continue
        owner = values.get("owner")
        team = teams.get(UUID(str(owner))) if owner else rule[1].team_id
        if (clock := clock_of(rule[1], times.of(team), now)) is not None:
            found[clock].append(write.id)
    for (by, escalates), ids in found.items():
        models.QuerySet[Any](Lead).filter(pk__in=ids).update(respond_by=by, escalates_at=escalates)


def clock_of(
    rule: AssignmentRule, time: WorkTime, start: dt.datetime
) -> tuple[dt.datetime, dt.datetime | None] | None:
    """By when a lead is to be answered that came at this moment, and when it is escalated."""
    if rule.response_hours is None:
        return None
    try:
        by = time.due(start, Decimal(rule.response_hours))
        if rule.escalate_hours is None:
            return by, None
        return by, time.due(by, Decimal(rule.escalate_hours))
    except NeverOpen:
        return None


# What is late


@each_minute
def escalate_each_minute() -> None:
    """See to it once a minute."""
    escalate()


def escalate() -> int:
    """Tell superiors of leads that nobody answered, and pass on those whose rule says so."""
    now = timezone.now()
    late = models.QuerySet[Any](Lead).filter(escalates_at__lte=now, responded_at__isnull=True)
    if not late.exists():
        return 0
    with system_access().change_set(ACTION):
        skip = connection.features.has_select_for_update_skip_locked
        locked = late.order_by("escalates_at", "pk").select_for_update(
            of=("self",), skip_locked=skip
        )
        leads = list(locked.select_related("owner")[:AT_ONCE])
        assigner, times = Assigner(LEAD), WorkTimes.read()
        for lead in leads:
            _escalate(lead, assigner, times, now)
        assigner.keep_turns()
    return len(leads)


def _escalate(lead: Lead, assigner: Assigner, times: WorkTimes, now: dt.datetime) -> None:
    owner: Any = lead.owner
    rule = assigner.rule_for(lead.state())
    team = lead.team_id or (rule[1].team_id if rule else None)
    superior = superior_of(owner) if owner is not None else head_of(team)
    cause = f"{ESCALATED} {lead.pk} {lead.escalates_at:%Y%m%d%H%M%S}"
    if superior is not None:
        _tell(superior, ESCALATED, cause, lead, now)
    values: dict[str, Any] = {"escalates_at": None, "escalated_at": now}
    if rule is not None and rule[1].reassigns:
        why = _("rule %(number)s: %(rule)s, since nobody answered") % {
            "number": rule[0], "rule": rule[1].name,
        }  # fmt: skip
        placing = assigner.by_rule(rule[1], why, besides=lead.owner_id)
        if placing.owner is not None and placing.owner != owner:
            values |= _pass_on(lead, placing, rule[1], times, now)
            _tell(placing.owner, GIVEN, cause, lead, now)
    models.QuerySet[Any](Lead).filter(pk=lead.pk).update(**values)


def _pass_on(
    lead: Lead, placing: Placing, rule: AssignmentRule, times: WorkTimes, now: dt.datetime
) -> dict[str, Any]:
    """Give it to the next, whose clock begins now; once more it is not passed on."""
    owner: Any = placing.owner
    lead.owner_id, lead.assigned_by = owner.pk, placing.why[:200]
    lead.save(action=ACTION)
    clock = clock_of(rule, times.of(owner.team_id), now)
    return {"respond_by": clock[0]} if clock else {}


def _tell(user: User, kind: str, cause: str, lead: Lead, now: dt.datetime) -> None:
    tell_once(user.pk, kind, cause, at=now, record_kind=LEAD, record=lead.pk)


def due(after: dt.datetime, until: dt.datetime) -> Iterator[Due]:
    """Leads whose time ran out without an answer."""
    late = Lead.objects.filter(
        respond_by__gt=after, respond_by__lte=until, responded_at__isnull=True,
        owner__isnull=False,
    )  # fmt: skip
    for lead in late:
        yield Due(lead.owner_id, lead, lead.respond_by)


def unanswered(access: Access, limit: int = 20) -> list[Lead]:
    """The user's own leads that wait for their first response, the most urgent first."""
    if access.user is None:
        return []
    mine = access.rows(Lead).filter(
        owner=access.user.pk, respond_by__isnull=False, responded_at__isnull=True,
        status=Lead.Status.NEW,
    )  # fmt: skip
    return list(mine.order_by("respond_by", "pk")[:limit])


register_kind(
    Kind(DUE, 35, gettext_lazy("a lead of mine is to be answered"),
         gettext_lazy("nobody has answered %(what)s in time"), "clock")
)  # fmt: skip
register_kind(
    Kind(ESCALATED, 15, gettext_lazy("a lead of my team stays unanswered"),
         gettext_lazy("%(what)s is still unanswered"), "bell")
)  # fmt: skip
register_reminder(DUE, due)
