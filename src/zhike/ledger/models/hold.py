"""Whether this installation is a restored copy that must not speak to the world yet."""

from django.db import models

from zhike.ledger.fields import UuidKey


class Hold(models.Model):
    """The time from a restore until an administrator lets the copy send again."""

    since = models.DateTimeField(auto_now_add=True)
    backup_of = models.CharField(max_length=40)
    resumed_at = models.DateTimeField(null=True)
    resumed_by = UuidKey(null=True)

    def __str__(self) -> str:
        return f"held since {self.since}"
