"""The index of external ids; derived, and no records themselves."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from zhike.ledger.fields import UuidKey


class ExternalId(models.Model):
    """One system's name for one record, kept beside `external_ids` so that it is found at once."""

    stays_here: ClassVar[bool] = True

    kind = models.CharField(max_length=40)
    source = models.CharField(max_length=40)
    value = models.CharField(max_length=200)
    record = UuidKey()

    class Meta:
        """Found by what the other system says, and by record. Not unique: an import may err."""

        indexes = [
            models.Index(fields=["kind", "source", "value"], name="external_id_value"),
            models.Index(fields=["record"], name="external_id_record"),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.value}"
