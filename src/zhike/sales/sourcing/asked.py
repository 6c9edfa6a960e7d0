"""What is asked of the sources: leads of which time, and whose; each figure's list asks the same.

Every figure is one of the leads that came in that time: how many, how many of them are worth
selling to (`Lead.GOOD`), how many became customers, which deals came of them and were won.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from zhike.access.heads import teams_below
from zhike.access.models import User
from zhike.base.periods import days_of
from zhike.engagement.models import SourceCost
from zhike.people.models import Lead
from zhike.records.resource import resource_for
from zhike.sales.models import Opportunity
from zhike.web.links import list_url
from zhike.web.question_pages import Node, where

MINE, TEAM, ALL = "mine", "team", "all"
PERIODS = ("last_n_days:30", "last_n_days:90", "last_n_days:365", "this_year", "last_year")
USUAL = PERIODS[1]


@dataclass(frozen=True)
class Asked:
    """A time, and whose leads: one's own, those of one's team and below, or all in sight."""

    period: str = USUAL
    whose: str = ALL
    user: UUID | None = None
    teams: tuple[str, ...] = ()
    """The user's team with those below it."""

    @classmethod
    def by(cls, user: User | None, whose: str = ALL, period: str = USUAL) -> Asked:
        """What this user asks."""
        if user is None:
            return cls(period)
        is_team = whose == TEAM and user.team_id is not None
        below = teams_below(user.team_id) if is_team and user.team_id else ()
        return cls(period, whose, user.pk, tuple(sorted(map(str, below))))

    def days(self) -> tuple[dt.date, dt.date]:
        """The first and the last day."""
        begin, behind = days_of(self.period, timezone.localdate())
        assert begin is not None  # noqa: S101 — each of PERIODS has two ends
        assert behind is not None  # noqa: S101
        return begin, behind - dt.timedelta(days=1)

    def leads(self, *nodes: Node) -> Node:
        """A filter of leads."""
        return {"all": [*self._came(""), *nodes]}

    def won(self, *nodes: Node) -> Node:
        """A filter of deals: those won of these leads, whenever that was."""
        return {"all": [*self._came("lead."), where("won_at", "empty", False), *nodes]}

    def costs(self, sources: Iterable[str]) -> Node:
        """A filter of costs: those of these sources that fall into the time, wholly or in part."""
        begin, end = self.days()
        return {"all": [
            where("source", "in", list(sources)), where("begins_on", "lte", end.isoformat()),
            where("ends_on", "gte", begin.isoformat()),
        ]}  # fmt: skip

    def _came(self, prefix: str) -> list[Node]:
        nodes = [where(f"{prefix}created_at", "within", self.period)]
        if self.whose == MINE:
            nodes.append(where(f"{prefix}owner", "eq", str(self.user)))
        if self.teams:
            nodes.append(where(f"{prefix}owner.team", "in", list(self.teams)))
        return nodes


def of(sources: Iterable[str], prefix: str = "") -> Node:
    """Of these sources; "" is that nobody said."""
    named = [source for source in sources if source]
    return where(f"{prefix}source", "in", named) if named else where(
        f"{prefix}source", "empty", True
    )  # fmt: skip


def good() -> Node:
    """Worth selling to."""
    return where("status", "in", list(Lead.GOOD))


def converted() -> Node:
    """Became customers."""
    return where("status", "in", [Lead.Status.CONVERTED])


def rejected() -> Node:
    """Nothing came of them."""
    return where("status", "in", [Lead.Status.REJECTED])


def lead_list(asked: Asked, *nodes: Node) -> str:
    """The list of leads behind a figure."""
    return list_url(resource_for(Lead), filter=asked.leads(*nodes))


def won_list(asked: Asked, *nodes: Node) -> str:
    """The list of won deals behind a figure."""
    return list_url(resource_for(Opportunity), filter=asked.won(*nodes))


def cost_list(asked: Asked, sources: Iterable[str]) -> str:
    """The list of costs behind a figure."""
    return list_url(resource_for(SourceCost), filter=asked.costs(sources))
