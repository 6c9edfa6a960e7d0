"""Why deals are lost and to whom: counted over the deals that the reader sees."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from zhike.access.rights import Access
from zhike.people.models import Party
from zhike.records.titles import named
from zhike.sales.models import Opportunity, OpportunityCompetitor, Stage


@dataclass(frozen=True)
class Loss:
    """A group of lost deals: to a competitor, or for a reason."""

    key: Any
    name: str
    count: int
    share: int


@dataclass(frozen=True)
class Rival:
    """A competitor, with how deals ended in which we met."""

    id: UUID
    name: str
    met: int
    won: int
    lost: int

    @property
    def win_rate(self) -> int | None:
        """The share won of what is decided, in percent; None before anything is."""
        decided = self.won + self.lost
        return round(100 * self.won / decided) if decided else None


def lost_deals(access: Access, days: int) -> Any:
    """The deals lost within so many days; found by the stages in which they ended."""
    since = timezone.now() - dt.timedelta(days=days)
    ended = list(Stage.objects.filter(kind=Stage.Kind.LOST))
    return access.rows(Opportunity).filter(stage__in=ended, lost_at__gte=since)


def is_too_much(most: int) -> bool:
    """Whether more deals are lost, whenever that was, than can be counted at a glance."""
    lost = Opportunity.objects.filter(stage__in=list(Stage.objects.filter(kind=Stage.Kind.LOST)))
    return lost.values("pk")[: most + 1].count() > most


def by_competitor(access: Access, days: int) -> list[Loss]:
    """To whom deals were lost, the strongest first; last those lost to nobody."""
    rows = list(
        lost_deals(access, days)
        .values("lost_to")
        .annotate(count=Count("pk"))
        .order_by("-count", "lost_to")
    )
    names = named(access, Party, {row["lost_to"] for row in rows} - {None})
    total = sum(row["count"] for row in rows)
    rows.sort(key=lambda row: row["lost_to"] is None)
    return [
        Loss(
            row["lost_to"], names.get(row["lost_to"], ""), row["count"], _share(row["count"], total)
        )
        for row in rows
    ]


def by_reason(access: Access, days: int) -> list[Loss]:
    """Why deals were lost, the most frequent reason first."""
    rows = list(
        lost_deals(access, days)
        .values("lost_reason")
        .annotate(count=Count("pk"))
        .order_by("-count", "lost_reason")
    )
    labels = dict(Opportunity.LostReason.choices)
    total = sum(row["count"] for row in rows)
    return [
        Loss(
            row["lost_reason"],
            str(labels.get(row["lost_reason"], "")),
            row["count"],
            _share(row["count"], total),
        )
        for row in rows
    ]


def rivals(access: Access, days: int) -> list[Rival]:
    """How deals ended in which each competitor was met, the most often met first."""
    since = timezone.now() - dt.timedelta(days=days)
    rows = access.rows(OpportunityCompetitor).filter(
        Q(opportunity__won_at__gte=since) | Q(opportunity__lost_at__gte=since)
    )
    counted = list(
        rows.values("party")
        .annotate(
            met=Count("opportunity", distinct=True),
            won=Count("opportunity", filter=Q(opportunity__won_at__isnull=False), distinct=True),
            lost=Count("opportunity", filter=Q(opportunity__lost_at__isnull=False), distinct=True),
        )
        .order_by("-met", "party")[:50]
    )
    names = named(access, Party, {row["party"] for row in counted})
    return [
        Rival(row["party"], names.get(row["party"], ""), row["met"], row["won"], row["lost"])
        for row in counted
    ]


def _share(count: int, total: int) -> int:
    return round(100 * count / total) if total else 0
