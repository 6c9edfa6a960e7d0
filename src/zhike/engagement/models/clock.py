"""The clock of what somebody is asked: working hours of whoever is to answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from zhike.access.heads import head_of, superior_of
from zhike.access.models import Team, User
from zhike.base.errors import N_, BadValue
from zhike.base.worktime import NeverOpen
from zhike.records.absences import stands_in
from zhike.records.work_calendar import worktime_of

MOST_HOURS = Decimal(2000)
HALF = Decimal("0.5")


def set_for(
    team: UUID | None, start: dt.datetime, hours: Decimal
) -> tuple[dt.datetime, dt.datetime]:
    """When half of so many working hours of a team have gone by, to remind; and all, to be late.

    Raises NeverOpen.
    """
    worktime = worktime_of(team)
    return worktime.due(start, hours * HALF), worktime.due(start, hours)


def hours_worked(team: UUID | None, start: dt.datetime, end: dt.datetime) -> Decimal:
    """The working hours of a team between two moments, to the hundredth."""
    seconds = Decimal(worktime_of(team).worked(start, end).total_seconds())
    return (seconds / 3600).quantize(Decimal("0.01"))


def hours_problems(team: UUID | None, hours: Decimal | None) -> Iterator[tuple[str, BadValue]]:
    """A clock needs some hours, and a calendar in which it runs."""
    if hours is None or not 0 < hours <= MOST_HOURS:
        yield "hours", BadValue("range", N_("Enter working hours above 0, at most 2,000."))
        return
    try:
        worktime_of(team).due(timezone.now(), hours)
    except NeverOpen:
        message = N_("The work calendar has no working time in which a clock could run.")
        yield "hours", BadValue("never", message)


def administrator() -> User | None:
    """Who is asked where nobody else is found."""
    return User.objects.filter(is_admin=True, is_active=True).order_by("created_at", "pk").first()


def answers_for(team: UUID | None, besides: UUID | None = None) -> User | None:
    """To whom something that a team leaves undone goes: its head, one above, an administrator."""
    head = head_of(team)
    if head is not None and head.pk == besides:
        head = superior_of(head)
    return head or administrator()


def people_of(team: UUID) -> list[UUID]:
    """Those who work in a team, and its head."""
    found = set(User.objects.filter(team=team, is_active=True).values_list("pk", flat=True)[:50])
    head = Team.objects.filter(pk=team, head__is_active=True).values_list("head", flat=True).first()
    return sorted(found | ({head} if head else set()))


def is_nobody(team: UUID, besides: UUID | None = None) -> bool:
    """Whether nobody but this person would hear what a team is asked."""
    people = set(people_of(team))
    if people:
        return people == {besides}
    return answers_for(team) is None


def in_place_of(user: User, at: dt.datetime) -> User | None:
    """Who does what this person is asked: a deputy, the superior, an administrator, or the person
    (then None).
    """
    found = stands_in(user, at) or superior_of(user) or administrator()
    return None if found is not None and found.pk == user.pk else found
