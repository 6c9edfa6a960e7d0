"""What is no record: the access log, and the number that tells rights apart."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.ledger.fields import UuidKey


class AccessEvent(models.Model):
    """Someone logged in, was denied, exported or looked at a marked field; written in batches."""

    at = models.DateTimeField(_("time"), auto_now_add=True)
    user = UuidKey(null=True)
    event = models.CharField(_("event"), max_length=40)
    kind = models.CharField(max_length=40, blank=True)
    record = UuidKey(null=True)
    detail = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=45, blank=True)

    class Meta:
        """Read by time and by user."""

        indexes = [
            models.Index(fields=["-at"], name="access_event_at"),
            models.Index(fields=["user", "-at"], name="access_event_user"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.at}"


class RightsVersion(models.Model):
    """A number that is new after every change of users, teams, roles or collaborators.

    A process keeps what it worked out for a user only while this number stays.
    """

    stays_here: ClassVar[bool] = True

    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)
