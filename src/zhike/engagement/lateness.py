"""Which departments keep others waiting: how many requests, how many late, how long."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from zhike.access.rights import Access
from zhike.engagement.models import InternalRequest

DAYS = 90
AT_ONCE = 5_000


@dataclass
class Lateness:
    """The requests to one department."""

    team: UUID
    count: int = 0
    late: int = 0
    waiting: int = 0
    waits: list[Decimal] = field(default_factory=list)

    @property
    def rate(self) -> int:
        """How many of a hundred were late."""
        return round(100 * self.late / self.count) if self.count else 0

    @property
    def median_wait(self) -> Decimal | None:
        """The working hours that half of the answers took at most."""
        return median(self.waits) if self.waits else None


def _asked(access: Access, days: int) -> QuerySet[Any]:
    since = timezone.now() - dt.timedelta(days=days)
    rows = InternalRequest.objects.filter(access.row_by_row(InternalRequest), asked_at__gte=since)
    return rows.exclude(status=InternalRequest.Status.WITHDRAWN)


def is_long(access: Access, *, days: int = DAYS) -> bool:
    """Whether there are more requests than are counted while somebody waits for the first page."""
    return _asked(access, days).order_by("-asked_at").values("pk")[: AT_ONCE + 1].count() > AT_ONCE


def by_department(access: Access, *, days: int = DAYS) -> list[Lateness]:
    """The requests of the last days that the reader may see, the latest department first.

    Waits are those of the latest answers.
    """
    rows = _asked(access, days)
    is_late = Q(answered_at__gt=F("due_at")) | Q(answered_at=None, due_at__lt=timezone.now())
    counted = rows.values("to_team").order_by("to_team").annotate(
        count=Count("pk"), late=Count("pk", filter=is_late),
        waiting=Count("pk", filter=Q(answered_at=None)),
    )  # fmt: skip
    found = {
        one["to_team"]: Lateness(one["to_team"], one["count"], one["late"], one["waiting"])
        for one in counted
    }
    answered = rows.filter(worked_hours__isnull=False).order_by("-asked_at")
    for team, worked in answered.values_list("to_team", "worked_hours")[:AT_ONCE]:
        found[team].waits.append(worked)
    return sorted(found.values(), key=lambda one: (-one.rate, -one.late, str(one.team)))
