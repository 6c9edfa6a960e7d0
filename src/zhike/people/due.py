"""What in pools and leads waits for somebody, ordered by when: for whoever gathers it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.people.models import Lead, Party
from zhike.people.pools.responding import unanswered

AHEAD = 7
MOST = 20


@dataclass(frozen=True)
class Waiting:
    """A record that waits for its owner: why, and by when."""

    record: Lead | Party
    why: str
    due: dt.datetime


def due_for(access: Access, now: dt.datetime) -> list[Waiting]:
    """One's own leads to be answered, and what is about to go into a pool; at most twenty."""
    found = [Waiting(lead, _("waits for a first response"), lead.respond_by)
             for lead in unanswered(access, MOST) if lead.respond_by]  # fmt: skip
    last = timezone.localdate(now) + dt.timedelta(days=AHEAD)
    for model in (Party, Lead):
        for record in _leaving(access, model, last):
            day = dt.datetime.combine(record.recycles_on, dt.time())
            found.append(Waiting(record, _("goes into the pool soon"), timezone.make_aware(day)))
    found.sort(key=lambda one: one.due)
    return found[:MOST]


def _leaving(access: Access, model: type[Any], last: dt.date) -> list[Any]:
    if access.user is None or not access.can(model, "read"):
        return []
    mine = access.rows(model).filter(owner=access.user.pk, recycles_on__lte=last)
    return list(mine.order_by("recycles_on", "pk")[:MOST])
