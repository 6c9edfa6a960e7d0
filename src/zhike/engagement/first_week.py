"""The first week: what was said, and what is to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhike.engagement.models import Interaction, Task
from zhike.web.first_week import register_step

register_step(
    20, _("write your first interaction"),
    _("Two sentences after a call, and whoever comes next knows what was said."),
    "/interactions/new/", ("interaction", "create"),
    allowed=lambda access: access.can(Interaction, "create") and not access.everything,
)  # fmt: skip
register_step(
    30, _("note a task with a time"),
    _("You are reminded when it is due, and so need not keep it in your head."),
    "/tasks/new/", ("task", "create"),
    allowed=lambda access: access.can(Task, "create") and not access.everything,
)  # fmt: skip
