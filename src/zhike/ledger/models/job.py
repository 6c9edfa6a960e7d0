"""Work that a person should not wait for."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.base.ids import uuid7
from zhike.ledger.fields import UuidKey


class Job(models.Model):
    """One piece of background work, leased to one worker at a time.

    `fence` rises with every lease: a worker that was frozen past its lease holds an old fence and
    can write nothing more.
    """

    stays_here: ClassVar[bool] = True

    class State(models.TextChoices):
        """From waiting to done, or failed after its last try."""

        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        STOPPED = "stopped", _("stopped")

    id = UuidKey(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=60)
    arguments = models.JSONField(default=dict)
    actor = UuidKey(null=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    run_after = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    fence = models.BigIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    result = models.JSONField(default=dict)
    error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        """Workers look for what is due."""

        indexes = [models.Index(fields=["state", "run_after"], name="job_due")]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"
