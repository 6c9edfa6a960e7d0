"""What engagement adds to pages: files of a party, and what comes after today."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.rights import Access
from zhike.engagement.due import tonight
from zhike.engagement.models import File, Interaction, Task
from zhike.ledger.models import Record
from zhike.people.models import Lead, Party
from zhike.records.resource import resource_for
from zhike.records.titles import named, titles
from zhike.web.dates import day_text, moment_text
from zhike.web.home import Tile, register_tile
from zhike.web.links import record_url
from zhike.web.navigation import register_capture
from zhike.web.panels import Panel, register_panel

SHOWN = 20
TODAY = 8


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


def my_tasks(access: Access) -> Tile | None:
    """What this user has to do after today, or some day; what is due stands above."""
    if access.user is None or not access.can(Task, "read"):
        return None
    tasks = access.rows(Task).filter(owner=access.user.pk, status=Task.Status.OPEN)
    later = tasks.exclude(due_at__lt=tonight())
    found = list(later.order_by(F("due_at").asc(nulls_last=True), "pk")[:TODAY])
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
        }
        for task in found
    ]  # fmt: skip
    return Tile(
        "engagement/tasks.html", {"title": _("What have I to do after today?"), "rows": rows}
    )


for holder_type in (Party, Lead):
    register_panel(
        holder_type,
        Panel("files", gettext_lazy("files"), 60, "engagement/files.html", files, side=True),
    )
register_tile(12, my_tasks)
register_capture(10, "/capture/", lambda access: access.can(Interaction, "create"))
