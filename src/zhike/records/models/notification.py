"""What people are told of: no records, but each person's own reading of the ledger."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhike.access.models import User
from zhike.base.ids import uuid7
from zhike.ledger.fields import UuidKey


class Notification(models.Model):
    """One line of what a person should hear of: a mention, a task given to them, one that is due.

    `cause` is what brought it about (a change set, a job, a task's due time): a person has one line
    of each, and `count` says of how many records. `seq` is the last change that it counts.
    """

    id = UuidKey(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    cause = models.CharField(max_length=100)
    at = models.DateTimeField()
    actor_name = models.CharField(max_length=120, blank=True)
    record_kind = models.CharField(max_length=40, blank=True)
    record = UuidKey(null=True)
    count = models.PositiveBigIntegerField(default=1)
    seq = models.BigIntegerField(default=0)
    read_at = models.DateTimeField(null=True)

    class Meta:
        """Read by person and time; what is unread is counted on every page."""

        indexes = [
            models.Index(fields=["user", "-at", "-id"], name="notification_user"),
            models.Index(
                fields=["user"], name="notification_unread", condition=Q(read_at__isnull=True)
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["user", "cause"], name="notification_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.user_id}"


class NotificationChoice(models.Model):
    """The kinds of notification that a person does not want."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="+")
    unwanted = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"not for {self.user_id}: {', '.join(self.unwanted)}"
