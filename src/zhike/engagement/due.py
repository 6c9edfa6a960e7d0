"""What is due: contacts that were promised, meetings, tasks, customers gone quiet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.rights import Access
from zhike.engagement.models import Interaction, Task
from zhike.ledger.fields import RecordRef
from zhike.people.models import Lead, Party
from zhike.records.titles import named, titles
from zhike.web.attention import sees
from zhike.web.cells import Cell, shape_of, tier_of
from zhike.web.links import url_of
from zhike.web.today import MOST, Due, Press, Source, pressing, register_source

QUIET = dt.timedelta(days=90)
IMPORTANT = (Party.Tier.PLATINUM, Party.Tier.GOLD)


def tonight() -> dt.datetime:
    """The coming midnight, where the reader is."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return today + dt.timedelta(days=1)


def calls_due(access: Access) -> QuerySet[Any]:
    """The contacts after which this user promised another for today or before."""
    own = access.user.pk if access.user else None
    mine = Interaction.objects.filter(access.condition(Interaction), owner=own)
    return mine.awaiting_contact(tonight())


def contacts(access: Access, now: dt.datetime) -> Iterator[Due]:
    """Whom this user promised to contact by tonight and what was said last; today's meetings."""
    if not access.can(Interaction, "read"):
        return
    due = calls_due(access).select_related("party", "lead").order_by("next_contact_at", "pk")
    promised = list(due[:MOST])
    begin = tonight() - dt.timedelta(days=1)
    mine = Interaction.objects.filter(access.condition(Interaction), owner=access.user)
    coming = mine.filter(starts_at__gte=begin, starts_at__lt=tonight(), ends_at__gt=now)
    meetings = list(coming.select_related("party", "lead").order_by("starts_at", "pk")[:MOST])
    found = [*promised, *meetings]
    said = titles(access, found)
    names = named(access, Party, {one.party_id for one in found} - {None})
    names |= named(access, Lead, {one.lead_id for one in found} - {None})
    for one in found[:MOST]:
        name = names[one.party_id or one.lead_id]
        if one in promised:
            why = _("Last time: %(subject)s") % {"subject": said[one.pk]}
            yield _contact(access, one, name, why, one.next_contact_at or one.at, now)
        else:
            why = _("Meeting: %(subject)s") % {"subject": said[one.pk]}
            yield _contact(access, one, name, why, one.starts_at or one.at, now)


def _contact(
    access: Access, one: Interaction, name: str, why: str, at: dt.datetime, now: dt.datetime
) -> Due:
    press, is_day = pressing(at, now)
    holder = one.holder
    return Due(
        RecordRef.to(holder), name, url_of(type(holder), holder.pk), why, press, at, is_day,
        marks=marks_of(access, holder), actions=(record_contact(holder),),
    )  # fmt: skip


def marks_of(access: Access, holder: Any) -> Cell:
    """The portrait and the standing of a customer or a lead, as `Due.marks` takes them."""
    return {"shape": shape_of(holder), **tier_of(access, holder)}


def record_contact(holder: Any) -> Cell:
    """The button by which a contact with a customer or a lead is written down."""
    is_lead = isinstance(holder, Lead)
    url = f"/interactions/new/?lead={holder.pk}" if is_lead else f"/capture/?party={holder.pk}"
    return {"label": _("Record contact"), "icon": "plus", "url": url}


def tasks(access: Access, now: dt.datetime) -> Iterable[Due]:
    """One's own open tasks due by tonight, to be ticked off."""
    if not access.can(Task, "read") or not sees(access, Task, "due_at", "status"):
        return []
    own = access.rows(Task).filter(owner=access.user, status=Task.Status.OPEN)
    due = own.filter(due_at__lt=tonight()).select_related("party")
    found = list(due.order_by("due_at", "pk")[:MOST])
    names = named(access, Party, {task.party_id for task in found} - {None})
    called, mine = titles(access, found), access.reached(found, "update")
    return [
        _task(access, task, called[task.pk], names.get(task.party_id, ""), now, may=task.pk in mine)
        for task in found
    ]


def _task(
    access: Access, task: Task, title: str, whose: str, now: dt.datetime, *, may: bool
) -> Due:
    press, is_day = pressing(task.due_at or now, now)
    url = url_of(Task, task.pk)
    actions: tuple[Cell, ...] = ()
    if may:
        done: Cell = {
            "label": _("Done"), "icon": "check", "url": f"{url}complete/?back=/",
            "method": "post", "name": "version", "value": str(task.version),
        }  # fmt: skip
        actions = (done,)
    why = _("Task for %(customer)s") % {"customer": whose} if whose else _("Task")
    return Due(
        RecordRef.to(task), title, url, why, press, task.due_at, is_day, name=whose,
        marks=marks_of(access, task.party) if whose and task.party else {}, actions=actions,
    )  # fmt: skip


def quiet(access: Access, now: dt.datetime) -> Iterator[Due]:
    """One's own important customers with whom nothing was recorded for a quarter of a year."""
    if not sees(access, Party, "tier", "owner") or not access.can(Interaction, "read"):
        return
    since = Interaction.objects.filter(party=OuterRef("pk"), at__gte=now - QUIET)
    open_tasks = Task.objects.filter(party=OuterRef("pk"), status=Task.Status.OPEN)
    own = Party.objects.filter(access.condition(Party), owner=access.user, tier__in=IMPORTANT)
    silent = own.filter(~Exists(since), ~Exists(open_tasks), created_at__lt=now - QUIET)
    found = list(silent.order_by("name_sort", "pk")[:MOST])
    names = named(access, Party, {party.pk for party in found})
    for party in found:
        yield Due(
            RecordRef.to(party), names[party.pk], url_of(Party, party.pk),
            _("No contact for %(days)s days, and nothing planned.") % {"days": QUIET.days},
            Press.QUIET, note=_("gone quiet"), marks=marks_of(access, party),
            actions=(record_contact(party),),
        )  # fmt: skip


register_source(Source("contacts", 10, gettext_lazy("Contacts"), "phone", contacts))
register_source(Source("tasks", 20, gettext_lazy("Tasks"), "task", tasks))
register_source(Source("quiet", 80, gettext_lazy("Gone quiet"), "clock", quiet))
