"""What owners hear of their joint plans: that a milestone was ticked, or something was said."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from zhike.ledger.writes import CREATE, UPDATE, Write
from zhike.records.notifying import Kind, Notice, register_kind, register_watcher
from zhike.sales.models import JointComment, JointMilestone, JointPlan

TOLD, TICKED = "joint_comment", "joint_milestone"


def went_on(write: Write) -> Iterator[Notice]:
    """Somebody else, a colleague or the customer by a link, went on with a plan."""
    if write.kind != JointPlan.record_type or write.operation != UPDATE or not write.parts:
        return
    owner = JointPlan.objects.filter(pk=write.id).values_list("owner", flat=True).first()
    if owner is None:
        return
    for part in write.parts:
        if part.kind == JointComment.record_type and part.operation == CREATE:
            yield Notice(TOLD, owner)
        elif part.kind == JointMilestone.record_type and "done_at" in part.fields:
            yield Notice(TICKED, owner)


register_kind(
    Kind(TOLD, 27, _("somebody comments on a joint plan of mine"),
         _("%(who)s commented on the joint plan %(what)s"), "chat")
)  # fmt: skip
register_kind(
    Kind(TICKED, 28, _("somebody ticks a milestone of a joint plan of mine"),
         _("%(who)s went on with the milestones of %(what)s"), "check")
)  # fmt: skip
register_watcher(went_on)
