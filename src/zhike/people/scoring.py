"""The score of leads: kept with each, with its reasons in words; it fades as contacts grow old."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from zhike.ledger.bulk import paced
from zhike.ledger.jobs import Running, at_start, each_minute, enqueue, handles
from zhike.ledger.models import Cursor, Job
from zhike.ledger.writes import DELETE, Write
from zhike.people.models import Lead, ScoreRule
from zhike.people.pools.clocks import touched
from zhike.people.rules.scoring import Reason, decayed, fits, total

JOB, LEAD, PAGE = "people.scoring", Lead.record_type, 2000
FIELDS = tuple(ScoreRule.Field.values)
Contacts = Callable[[Collection[UUID]], Mapping[UUID, Sequence[dt.datetime]]]
_contacts: list[Contacts] = []


def register_contacts(find: Contacts) -> None:
    """Let scores know when there were contacts with leads."""
    _contacts.append(find)


class Scores:
    """The projection that keeps every lead's score true."""

    rank = 62
    is_late = True

    def apply(self, writes: Sequence[Write]) -> None:
        """Score what these writes touch; all leads where a rule changed."""
        if any(write.kind == ScoreRule.record_type for write in writes):
            _ask_once()
        gone = {w.id for w in writes if w.kind == LEAD and w.operation == DELETE}
        ids = touched(writes)[LEAD] - gone
        if ids and ScoreRule.objects.exists():
            score(ids)


def score(ids: Collection[UUID]) -> None:
    """Score these leads and keep what changed."""
    rules = list(ScoreRule.objects.order_by("-points", "pk"))
    leads = models.QuerySet[Any](Lead).filter(pk__in=ids)
    rows = list(leads.only("score", "score_reasons", *FIELDS))
    ages = _ages([row.pk for row in rows])
    found: dict[tuple[int, tuple[Reason, ...]], list[UUID]] = defaultdict(list)
    for row in rows:
        reasons = tuple(_reasons(row, rules, ages.get(row.pk, ())))
        now = total(reasons), reasons
        if now != (row.score, tuple((words, points) for words, points in row.score_reasons or ())):
            found[now].append(row.pk)
    for (value, reasons), some in found.items():
        models.QuerySet[Any](Lead).filter(pk__in=some).update(
            score=value, score_reasons=[list(reason) for reason in reasons]
        )


def _reasons(lead: Lead, rules: Sequence[ScoreRule], ages: Sequence[float]) -> Iterator[Reason]:
    for rule in rules:
        points = rule.points
        if rule.measures == ScoreRule.Measures.CONTACT:
            points = decayed(rule.points, ages, rule.half_life_days)
        elif not fits(rule.field, getattr(lead, rule.field), rule.values):
            points = 0
        if points:
            yield rule.name, points


def _ages(ids: Collection[UUID]) -> dict[UUID, list[float]]:
    now = timezone.now()
    found: dict[UUID, list[float]] = defaultdict(list)
    for find in _contacts:
        for lead, moments in find(ids).items():
            found[lead] += [(now - at) / dt.timedelta(days=1) for at in moments]
    return dict(found)


@handles(JOB)
def score_all(running: Running) -> dict[str, Any]:
    """Score every open lead by the rules and the contacts as they are now."""
    done = 0
    for ids in paced(_open_leads()):
        with transaction.atomic():
            score(ids)
        done += len(ids)
        running.progress(done)
    Cursor.objects.update_or_create(name=JOB, defaults={"seq": timezone.localdate().toordinal()})
    return {"leads": done}


@at_start
def is_needed() -> str | None:
    """The job's name if nothing was scored today: what was done fades."""
    known = Cursor.objects.filter(name=JOB).values_list("seq", flat=True).first()
    is_old = known != timezone.localdate().toordinal()
    return JOB if is_old and ScoreRule.objects.exists() else None


@each_minute
def score_nightly() -> None:
    """Once a day score everything anew."""
    if is_needed():
        _ask_once()


def _ask_once() -> None:
    if not Job.objects.filter(name=JOB, state=Job.State.WAITING).exists():
        enqueue(JOB, {})


def _open_leads() -> Iterator[UUID]:
    after: dict[str, UUID] = {}
    while True:
        rows = models.QuerySet[Any](Lead).filter(status__in=Lead.OPEN, **after).order_by("pk")
        ids = list(rows.values_list("pk", flat=True)[:PAGE])
        yield from ids
        if len(ids) < PAGE:
            return
        after = {"pk__gt": ids[-1]}
