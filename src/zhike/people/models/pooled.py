"""Pooled: owned records that may lie in a pool instead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Owned
from zhike.base.errors import N_, BadValue
from zhike.people.models.pool import Pool, PoolReason


class Pooled(Owned):
    """A lead or a customer: somebody owns it, or it lies in a pool until somebody does.

    Whatever has an owner is in no pool, whatever door gave it one.
    """

    pool = models.ForeignKey(
        Pool, models.PROTECT, null=True, blank=True, editable=False, verbose_name=_("pool"),
        related_name="+", db_index=False,
    )  # fmt: skip
    pool_reason = models.CharField(
        _("why in the pool"), max_length=16, choices=PoolReason.choices, blank=True, editable=False
    )
    pooled_at = models.DateTimeField(_("in the pool since"), null=True, blank=True, editable=False)
    assigned_by = models.CharField(_("assigned by"), max_length=200, blank=True, editable=False)
    owned_since = models.DateTimeField(
        _("owned since"), null=True, blank=True, editable=False,
        help_text=_("Empty: since it was made."),
    )  # fmt: skip
    recycles_on = models.DateField(
        _("goes into the pool on"), null=True, blank=True, editable=False,
        help_text=_("If nothing happens until then."),
    )  # fmt: skip

    projected: ClassVar[frozenset[str]] = frozenset({"owned_since", "recycles_on"})

    class Meta:
        """Not a table."""

        abstract = True

    @property
    def is_pooled(self) -> bool:
        """Whether it lies in a pool."""
        return self.pool_id is not None and self.owner_id is None

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it with what follows from owner and pool."""
        if self.owner_id is not None:
            self.leave_pool()
        elif self.pool_id is not None and self.pooled_at is None:
            self.pooled_at = timezone.now()
        super().save(*args, **kwargs)

    def leave_pool(self) -> None:
        """It lies in no pool."""
        self.pool_id, self.pool_reason, self.pooled_at = None, "", None

    def lay_into(self, pool: UUID, reason: str) -> None:
        """Nobody owns it: it lies in this pool from now on, out of every team's own sight."""
        self.owner_id = self.team_id = None
        self.pool_id, self.pool_reason, self.pooled_at = pool, reason, timezone.now()

    def pool_problems(self) -> Iterator[tuple[str, BadValue]]:
        """A pool holds one kind of record."""
        pool: Any = self.pool
        if pool is not None and pool.holds != self.record_type:
            yield "pool", BadValue("holds", N_("This pool holds something else."))


def pool_indexes(name: str) -> list[models.Index]:
    """What lies in a pool, in the order in which it came; what goes into one, in its order."""
    return [
        models.Index(
            fields=["pool", "pooled_at", "id"], name=f"{name}_pool",
            condition=models.Q(pool__isnull=False),
        ),
        models.Index(
            fields=["recycles_on", "id", "owner"], name=f"{name}_recycles",
            condition=models.Q(recycles_on__isnull=False),
        ),
    ]  # fmt: skip
