"""What the directory's lists say of companies: observations, no records, millions of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.db import models, transaction

from zhike.ledger.fields import UuidKey
from zhike.people.models.party import Party
from zhike.people.rules.postings import BITS, pack, places, unpack

PIECE = 50_000


class DirectoryCompany(models.Model):
    """What a list says of a company: an observation, no record; a later list's takes its place."""

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=20, unique=True)
    """The credit code, else `#` and what name and city come to."""
    name = models.CharField(max_length=200)
    uscc = models.CharField(max_length=18, blank=True)
    region = models.CharField(max_length=6, blank=True)
    industry = models.CharField(max_length=24, choices=Party.Industry.choices, blank=True)
    capital = models.BigIntegerField(null=True)
    """Registered capital in whole yuan."""
    founded = models.DateField(null=True)
    person = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=200, blank=True)
    business = models.CharField(max_length=200, blank=True)
    first = models.IntegerField()
    """The number of the batch that brought it first."""
    batch = models.IntegerField()
    """The number of the batch that says this of it."""

    def __str__(self) -> str:
        return self.name


class DirectoryPosting(models.Model):
    """Which companies of a block have something in common; the key is the token and the block."""

    id = models.BigIntegerField(primary_key=True)
    block = models.IntegerField(db_index=True)
    members = models.BinaryField()

    def __str__(self) -> str:
        return str(self.pk)


class DirectoryBefore(models.Model):
    """What an earlier batch said of a company, until the later one is taken back."""

    company = models.BigIntegerField(primary_key=True)
    batch = models.IntegerField(db_index=True)
    """The number of the later batch."""
    key = models.CharField(max_length=20)
    values = models.JSONField()

    def __str__(self) -> str:
        return self.key


class DirectoryExtraction(models.Model):
    """Who took how many companies out of the directory, or was refused; never changed."""

    at = models.DateTimeField(auto_now_add=True)
    user = UuidKey()
    asked = models.PositiveIntegerField()
    taken = models.PositiveIntegerField()
    known = models.PositiveIntegerField()
    allowed = models.IntegerField(null=True)
    """How many might have been taken: empty where there is no limit."""
    is_refused = models.BooleanField(default=False)
    change_set = UuidKey(null=True)
    searched = models.CharField(max_length=300, blank=True)

    class Meta:
        """Counted by person and day."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "at"], name="directory_taken"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.taken}"


def forget_rows(number: int, low: int, high: int, beat: Callable[[int], None]) -> None:
    """Take a batch's companies out of the directory; what it had brought up to date is as before.

    Its rows lie together: each batch is numbered on where the last one ended. In short
    transactions, where the caller has none: begun again, it goes on.
    """
    table: Any = DirectoryCompany.objects
    last = table.filter(pk__lte=high).order_by("-pk").values_list("pk", flat=True).first() or low
    for start in range(low, last + 1, PIECE):
        end = min(start + PIECE - 1, last)
        with transaction.atomic():
            table.filter(pk__gte=start, pk__lte=end)._raw_delete(using="default")
            gone: Any = DirectoryBefore.objects.filter(company__gte=start, company__lte=end)
            gone._raw_delete(using="default")
        beat(end - low)
    with transaction.atomic():
        _forget_postings(low, max(high, last))
        before: Any = DirectoryBefore.objects.filter(batch=number)
        for one in before.iterator(chunk_size=500):
            if not DirectoryCompany.objects.filter(key=one.key).exists():
                DirectoryCompany(pk=one.company, key=one.key, **one.values).save(force_insert=True)
        before._raw_delete(using="default")


def _forget_postings(low: int, high: int) -> None:
    """Keep none of these numbers, which come again."""
    first, last = low >> BITS, high >> BITS
    between: Any = DirectoryPosting.objects.filter(block__gt=first, block__lt=last)
    between._raw_delete(using="default")
    for block in {first, last}:
        for one in DirectoryPosting.objects.filter(block=block).iterator(chunk_size=500):
            start = block << BITS
            kept = [n for n in places(unpack(bytes(one.members))) if not low <= start + n <= high]
            if not kept:
                one.delete()
            else:
                one.members = pack(kept)
                one.save(update_fields=["members"])
