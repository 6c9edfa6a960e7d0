"""What engagement adds to pages: files of a party, and whom to call today."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.models import Desk
from zhike.access.rights import Access
from zhike.engagement.due import calls_due
from zhike.engagement.models import File, Interaction, Task
from zhike.ledger.models import Record
from zhike.people.models import Lead, Party
from zhike.records.question import desks_of
from zhike.records.resource import resource_for
from zhike.records.titles import named, titles
from zhike.web.cells import shape_of, tier_of
from zhike.web.dates import day_text, moment_text
from zhike.web.home import Tile, register_tile
from zhike.web.links import record_url, url_of
from zhike.web.navigation import register_capture
from zhike.web.panels import Panel, register_panel
from zhike.web.question_pages import AT_A_GLANCE

SHOWN = 20
TODAY = 12


def files(access: Access, holder: Record) -> dict[str, Any] | None:
    """The files of a customer or a lead, and a place to drop more."""
    if not access.can(File, "read"):
        return None
    own = access.rows(File).filter(**{holder.record_type: holder.pk})
    found = list(own.order_by("-created_at", "-pk")[:SHOWN])
    called = titles(access, found)
    rows = [
        {
            "name": called[file.pk], "size": filesizeformat(file.size),
            "day": day_text(file.created_at.date()),
            "url": f"/files/{file.pk}/content/", "preview": f"/files/{file.pk}/preview/",
        }
        for file in found
    ]  # fmt: skip
    return {
        "rows": rows, "upload": record_url(resource_for(type(holder)), holder.pk, "files"),
        "may_add": access.can(File, "create"),
    }  # fmt: skip


def calls_today(access: Access) -> Tile | None:
    """Whom this user should contact today, the longest overdue first, and what was said last."""
    if access.user is None or not access.can(Interaction, "read"):
        return None
    due = calls_due(access)
    found = list(due.select_related("party", "lead").order_by("next_contact_at", "pk")[:TODAY])
    if not found and not _has_calls(access):
        return None
    said = titles(access, found)
    names = named(access, Party, {call.party_id for call in found} - {None})
    names |= named(access, Lead, {call.lead_id for call in found} - {None})
    rows = [
        _call(access, call, names[call.party_id or call.lead_id], said[call.pk]) for call in found
    ]
    data = {"title": _("Whom do I call today, and why?"), "rows": rows, "count": _total(due, rows)}
    return Tile("engagement/calls.html", data)


def _total(due: QuerySet[Any], rows: list[Any]) -> str:
    """How many there are besides those shown."""
    if len(rows) < TODAY:
        return str(len(rows))
    count = due.values("pk")[: AT_A_GLANCE + 1].count()
    return f"{AT_A_GLANCE:,}+" if count > AT_A_GLANCE else f"{count:,}"


def _has_calls(access: Access) -> bool:
    """Whether calling customers is this user's work, so that an empty list says something."""
    desks = desks_of(access)
    return not desks or Desk.SALES in desks or Desk.SERVICE in desks


def _call(access: Access, interaction: Interaction, name: str, said: str) -> dict[str, Any]:
    holder = interaction.holder
    due = interaction.next_contact_at or interaction.at
    local = timezone.localtime(due)
    # A day without an hour (its midnight) is late when it is over.
    is_day = local.time() == dt.time()
    late = due + dt.timedelta(days=1 if is_day else 0) < timezone.now()
    return {
        "when": day_text(local.date()) if is_day else moment_text(due),
        "late": late,
        "when_note": _("overdue") if late else "",
        "name": name,
        "shape": shape_of(holder),
        "title": name,
        "url": url_of(type(holder), holder.pk),
        **tier_of(access, holder),
        "why": _("Last time: %(subject)s") % {"subject": said},
        "actions": [
            {
                "label": _("Record contact"), "icon": "plus",
                "url": f"/interactions/new/?lead={holder.pk}" if interaction.lead_id
                else f"/capture/?party={holder.pk}",
            }
        ],
    }  # fmt: skip


def my_tasks(access: Access) -> Tile | None:
    """What this user has to do, the earliest due first."""
    if access.user is None or not access.can(Task, "read"):
        return None
    tasks = access.rows(Task).filter(owner=access.user.pk, status=Task.Status.OPEN)
    found = list(tasks.order_by("due_at", "pk")[:TODAY])
    if not found:
        return None
    # A task may be about a customer of others, whom its owner does not see.
    names = named(access, Party, {task.party_id for task in found} - {None})
    called = titles(access, found)
    rows = [
        {
            "title": called[task.pk], "url": f"/tasks/{task.pk}/",
            "party": names.get(task.party_id, ""),
            "when": moment_text(task.due_at) if task.due_at else "",
            "late": bool(task.due_at and task.due_at < timezone.now()),
        }
        for task in found
    ]  # fmt: skip
    data = {"title": _("What have I to do?"), "rows": rows}
    return Tile("engagement/tasks.html", data)


for holder_type in (Party, Lead):
    register_panel(
        holder_type,
        Panel("files", gettext_lazy("files"), 60, "engagement/files.html", files, side=True),
    )
register_tile(10, calls_today)
register_tile(12, my_tasks)
register_capture(10, "/capture/", lambda access: access.can(Interaction, "create"))
