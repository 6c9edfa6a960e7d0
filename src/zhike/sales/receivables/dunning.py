"""Dunning: who owes since 1, 15, 30 days is reminded of, called, given no more credit.

Once a day every step is gone through; what it did for an instalment is marked under a key of its
own, so that neither two workers nor an undo bring a second task. Of several steps that an
instalment has reached since yesterday (it was entered late) the last alone brings a task.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy, override

from zhike.access.rights import system_access
from zhike.base.money import format_amount
from zhike.engagement.models import Task
from zhike.ledger.fields import RecordRef
from zhike.ledger.jobs import Running, each_minute, enqueue, handles
from zhike.ledger.models import Cursor, Job
from zhike.records.history import VERBS
from zhike.records.models import Company
from zhike.sales.models import PaymentPlan
from zhike.sales.models.dunning import DunningMark, DunningStep
from zhike.sales.rules.receivables import due_after
from zhike.sales.timing.addressed import Addressing

JOB, ACTION = "sales.dunning", "dun"
AT_ONCE = 100
END_OF_WORK = dt.time(17)
VERBS[ACTION] = gettext_lazy("asked for payment")


@each_minute
def dun_daily() -> None:
    """Ask for the job once a day."""
    today = timezone.localdate().toordinal()
    seen = Cursor.objects.filter(name=JOB).values_list("seq", flat=True).first()
    alive = Job.objects.filter(name=JOB, state__in=[Job.State.WAITING, Job.State.RUNNING])
    if seen != today and not alive.exists():
        enqueue(JOB, {})


@handles(JOB)
def dun_all(running: Running) -> dict[str, Any]:
    """Go through every instalment that a step has reached; harmless when begun twice."""
    today, made = timezone.localdate(), 0
    for count in dun(today):
        made += count
        running.progress(made)
    Cursor.objects.update_or_create(name=JOB, defaults={"seq": today.toordinal()})
    return {"tasks": made}


def dun(today: dt.date) -> Iterator[int]:
    """Write the tasks of up to a hundred instalments at a time; how many."""
    steps = list(DunningStep.objects.filter(is_active=True).order_by("-days", "pk"))
    for step in steps:
        last: PaymentPlan | None = None
        while waiting := _waiting(step, today, last):
            last = waiting[-1]
            with override(Company.here().language), transaction.atomic():
                made = _write(step, steps, waiting, today)
            yield made


def _waiting(step: DunningStep, today: dt.date, last: PaymentPlan | None) -> list[PaymentPlan]:
    """The next instalments after the last that the step has reached, and that have no mark of it.

    Without beginning where the last hundred ended, each hundred would read all before it anew.
    """
    marked = DunningMark.objects.filter(step=step.pk, plan=OuterRef("pk"))
    late = PaymentPlan.objects.filter(left__gt=0, due_on__lte=due_after(today, -step.days))
    if last is not None:
        same_day = Q(due_on=last.due_on, pk__gt=last.pk)
        late = late.filter(Q(due_on__gt=last.due_on) | same_day, due_on__gte=last.due_on)
    late = late.exclude(Exists(marked)).select_related("contract", "party__owner", "owner")
    return list(late.order_by("due_on", "pk")[:AT_ONCE])


def _write(
    step: DunningStep, steps: Sequence[DunningStep], waiting: Sequence[PaymentPlan],
    today: dt.date,
) -> int:  # fmt: skip
    now = timezone.now()
    addressing, made = Addressing(now), 0
    with system_access().change_set(ACTION):
        for plan in waiting:
            mark, is_new = DunningMark.objects.get_or_create(plan=plan.pk, step=step.pk)
            if not is_new:
                continue
            task = _task(step, plan, addressing, today)
            task.save()
            made += 1
            DunningMark.objects.filter(pk=mark.pk).update(task=task.pk)
            for earlier in steps:
                if earlier.days <= step.days and earlier.pk != step.pk:
                    DunningMark.objects.get_or_create(plan=plan.pk, step=earlier.pk)
    return made


def _task(
    step: DunningStep, plan: PaymentPlan, addressing: Addressing, today: dt.date
) -> Task:  # fmt: skip
    owner = plan.owner or (addressing.of(plan.party) if plan.party is not None else None)
    due = timezone.make_aware(dt.datetime.combine(today, END_OF_WORK))
    return Task(
        subject=f"{step.subject} · {plan.contract}"[:200], party=plan.party, owner=owner,
        team=None if owner is not None else plan.team, due_at=due, note=letter(step, plan, today),
        about=RecordRef.to(plan),
    )  # fmt: skip


def letter(step: DunningStep, plan: PaymentPlan, today: dt.date) -> str:
    """The letter with what it says of the instalment; a brace that means nothing stays."""
    party = plan.party
    filled = {
        "customer": party.name if party is not None else "", "contract": str(plan.contract),
        "amount": format_amount(plan.left, plan.currency, lang=Company.here().language),
        "due": plan.due_on.isoformat(), "days": str((today - plan.due_on).days),
    }  # fmt: skip
    # In one go: a brace within a customer's name means nothing.
    text = re.sub(r"\{(\w+)\}", lambda m: filled.get(m[1], m[0]), step.letter)
    return text[:5000]
