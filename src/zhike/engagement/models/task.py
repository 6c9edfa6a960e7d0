"""Tasks."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.access.models import Owned
from zhike.ledger.actions import action
from zhike.ledger.fields import RecordRef
from zhike.people.models import Party


def _is_open(task: Task) -> bool:
    return task.status == Task.Status.OPEN


def _is_over(task: Task) -> bool:
    return task.status != Task.Status.OPEN


class Task(Owned):
    """Something that somebody has to do, perhaps by a certain time."""

    named_by = ("subject",)

    class Status(models.TextChoices):
        """Whether it is still to do."""

        OPEN = "open", _("to do")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    subject = models.CharField(_("what to do"), max_length=200)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    party = models.ForeignKey(
        Party, models.CASCADE, null=True, blank=True, verbose_name=_("customer"),
        related_name="tasks",
    )  # fmt: skip
    about = RecordRef(_("about"))
    note = models.TextField(_("note"), blank=True, max_length=5000)
    status = models.CharField(
        _("status"), max_length=8, choices=Status.choices, default=Status.OPEN, editable=False
    )
    done_at = models.DateTimeField(_("done at"), null=True, blank=True, editable=False)
    custom = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        """Read by who has to do it and when."""

        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        indexes = [
            models.Index(fields=["owner", "status", "due_at", "id"], name="task_owner_due"),
            models.Index(fields=["due_at", "id", "owner"], name="task_due"),
            models.Index(fields=["created_at", "id", "owner"], name="task_created"),
            models.Index(fields=["about"], name="task_about", condition=~models.Q(about="")),
        ]

    def __str__(self) -> str:
        return self.subject

    @action(pgettext_lazy("verb", "done"), permission="update", when=_is_open, icon="check")
    def complete(self) -> None:
        """Mark it done."""
        self.status, self.done_at = self.Status.DONE, timezone.now()
        self.save()

    @action(_("drop"), permission="update", when=_is_open, icon="close")
    def drop(self) -> None:
        """It need not be done any more."""
        self.status, self.done_at = self.Status.DROPPED, timezone.now()
        self.save()

    @action(_("reopen"), permission="update", when=_is_over, icon="undo")
    def reopen(self) -> None:
        """It has to be done after all."""
        self.status, self.done_at = self.Status.OPEN, None
        self.save()
