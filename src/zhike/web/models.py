"""What pages keep for each person: no records, but where somebody was and what they marked."""

from __future__ import annotations

from django.db import models

from zhike.ledger.fields import UuidKey


class Kept(models.Model):
    """A record that somebody comes back to; whether it may be seen is asked when it is shown."""

    user = UuidKey()
    kind = models.CharField(max_length=40)
    record = UuidKey()
    at = models.DateTimeField()

    class Meta:
        """Not a table."""

        abstract = True

    def __str__(self) -> str:
        return f"{self.kind}:{self.record}"


class OpensWith(models.Model):
    """The view with which a list opens for somebody: a saved one's id, or one of every list."""

    user = UuidKey()
    resource = models.CharField(max_length=40)
    view = models.CharField(max_length=40)

    class Meta:
        """One for each person and list."""

        constraints = [models.UniqueConstraint(fields=["user", "resource"], name="opens_with_once")]

    def __str__(self) -> str:
        return f"{self.resource}:{self.view}"


class TabOrder(models.Model):
    """In which order somebody has the saved views of a list; those not named follow."""

    user = UuidKey()
    resource = models.CharField(max_length=40)
    views = models.JSONField(default=list)

    class Meta:
        """One for each person and list."""

        constraints = [models.UniqueConstraint(fields=["user", "resource"], name="tab_order_once")]

    def __str__(self) -> str:
        return f"{self.resource}:{self.user}"


class Visit(Kept):
    """A record at which somebody looked; the latest twenty are kept."""

    class Meta:
        """A record once for each person, read latest first."""

        constraints = [models.UniqueConstraint(fields=["user", "record"], name="visit_once")]
        indexes = [models.Index(fields=["user", "-at"], name="visit_user_at")]


class Favourite(Kept):
    """A record that somebody marked with a star."""

    class Meta:
        """A record once for each person, read in the order in which they were marked."""

        constraints = [models.UniqueConstraint(fields=["user", "record"], name="favourite_once")]
        indexes = [models.Index(fields=["user", "-at"], name="favourite_user_at")]
