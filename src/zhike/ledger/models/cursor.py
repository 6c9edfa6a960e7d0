"""How far readers of the ledger have come."""

from typing import ClassVar

from django.db import models


class Cursor(models.Model):
    """How far one consumer has read; `system` tells a restored database from the one it read."""

    stays_here: ClassVar[bool] = True

    name = models.CharField(primary_key=True, max_length=60)
    tx = models.BigIntegerField(default=0)
    seq = models.BigIntegerField(default=0)
    system = models.CharField(max_length=40, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.name} at {self.tx}/{self.seq}"


class Seal(models.Model):
    """A block of changes chained to the block before it, so that tampering shows."""

    number = models.BigAutoField(primary_key=True)
    seqs = models.TextField()
    previous = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"seal {self.number}"
