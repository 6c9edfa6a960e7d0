"""Joint plans: what we and a customer want to reach together, step by step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Owned
from zhike.base.errors import N_, BadValue
from zhike.ledger.actions import action
from zhike.ledger.current import current
from zhike.ledger.models import Part
from zhike.ledger.models.change_set import Door
from zhike.people.models import Party


def is_running(plan: JointPlan) -> bool:
    """Whether it is still worked on."""
    return plan.status == JointPlan.Status.RUNNING


def _is_over(plan: JointPlan) -> bool:
    return not is_running(plan)


class JointPlan(Owned):
    """What we and a customer want to reach together in a period, with milestones of both sides."""

    class Status(models.TextChoices):
        """Whether it is still worked on."""

        RUNNING = "running", _("running")
        FINISHED = "finished", _("finished")

    scoped_by = ("party",)

    name = models.CharField(_("name"), max_length=120)
    party = models.ForeignKey(
        Party, models.CASCADE, verbose_name=_("customer"), related_name="joint_plans"
    )
    starts_on = models.DateField(_("start date"), null=True, blank=True)
    ends_on = models.DateField(_("end date"), null=True, blank=True)
    our_goals = models.TextField(
        _("our goals"), blank=True, max_length=4000, help_text=_("The customer reads this.")
    )
    their_goals = models.TextField(
        _("the customer's goals"), blank=True, max_length=4000,
        help_text=_("The customer reads this."),
    )  # fmt: skip
    note = models.TextField(
        _("internal note"), blank=True, max_length=4000, help_text=_("The customer never sees it.")
    )
    status = models.CharField(
        _("status"), max_length=8, choices=Status.choices, default=Status.RUNNING, editable=False
    )
    custom = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        """Read with the customer, by owner, and newest first."""

        verbose_name = _("joint plan")
        verbose_name_plural = _("joint plans")
        indexes = [
            models.Index(fields=["owner", "status", "id"], name="joint_plan_owner"),
            models.Index(fields=["created_at", "id", "owner"], name="joint_plan_created"),
        ]

    def __str__(self) -> str:
        return self.name

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """It begins before it ends."""
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            yield "ends_on", BadValue("order", N_("It cannot end before it begins."))

    @action(_("finish"), permission="update", when=is_running, icon="check")
    def finish(self) -> None:
        """Nothing more is to be done together: it is behind no longer."""
        self.status = self.Status.FINISHED
        self.save()

    @action(_("take up again"), permission="update", when=_is_over, icon="undo")
    def resume(self) -> None:
        """It is worked on after all."""
        self.status = self.Status.RUNNING
        self.save()


def is_open(milestone: JointMilestone) -> bool:
    """Whether it is still to be done."""
    return milestone.done_at is None


def _is_done(milestone: JointMilestone) -> bool:
    return not is_open(milestone)


class JointMilestone(Part):
    """A step of a joint plan: who sees to it, by when, and whether the customer is shown it."""

    named_by = ("title",)
    part_of = "plan"

    class Side(models.TextChoices):
        """Who sees to it."""

        OURS = "ours", _("we")
        THEIRS = "theirs", _("the customer")
        BOTH = "both", _("both")

    plan = models.ForeignKey(
        JointPlan, models.CASCADE, verbose_name=_("joint plan"), related_name="milestones"
    )
    title = models.CharField(_("milestone"), max_length=200)
    side = models.CharField(
        _("responsible side"), max_length=8, choices=Side.choices, default=Side.OURS
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    is_shared = models.BooleanField(_("the customer sees it"), default=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True, editable=False)
    done_by = models.CharField(_("done by"), max_length=120, blank=True, editable=False)

    class Meta:
        """Read with its plan; found by when it is due."""

        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        indexes = [models.Index(fields=["done_at", "due_on", "id"], name="joint_milestone_due")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_late(self) -> bool:
        """Whether its day is over and it is not done."""
        return is_open(self) and self.due_on is not None and self.due_on < timezone.localdate()

    @action(_("done"), permission="update", when=is_open, icon="check")
    def tick(self) -> None:
        """It is done, as whoever says so says: a colleague, or the customer by a link."""
        opened = current()
        self.done_at, self.done_by = opened.at, opened.row.actor_name
        self.save()

    @action(_("not done"), permission="update", when=_is_done, icon="undo")
    def reopen(self) -> None:
        """It is to be done after all."""
        self.done_at, self.done_by = None, ""
        self.save()


class JointComment(Part):
    """A remark about a joint plan, by a colleague or by the customer."""

    named_by = ("text",)
    part_of = "plan"

    plan = models.ForeignKey(
        JointPlan, models.CASCADE, verbose_name=_("joint plan"), related_name="comments"
    )
    text = models.TextField(_("comment"), max_length=1000)
    is_shared = models.BooleanField(_("the customer sees it"), default=True)
    is_theirs = models.BooleanField(_("by the customer"), default=False, editable=False)
    written_by = models.CharField(_("written by"), max_length=120, blank=True, editable=False)

    class Meta:
        """Read with its plan."""

        verbose_name = _("comment")
        verbose_name_plural = _("comments")

    def __str__(self) -> str:
        return self.text[:60]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it under the name of whoever writes it, and from which side."""
        if self._state.adding:
            row = current().row
            self.written_by, self.is_theirs = row.actor_name, row.door == Door.LINK
        super().save(*args, **kwargs)
