"""The task at the right time: written once for each moment that a rule meets, by the system.

A rule is gone through once a day and whenever it has changed. What it has reminded of is marked
under a key of its own (`TimingMark`), so that neither two workers nor an undo bring a second task.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy, override

from zhike.access.rights import system_access
from zhike.base.worktime import NeverOpen
from zhike.engagement.models import Task
from zhike.ledger.jobs import Running, each_minute, enqueue, handles
from zhike.ledger.models import Cursor, Job
from zhike.people.models import Party
from zhike.records.history import VERBS
from zhike.records.models import Company
from zhike.records.work_calendar import WorkTimes
from zhike.sales.models import TimingMark, TimingRule
from zhike.sales.rules.timing import Period
from zhike.sales.timing.addressed import Addressing
from zhike.sales.timing.moments import Moment, moments
from zhike.sales.timing.wording import why

JOB, ACTION = "sales.timing", "remind_in_time"
AT_ONCE = 200
CHANGES_A_DAY = 100_000
END_OF_WORK = dt.time(17)
VERBS[ACTION] = gettext_lazy("reminded in time")


def _stamp(rule: TimingRule, today: dt.date) -> int:
    """What a rule was last gone through as: the day and its version."""
    return today.toordinal() * CHANGES_A_DAY + rule.version % CHANGES_A_DAY


def _waiting(today: dt.date) -> list[TimingRule]:
    """The rules that nobody has gone through today, as they are now."""
    rules = list(TimingRule.objects.filter(is_active=True).order_by("pk"))
    names = [f"{JOB} {rule.pk}" for rule in rules]
    seen = dict(Cursor.objects.filter(name__in=names).values_list("name", "seq"))
    return [rule for rule in rules if seen.get(f"{JOB} {rule.pk}") != _stamp(rule, today)]


@each_minute
def remind_daily() -> None:
    """Ask for the job where a rule waits for it."""
    alive = Job.objects.filter(name=JOB, state__in=[Job.State.WAITING, Job.State.RUNNING])
    if _waiting(timezone.localdate()) and not alive.exists():
        enqueue(JOB, {})


@handles(JOB)
def remind_all(running: Running) -> dict[str, Any]:
    """Go through every rule that waits; harmless when begun twice."""
    today, made = timezone.localdate(), 0
    for rule in _waiting(today):
        for count in remind(rule, today):
            made += count
            running.progress(made)
        Cursor.objects.update_or_create(
            name=f"{JOB} {rule.pk}", defaults={"seq": _stamp(rule, today)}
        )
    return {"tasks": made}


def remind(rule: TimingRule, today: dt.date) -> Iterator[int]:
    """Write the tasks that are due by a day, up to 200 in a change set; how many in each."""
    found = moments(rule, Period(rule.begins_on, today), system_access())
    waiting = iter(_unmarked(list(found)))
    while some := list(islice(waiting, AT_ONCE)):
        with override(Company.here().language), transaction.atomic():
            made = _write(some)
        yield made


def _unmarked(found: Sequence[Moment]) -> list[Moment]:
    known = marks(found)
    return [moment for moment in found if moment.key not in known]


def marks(found: Sequence[Moment]) -> dict[str, TimingMark]:
    """What was reminded of already, by key."""
    keys = [moment.key for moment in found]
    known: dict[str, TimingMark] = {}
    for begin in range(0, len(keys), AT_ONCE):
        known |= TimingMark.objects.in_bulk(keys[begin : begin + AT_ONCE])
    return known


def _write(some: Sequence[Moment]) -> int:
    parties = Party.objects.filter(pk__in={moment.party for moment in some})
    by_id = {party.pk: party for party in parties.select_related("owner")}
    now, times = timezone.now(), WorkTimes.read()
    addressing, made = Addressing(now), 0
    with system_access().change_set(ACTION):
        for moment in some:
            mark, is_new = TimingMark.objects.get_or_create(key=moment.key)
            if is_new and moment.party in by_id:
                task = _task(moment, by_id[moment.party], addressing, times, now)
                task.save()
                TimingMark.objects.filter(pk=mark.pk).update(task=task.pk)
                made += 1
    return made


def _task(
    moment: Moment, party: Party, addressing: Addressing, times: WorkTimes, now: dt.datetime
) -> Task:
    """Due so many workdays from now, but not after the moment itself unless that is past."""
    owner, today = addressing.of(party), timezone.localdate(now)
    team = owner.team_id if owner is not None else party.team_id
    try:
        day = times.of(team).due_days(today, moment.rule.days_to_act)
    except NeverOpen:
        day = today
    if moment.day >= today:
        day = min(day, moment.day)
    due = timezone.make_aware(dt.datetime.combine(day, END_OF_WORK))
    return Task(
        subject=moment.rule.subject, party=party, owner=owner, due_at=due, note=why(moment),
        team_id=None if owner is not None else party.team_id, about=moment.source,
    )  # fmt: skip
