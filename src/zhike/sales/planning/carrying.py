"""What a week left undone, carried on into the next: once, in one change set."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhike.access.models import User
from zhike.access.rights import Access, Denied
from zhike.records.history import VERBS
from zhike.sales.models import PlanLine
from zhike.sales.planning.done import outcomes
from zhike.sales.rules.weeks import WEEK

ACTION = "carry_on"
MOST = 200
VERBS[ACTION] = _("carried on")


def left_over(access: Access, user: UUID, week: dt.date) -> list[PlanLine]:
    """Lines of the week before that are neither done nor lost nor carried on already."""
    before = access.rows(PlanLine).filter(owner=user, week=week - WEEK, carried_to__isnull=True)
    lines = list(before.order_by("pk")[:MOST])
    known = outcomes(lines)
    return [line for line in lines if known[line.pk].is_open]


def carry_on(access: Access, user: User, week: dt.date) -> tuple[int, UUID | None]:
    """Plan for this week what the last left over; how many, and the change set that did it."""
    if not access.can(PlanLine, "create"):
        raise Denied(PlanLine.record_type, "create")
    made = 0
    with access.change_set(ACTION) as opened:
        User.objects.select_for_update().get(pk=user.pk)  # Two clicks come one after the other.
        for line in left_over(access, user.pk, week):
            again = PlanLine(
                week=week, kind=line.kind, party_id=line.party_id, text=line.text,
                opportunity_id=line.opportunity_id, owner=user, carried_from=line,
            )  # fmt: skip
            if not any(again.problems()):
                again.save()
                made += 1
    return made, opened.id if made else None
