"""Open deals for which nobody has planned anything, and the tasks that ask for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.engagement.models import Interaction, Task
from zhike.ledger.fields import RecordRef
from zhike.records.titles import titles
from zhike.records.work_calendar import worktime_of
from zhike.sales.models import Opportunity

READ_THROUGH = 3_000
"""Open deals that are gone through at most, the greatest first."""
AT_ONCE = 200
"""Deals that one click reminds of."""
CHUNK = 500


def without_next_step(deals: Sequence[Opportunity], now: dt.datetime) -> list[Opportunity]:
    """Those of these open deals about which neither a task nor a contact is planned."""
    planned: set[str] = set()
    refs = [RecordRef.to(deal) for deal in deals]
    coming = Q(starts_at__gt=now) | Q(next_contact_at__gt=now)
    for begin in range(0, len(refs), CHUNK):
        some = refs[begin : begin + CHUNK]
        tasks = Task.objects.filter(about__in=some, status=Task.Status.OPEN)
        contacts = Interaction.objects.filter(coming, about__in=some)
        planned.update(tasks.values_list("about", flat=True))
        planned.update(contacts.values_list("about", flat=True))
    return [deal for deal in deals if RecordRef.to(deal) not in planned]


def open_deals(access: Access, owner: UUID | None = None) -> list[Opportunity]:
    """The greatest open deals in sight, of one owner where that is given."""
    rows = access.rows(Opportunity).filter(won_at=None, lost_at=None)
    if owner is not None:
        rows = rows.filter(owner=owner)
    return list(rows.select_related("stage", "owner").order_by("-amount", "pk")[:READ_THROUGH])


def remind(access: Access, owner: UUID | None = None) -> tuple[int, UUID | None]:
    """Ask the owners of deals without a next step for one, by a task due on the next workday.

    Returns how many tasks were written, and the change set by which they go again. Only deals that
    the user may change are reminded of.
    """
    now = timezone.now()
    bare = [deal for deal in without_next_step(open_deals(access, owner), now) if deal.owner_id]
    mine = access.reached(bare, "update")
    asked = [deal for deal in bare if deal.pk in mine][:AT_ONCE]
    if not asked or not access.can(Task, "create"):
        return 0, None
    time = worktime_of()
    due = time.due(now, 8)
    called = titles(access, asked)
    with access.change_set("remind") as opened:
        for deal in asked:
            subject = _("What comes next? %(deal)s") % {"deal": called[deal.pk]}
            Task(
                subject=subject[:200], owner_id=deal.owner_id, due_at=due,
                party_id=deal.party_id, about=RecordRef.to(deal),
            ).save()  # fmt: skip
    return len(asked), opened.id
