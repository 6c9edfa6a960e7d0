"""What others wait for from somebody: requests to them or their department, and their consents."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zhike.access.models import Scope
from zhike.access.rights import Access
from zhike.engagement.models import Approval, ApprovalStep, InternalRequest

MOST = 20


@dataclass(frozen=True)
class Waiting:
    """A record that waits for somebody, why, and until when."""

    record: Any
    why: str
    due: dt.datetime


def requests_to(access: Access) -> QuerySet[Any]:
    """Requests that this user is to answer: given to them, or to their department and nobody."""
    if access.user is None:
        return InternalRequest.objects.none()
    user, teams = access.user.pk, access.teams.get(Scope.TEAM, [])
    nobodys = Q(assignee__isnull=True) & (Q(to_team__in=teams) | Q(to_team__head=user))
    mine = Q(assignee=user) | Q(escalated_to=user) | nobodys
    return InternalRequest.objects.waiting().filter(mine)


def consents_of(access: Access) -> QuerySet[Any]:
    """Consents that this user is to give or refuse."""
    if access.user is None:
        return ApprovalStep.objects.none()
    user, teams = access.user.pk, access.teams.get(Scope.TEAM, [])
    department = Q(team__in=teams) | Q(team__head=user)
    mine = Q(user=user) | Q(acting=user) | (department & ~Q(approval__owner=user))
    open_ = ApprovalStep.objects.filter(decision="open", approval__status=Approval.Status.OPEN)
    return open_.filter(mine)


def due_for(access: Access, now: dt.datetime) -> list[Waiting]:
    """What waits for this user, the earliest due first; at most twenty."""
    asked = requests_to(access).select_related("owner").order_by("due_at", "pk")[:MOST]
    found = [Waiting(one, _why(one, one.due_at < now), one.due_at) for one in asked]
    consents = consents_of(access).select_related("approval__owner").order_by("due_at", "pk")
    seen = set()
    for step in consents[:MOST]:
        if step.approval_id not in seen:
            seen.add(step.approval_id)
            why = _why(step.approval, step.due_at < now)
            found.append(Waiting(step.approval, why, step.due_at))
    found.sort(key=lambda waiting: waiting.due)
    return found[:MOST]


def _why(record: Any, is_late: bool) -> str:
    who = {"who": record.owner or _("somebody"), "customer": record.customer_name}
    if is_late:
        text = _("%(who)s is waiting, and it is late") % who
    elif isinstance(record, Approval):
        text = _("%(who)s asks for your consent") % who
    else:
        text = _("%(who)s asks") % who
    return f"{text} · {record.customer_name}" if record.customer_name else text
