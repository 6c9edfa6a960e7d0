"""Scores and grades as they are today: counted anew every night, and what an import brought.

A file is written only where score or grade became another: one that stays says nothing new.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from zhike.access.rights import system_access
from zhike.ledger.jobs import Running, each_minute, enqueue, handles
from zhike.ledger.models import Cursor, Job
from zhike.records.history import VERBS
from zhike.sales.models import CreditFile

JOB, ACTION = "sales.credit_scores", "score"
AT_ONCE = 100
RESULT = ("rating", "overdue_count", "deduction", "score", "rule_grade_id", "grade_id")
VERBS[ACTION] = gettext_lazy("score worked out")


@each_minute
def score_daily() -> None:
    """Ask for the job once a day, and where a file has come without a score."""
    seen = Cursor.objects.filter(name=JOB).values_list("seq", flat=True).first()
    is_done = seen == timezone.localdate().toordinal()
    if is_done and not CreditFile.objects.filter(computed_on__isnull=True).exists():
        return
    alive = Job.objects.filter(name=JOB, state__in=[Job.State.WAITING, Job.State.RUNNING])
    if not alive.exists():
        enqueue(JOB, {})


@handles(JOB)
def score_all(running: Running) -> dict[str, Any]:
    """Count every file anew; harmless when begun twice."""
    today, changed, done = timezone.localdate(), 0, 0
    for ids in _chunks():
        with transaction.atomic():
            changed += score(ids)
        done += len(ids)
        running.progress(done)
    Cursor.objects.update_or_create(name=JOB, defaults={"seq": today.toordinal()})
    return {"files": done, "changed": changed}


def _chunks() -> Iterator[list[UUID]]:
    ids = iter(list(CreditFile.objects.order_by("pk").values_list("pk", flat=True)))
    while some := list(islice(ids, AT_ONCE)):
        yield some


def score(ids: list[UUID]) -> int:
    """Write those of these files whose score or grade is another by now; how many."""
    changed = []
    for credit in CreditFile.objects.filter(pk__in=ids).order_by("pk"):
        before, is_new = [getattr(credit, name) for name in RESULT], credit.computed_on is None
        credit.work_out()
        if is_new or before != [getattr(credit, name) for name in RESULT]:
            changed.append(credit)
    if changed:
        with system_access().change_set(ACTION):
            for credit in changed:
                credit.save()
    return len(changed)
