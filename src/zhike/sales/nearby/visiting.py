"""Planning visits on the way: customers stand in the week's plan, leads are tasks until its end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.models import User
from zhike.access.rights import Access, Denied
from zhike.engagement.models import Task
from zhike.ledger.fields import RecordRef
from zhike.people.models import Lead, Party
from zhike.records.history import VERBS
from zhike.records.titles import titles
from zhike.sales.models import PlanLine

ACTION = "plan_visits"
MOST = 50
WORKDAYS = dt.timedelta(days=4)
VERBS[ACTION] = gettext_lazy("visits planned")


def may_plan(access: Access) -> bool:
    """Whether the user plans weeks of their own."""
    return access.user is not None and access.can(PlanLine, "create")


def plan_visits(
    access: Access, ids: Sequence[UUID], week: dt.date
) -> tuple[int, UUID | None]:  # fmt: skip
    """A visit for each of these in one's own week; how many, and the change set that did it.

    What is planned already stays as it is.
    """
    user = access.user
    if user is None or not may_plan(access):
        raise Denied(PlanLine.record_type, "create")
    made = 0
    with access.change_set(ACTION) as opened:
        User.objects.select_for_update().get(pk=user.pk)  # Two clicks come one after the other.
        for party in access.rows(Party).filter(pk__in=ids[:MOST]).order_by("pk"):
            line = PlanLine(week=week, kind=PlanLine.Kind.VISIT, party=party, owner=user)
            if not any(line.problems()):
                line.save()
                made += 1
        if access.can(Task, "create"):
            made += _tasks(access, user, ids[:MOST], week)
    return made, opened.id if made else None


def _tasks(access: Access, user: User, ids: Sequence[UUID], week: dt.date) -> int:
    leads = list(access.rows(Lead).filter(pk__in=ids, status__in=Lead.OPEN).order_by("pk"))
    about = {RecordRef.to(lead): lead for lead in leads}
    open_ones = Task.objects.filter(owner=user, status=Task.Status.OPEN, about__in=list(about))
    busy = set(open_ones.values_list("about", flat=True))
    called = titles(access, leads)
    end = dt.datetime.combine(week + WORKDAYS, dt.time(18))
    for ref, lead in about.items():
        if ref not in busy:
            subject = _("Visit %(name)s") % {"name": called[lead.pk]}
            Task(subject=subject[:200], about=ref, owner=user,
                 due_at=timezone.make_aware(end)).save()  # fmt: skip
    return len(about) - len(busy)
