"""What waits for somebody about visits: a decision, another time, an outcome, an answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.sales.models import CustomerOpinion, ExecutiveVisit

MOST = 20
Status = ExecutiveVisit.Status


@dataclass(frozen=True)
class Waiting:
    """A record that waits for the reader, why, and until when."""

    record: Any
    why: str
    due: dt.datetime | None


def to_decide(access: Access) -> QuerySet[Any]:
    """The visits about which this reader is asked."""
    if access.user is None or not access.can(ExecutiveVisit, "accept"):
        return ExecutiveVisit.objects.none()
    rows = access.rows(ExecutiveVisit).filter(
        executive__user=access.user.pk, status=Status.SUBMITTED
    )
    return rows.select_related("party", "opportunity__stage", "executive__user", "owner")


def due_for(access: Access, now: dt.datetime) -> list[Waiting]:
    """Everything about visits that waits for the reader, the earliest first; at most twenty."""
    found = [*_decisions(access), *_own(access, now), *_opinions(access)]
    found.sort(key=lambda one: one.due or now)
    return found[:MOST]


def _decisions(access: Access) -> Iterator[Waiting]:
    for visit in to_decide(access).order_by("starts_at", "pk")[:MOST]:
        yield Waiting(visit, _("Go or not?"), visit.starts_at)


def _own(access: Access, now: dt.datetime) -> Iterator[Waiting]:
    """Visits that the reader asked for: put off, or over without an outcome."""
    if access.user is None or not access.can(ExecutiveVisit, "read"):
        return
    mine = access.rows(ExecutiveVisit).filter(owner=access.user.pk)
    for visit in mine.filter(status=Status.POSTPONED).order_by("starts_at", "pk")[:MOST]:
        yield Waiting(visit, _("Put off: agree the new time and submit it again."), visit.starts_at)
    over = mine.filter(status=Status.ACCEPTED, starts_at__lt=now, ends_at__lt=now)
    for visit in over.order_by("starts_at", "pk")[:MOST]:
        yield Waiting(visit, _("What came of it, and what did the customer say?"), visit.ends_at)


def _opinions(access: Access) -> Iterator[Waiting]:
    if access.user is None or not access.can(CustomerOpinion, "read"):
        return
    mine = access.rows(CustomerOpinion).filter(
        owner=access.user.pk, status=CustomerOpinion.Status.OPEN
    )
    for opinion in mine.order_by("created_at", "pk")[:MOST]:
        yield Waiting(opinion, _("The customer waits for an answer."), opinion.created_at)
