"""Which department lets deals wait: read from the steps that deals went through."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.sales.models import Opportunity, OpportunityStep, Pipeline, Process, Stage
from zhike.sales.rules.waiting import Span, Stay, Waiting, attribute

MOST = 2000
"""Deals that are looked at: the latest of them."""
CLOSED, RUNNING = "closed", "running"


def waiting(
    access: Access, pipeline: Pipeline, *, which: str = CLOSED, days: int = 365
) -> tuple[Waiting, int]:
    """The time of the pipeline's deals by department, and of how many deals that is."""
    if not Process.objects.filter(pipeline=pipeline, in_force_since__isnull=False).exists():
        return attribute({}, []), 0
    now = timezone.now()
    deals = access.rows(Opportunity).filter(pipeline=pipeline)
    since = now - dt.timedelta(days=days)
    if which == RUNNING:
        deals = deals.filter(won_at__isnull=True, lost_at__isnull=True)
    else:
        deals = deals.filter(Q(won_at__gte=since) | Q(lost_at__gte=since))
    found = list(
        deals.filter(process__isnull=False).order_by("-created_at", "-pk")
        .values_list("pk", "opened_on", "won_at", "lost_at", "owner__team", "team")[:MOST]
    )  # fmt: skip
    cycles = {pk: _span(opened, won or lost or now) for pk, opened, won, lost, _o, _t in found}
    teams = {pk: owner_team or team for pk, _opened, _won, _lost, owner_team, team in found}
    return attribute(cycles, _stays(teams, now)), len(found)


def are_few(access: Access, pipeline: Pipeline, most: int) -> bool:
    """Whether the running deals of the pipeline are so few that all are read at a glance."""
    running = access.rows(Opportunity).filter(
        pipeline=pipeline, stage__in=list(Stage.objects.filter(pipeline=pipeline, is_closed=False))
    )
    return running.values("pk")[: most + 1].count() <= most


def _span(opened_on: dt.date, end: dt.datetime) -> Span:
    begin = timezone.make_aware(dt.datetime.combine(opened_on, dt.time()))
    return min(begin, end), end


def _stays(teams: dict[UUID, UUID | None], now: dt.datetime) -> list[Stay]:
    rows = OpportunityStep.objects.filter(opportunity__in=list(teams), since__isnull=False)
    rows = rows.exclude(status=OpportunityStep.Status.SKIPPED)
    columns = ("opportunity", "step__number", "step__name", "step__department",
               "step__department__name", "since", "done_at", "due_at")  # fmt: skip
    stays = []
    for deal, number, name, team, called, since, done_at, due_at in rows.values_list(*columns):
        is_own = team is None or team == teams[deal]
        end = done_at or now
        stays.append(
            Stay(deal, (number, name, "" if is_own else called),
                 _("owners of the deals") if is_own else called, is_own, since, end,
                 is_late=due_at is not None and end > due_at)
        )  # fmt: skip
    return stays
