"""What stands in somebody's calendar, and when they are free: for whoever wants to meet them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from zhike.access.models import User
from zhike.access.rights import Access
from zhike.engagement.models import Appointment, Interaction
from zhike.engagement.rules.slots import DAYS, Span, free_instead
from zhike.records.models import Absence
from zhike.records.titles import titles
from zhike.records.work_calendar import worktime_of

UNSAID_LENGTH = dt.timedelta(hours=1)
"""How long an appointment takes that does not say when it ends."""
MOST = 500
WEIGHTS = {
    Appointment.Priority.LOW: 30, Appointment.Priority.NORMAL: 50,
    Appointment.Priority.HIGH: 80, Appointment.Priority.FIXED: 100,
}  # fmt: skip
WITH_A_CUSTOMER, AWAY = 60, 100
"""What an appointment with a customer, and an absence, weigh beside the priorities."""


@dataclass(frozen=True)
class Entry:
    """A time that is taken: by what, and how much that weighs, from 0 to 100."""

    span: Span
    weight: int
    record: Any


def entries(user: UUID, span: Span) -> list[Entry]:
    """Everything that takes somebody's time within a span, in its order."""
    found = [*_own(user, span), *_with_customers(user, span), *_away(user, span)]
    return sorted(found, key=lambda entry: (entry.span.starts, entry.span.ends, -entry.weight))


def clashes(user: UUID, span: Span, besides: UUID | None = None) -> list[Entry]:
    """What takes the time already; `besides` is the appointment for which one asks."""
    return [entry for entry in entries(user, span) if entry.record.pk != besides]


def free_times(user: User, asked: Span, besides: UUID | None = None) -> list[Span]:
    """Three free times of the same length within working time, as near as there are."""
    asked = Span(timezone.localtime(asked.starts), timezone.localtime(asked.ends))
    midnight = asked.starts.replace(hour=0, minute=0, second=0, microsecond=0)
    ahead = Span(midnight, midnight + dt.timedelta(days=DAYS + 2))
    taken = [entry.span for entry in clashes(user.pk, ahead, besides)]
    # What is put in afterwards is judged as on its day.
    now = timezone.now()
    earliest = now if asked.starts > now else midnight
    return free_instead(asked, taken, worktime_of(user.team_id), earliest)


def may_see(access: Access, user: User) -> bool:
    """Whether the reader's right to appointments reaches this person's calendar."""
    if access.user is not None and access.user.pk == user.pk:
        return True
    scope = access.scope(Appointment, "read")
    if scope is None or access.everything:
        return scope is not None
    return scope == "all" or user.pk in access.owners.get(scope, ())


def called(access: Access, found: list[Entry]) -> dict[UUID, str]:
    """What the entries are called, as far as the reader may know; the rest is merely taken."""
    names: dict[UUID, str] = {}
    for model in (Appointment, Interaction):
        some = [entry.record for entry in found if isinstance(entry.record, model)]
        if some and access.can(model, "read"):
            seen = access.rows(model).filter(pk__in=[record.pk for record in some])
            known = set(seen.values_list("pk", flat=True))
            names |= titles(access, [record for record in some if record.pk in known])
    return names


def _own(user: UUID, span: Span) -> list[Entry]:
    rows = Appointment.objects.filter(
        owner=user, starts_at__lt=span.ends, ends_at__gt=span.starts
    ).order_by("starts_at", "pk")[:MOST]
    return [Entry(Span(row.starts_at, row.ends_at), WEIGHTS[row.priority], row) for row in rows]


def _with_customers(user: UUID, span: Span) -> list[Entry]:
    """Appointments of one's own, and those of colleagues in which one takes part."""
    until = Q(ends_at__gt=span.starts) | Q(
        ends_at__isnull=True, starts_at__gt=span.starts - UNSAID_LENGTH
    )
    then = Interaction.objects.filter(until, starts_at__isnull=False, starts_at__lt=span.ends)
    mine = then.filter(owner=user).order_by("starts_at", "pk")[:MOST]
    joined = then.filter(participants__user=user).order_by("starts_at", "pk")[:MOST]
    rows = {row.pk: row for row in (*mine, *joined)}.values()
    return [
        Entry(Span(row.starts_at, row.ends_at or row.starts_at + UNSAID_LENGTH),
              WITH_A_CUSTOMER, row)
        for row in rows
    ]  # fmt: skip


def _away(user: UUID, span: Span) -> list[Entry]:
    rows = Absence.objects.filter(user=user, starts_at__lt=span.ends, ends_at__gt=span.starts)
    return [Entry(Span(row.starts_at, row.ends_at), AWAY, row) for row in rows[:MOST]]
