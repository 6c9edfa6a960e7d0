"""What falls due in engagement: tasks, and contacts that were promised."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from zhike.access.models import User
from zhike.engagement.models import Interaction, Task
from zhike.records.notifying import Kind, register_kind
from zhike.records.reminders import Due, register_reminder


def tasks(after: dt.datetime, until: dt.datetime) -> Iterator[Due]:
    """Open tasks whose time has come."""
    found = Task.objects.filter(
        due_at__gt=after, due_at__lte=until, status=Task.Status.OPEN, owner__isnull=False
    )
    for task in found:
        yield Due(task.owner_id, task, task.due_at)


def contacts(after: dt.datetime, until: dt.datetime) -> Iterator[Due]:
    """Next contacts that nobody has made before their time."""
    # By owner, as the index is; nobody else is told anyway.
    owners = list(User.objects.filter(is_active=True).values_list("pk", flat=True))
    promised = Interaction.objects.awaiting_contact(until + dt.timedelta(microseconds=1))
    for interaction in promised.filter(owner__in=owners, next_contact_at__gt=after):
        yield Due(interaction.owner_id, interaction, interaction.next_contact_at)


register_kind(Kind("task_due", 40, _("a task of mine is due"), _("due: %(what)s"), "task"))
register_kind(
    Kind("contact_due", 41, _("a contact that I promised is due"),
         _("you promised to get in touch again: %(what)s"), "phone")
)  # fmt: skip
register_reminder("task_due", tasks)
register_reminder("contact_due", contacts)
