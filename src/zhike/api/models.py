"""What the API itself keeps: no records, but first answers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from zhike.ledger.fields import UuidKey


class IdempotencyKey(models.Model):
    """The first answer to a POST that carried an Idempotency-Key, so that a repeat does nothing.

    Written in the transaction of the write that it answers, kept for 72 hours. `record` names the
    one record that the answer shows, so that erasing that record erases the answer too.
    """

    stays_here: ClassVar[bool] = True

    actor = UuidKey()
    method = models.CharField(max_length=8)
    path = models.CharField(max_length=300)
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    record = UuidKey(null=True)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Found by who repeats what; pruned by age; forgotten by record."""

        indexes = [
            models.Index(fields=["created_at"], name="idempotency_key_age"),
            models.Index(fields=["record"], name="idempotency_key_record"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["actor", "method", "path", "key"], name="idempotency_key_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.key}"
