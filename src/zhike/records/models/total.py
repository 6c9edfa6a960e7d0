"""Totals: counts and sums that boards show, kept true with every write."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from zhike.ledger.fields import MoneyField, UuidKey


class Total(models.Model):
    """How many records of a kind have a value (deals in a stage) and their sums, by whose they are.

    `holder` is the owner, else the team, else the nil id: so that rights choose among totals as
    they choose among records, and a user who changes teams needs no recalculation. `rated` is the
    sum of those that have a weight of their own (a probability set by hand) and `weighed` the sum
    of amount times weight over them, in hundredths times percent: exact, nothing rounded.
    """

    stays_here: ClassVar[bool] = True

    kind = models.CharField(max_length=40)
    value = models.CharField(max_length=80)
    holder = UuidKey()
    currency = models.CharField(max_length=3)
    count = models.BigIntegerField()
    amount = MoneyField()
    rated = MoneyField()
    weighed = models.BigIntegerField()

    class Meta:
        """One row a key, read by holders; for everybody, added up within an index in its order."""

        constraints = [
            models.UniqueConstraint(
                fields=["kind", "holder", "value", "currency"], name="total_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["kind", "value", "currency", "holder", "count", "amount", "rated",
                        "weighed"],
                name="total_of_all",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.value}: {self.count}"
