"""The steps that a deal goes through, each with its clock and what was handed over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhike.access.models import User
from zhike.access.rights import Access
from zhike.base.errors import N_, BadValue
from zhike.base.worktime import NeverOpen
from zhike.engagement.models import File, InternalRequest
from zhike.engagement.models.outcome import register_answer
from zhike.engagement.models.request import is_waiting
from zhike.ledger.actions import action
from zhike.ledger.fields import RecordRef
from zhike.ledger.models import Part
from zhike.records.errors import Invalid
from zhike.records.work_calendar import worktime_of
from zhike.sales.models.stage_step import StageStep
from zhike.sales.rules.process import may_begin

OPEN = ("waiting", "running")


def _is_running(step: OpportunityStep) -> bool:
    return step.status == OpportunityStep.Status.RUNNING


def _is_open(step: OpportunityStep) -> bool:
    return step.status in OPEN


class OpportunityStep(Part):
    """A step of its process that a deal goes through: since when, until when, with what result."""

    named_by = ("step",)
    part_of = "opportunity"
    same_by = ("step",)

    class Status(models.TextChoices):
        """Whether its turn has come, and whether it is over."""

        WAITING = "waiting", _("not begun")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        SKIPPED = "skipped", _("skipped")

    opportunity = models.ForeignKey(
        "sales.Opportunity", models.CASCADE, verbose_name=_("opportunity"), related_name="steps"
    )
    step = models.ForeignKey(
        StageStep, models.PROTECT, verbose_name=_("step"), related_name="taken"
    )
    status = models.CharField(
        _("status"), max_length=8, choices=Status.choices, default=Status.WAITING, editable=False
    )
    since = models.DateTimeField(_("since"), null=True, blank=True, editable=False)
    due_at = models.DateTimeField(_("due"), null=True, blank=True, editable=False)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True, editable=False)
    done_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, editable=False, verbose_name=_("done by"),
        related_name="+",
    )  # fmt: skip
    evidence = models.TextField(_("result"), blank=True, max_length=4000)
    file = models.ForeignKey(
        File, models.SET_NULL, null=True, blank=True, verbose_name=_("file"), related_name="+"
    )
    request = models.ForeignKey(
        InternalRequest, models.SET_NULL, null=True, blank=True, editable=False,
        verbose_name=_("internal request"), related_name="+",
    )  # fmt: skip
    reason = models.CharField(_("why it was skipped"), max_length=300, blank=True)

    class Meta:
        """Read with its deal; found by when it is due, and by when it was done."""

        verbose_name = _("step of a deal")
        verbose_name_plural = _("steps of deals")
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "step"], name="deal_step_once")
        ]
        indexes = [
            models.Index(fields=["status", "due_at", "id"], name="deal_step_due"),
            models.Index(fields=["done_at", "id"], name="deal_step_done"),
        ]

    def __str__(self) -> str:
        return str(self.step)

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """It is a step of the version on which the deal runs, taken once."""
        if self.step_id is None or self.opportunity_id is None:
            return
        if self.step.process_id != self.opportunity.process_id:
            message = N_("Choose a step of the version on which this deal runs.")
            yield "step", BadValue("other_process", message)
        same = OpportunityStep.objects.filter(opportunity=self.opportunity_id, step=self.step_id)
        if same.exclude(pk=self.pk).exists():
            yield "step", BadValue("taken", N_("The deal has this step already."))

    @property
    def is_late(self) -> bool:
        """Whether it runs longer than it may."""
        return self.is_late_at(timezone.now())

    def is_late_at(self, now: dt.datetime) -> bool:
        """Whether it was due before this moment and is not done."""
        return _is_running(self) and self.due_at is not None and self.due_at < now

    def begin(self, now: dt.datetime) -> None:
        """Its turn has come: the clock of whoever is responsible runs, a department is asked."""
        self.status, self.since, self.due_at = self.Status.RUNNING, now, None
        team = self.step.department_id or self.opportunity.selling_team
        if self.step.hours:
            with suppress(NeverOpen):
                self.due_at = worktime_of(team).due(now, self.step.hours)
        if self.step.department_id and self.due_at:
            self.request = self._ask(now)
        self.save()

    def _ask(self, now: dt.datetime) -> InternalRequest:
        """The request by which its department hears of it; the answer is what it hands over."""
        deal, step = self.opportunity, self.step
        asked = InternalRequest(
            subject=f"{step.name}：{deal.name}"[:200], text=_in_full(step), owner=deal.owner,
            to_team_id=step.department_id,
            hours=step.hours or Decimal(0), party=deal.party, asked_at=now,
            about=RecordRef.to(deal), kind=InternalRequest.Kind.OTHER,
        )  # fmt: skip
        asked.save()
        return asked

    @action(
        _("done"), permission="update", when=_is_running, icon="check",
        fields=("evidence", "file"), with_access=True,
    )  # fmt: skip
    def complete(self, access: Access, evidence: str = "", file: UUID | None = None) -> None:
        """What was to be handed over is there; what waited for it begins."""
        self.evidence, self.file_id = evidence, file
        lacking = self._lacking()
        if lacking:
            raise Invalid.field(*lacking)
        self.done_by = access.user
        self.finish(self.Status.DONE)

    @action(
        _("skip"), permission="update", when=_is_open, icon="close",
        fields=("reason",), required=("reason",),
    )  # fmt: skip
    def skip(self, reason: str) -> None:
        """The deal does not need it; what waited for it begins."""
        self.reason = reason
        self.finish(self.Status.SKIPPED)

    @action(_("take up again"), permission="update", when=lambda s: not _is_open(s), icon="undo")
    def resume(self) -> None:
        """It was not done after all: its clock runs on."""
        self.done_at = self.done_by = None
        self.reason = ""
        self.begin(self.since or timezone.now())

    def finish(self, status: str) -> None:
        """End it, and begin what waited for it."""
        self.end(status)
        begin_next(self.opportunity, timezone.now())

    def end(self, status: str) -> None:
        """End it, and ask its department no longer."""
        self.status, self.done_at = status, timezone.now()
        self.since = self.since or self.done_at
        self.save()
        if self.request is not None and is_waiting(self.request):
            self.request.withdraw()

    def _lacking(self) -> tuple[str, BadValue] | None:
        """What is missing that shows it to be done."""
        wanted = self.step.evidence
        if wanted == StageStep.Evidence.TEXT and not self.evidence.strip():
            return "evidence", BadValue("required", N_("Say what was handed over."))
        if wanted == StageStep.Evidence.FILE and self.file_id is None:
            return "file", BadValue("required", N_("Choose the file that was handed over."))
        if wanted in ("amount", "close_date") and getattr(self.opportunity, wanted) is None:
            message = N_("The deal has no “%(field)s” yet; enter it first.")
            label = StageStep.Evidence(wanted).label
            return "evidence", BadValue("required", message, field=label)
        return None


def _in_full(step: StageStep) -> str:
    """What a department reads: what is to be handed over, and how that is done."""
    return "\n".join(text for text in (step.deliverable, step.how_to) if text)


def answered(access: Access, request: InternalRequest) -> None:
    """What a department answered is what it hands over: the step that asked for it is done."""
    found = OpportunityStep.objects.filter(
        request=request.pk, status=OpportunityStep.Status.RUNNING
    )
    for step in found.select_related("opportunity", "step"):
        if request.status == InternalRequest.Status.ANSWERED:
            step.evidence = request.answer[:4000]
            step.done_by = access.user
            step.finish(OpportunityStep.Status.DONE)


def begin_next(deal: Any, now: dt.datetime) -> None:
    """Begin the steps of a deal whose turn has come."""
    steps = list(OpportunityStep.objects.filter(opportunity=deal.pk).select_related("step__stage"))
    over = frozenset(s.step.number for s in steps if not _is_open(s))
    ready = may_begin([s.step.as_work() for s in steps], over)
    for one in steps:
        if one.status == OpportunityStep.Status.WAITING and one.step.number in ready:
            one.begin(now)


register_answer(answered)
