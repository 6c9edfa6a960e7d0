"""What a joint plan says at its head: how far it is, and which milestones are late."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.records.resource import resource_for
from zhike.sales.models import JointMilestone, JointPlan
from zhike.sales.models.joint_plan import is_running
from zhike.web.attention import Alert, register_attention, sees
from zhike.web.dates import day_text

MOST = 5


def late(access: Access, plan: JointPlan) -> Iterator[Alert]:
    """Each milestone whose day is over, with who is to see to it."""
    if not is_running(plan) or not sees(access, JointMilestone, "title", "side", "due_on"):
        return
    rows = access.rows(JointMilestone).filter(
        plan=plan.pk, done_at=None, due_on__lt=timezone.localdate()
    )
    specs = resource_for(JointMilestone).specs(access)
    for milestone in rows.order_by("due_on", "pk")[:MOST]:
        words = {
            "side": specs["side"].text(milestone),
            "day": day_text(milestone.due_on, weekday=False),
        }
        title = _("“%(milestone)s” is late") % {"milestone": milestone.title}
        yield Alert(title, _("Due on %(day)s; who sees to it: %(side)s.") % words, "seal")


register_attention(10, JointPlan, late)
