"""Which departments keep others waiting: how many requests, how many late, how long."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median
from uuid import UUID

from django.utils import timezone

from zhike.access.rights import Access
from zhike.engagement.models import InternalRequest

DAYS = 90
MOST = 20_000


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


def by_department(access: Access, *, days: int = DAYS) -> list[Lateness]:
    """The requests of the last days that the reader may see, the latest department first."""
    now = timezone.now()
    since = now - dt.timedelta(days=days)
    rows = access.rows(InternalRequest).filter(asked_at__gte=since)
    rows = rows.exclude(status=InternalRequest.Status.WITHDRAWN).order_by("-asked_at")
    found: dict[UUID, Lateness] = {}
    columns = rows.values_list("to_team", "due_at", "answered_at", "worked_hours")
    for team, due, answered, worked in columns[:MOST]:
        one = found.setdefault(team, Lateness(team))
        one.count += 1
        one.late += (answered or now) > due
        one.waiting += answered is None
        if worked is not None:
            one.waits.append(worked)
    return sorted(found.values(), key=lambda one: (-one.rate, -one.late, str(one.team)))
