"""The page of a joint plan: milestones to tick, and what both sides said."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.rights import Access
from zhike.records.resource import resource_for
from zhike.sales.models import JointComment, JointMilestone, JointPlan
from zhike.sales.rules.milestones import progress
from zhike.web.cells import Cell
from zhike.web.dates import day_text, moment_text
from zhike.web.links import record_url
from zhike.web.panels import Panel, register_panel

MOST = 200


def milestones(access: Access, plan: JointPlan) -> dict[str, Any] | None:
    """How far it is, and each milestone with its button."""
    resource = resource_for(JointMilestone)
    if not {"title", "due_on", "side"} <= resource.specs(access).keys():
        return None
    rows = access.rows(JointMilestone).filter(plan=plan.pk)
    found = list(rows.order_by(F("due_on").asc(nulls_last=True), "pk")[:MOST])
    may = access.reaches(plan, "update")
    edit = record_url(resource_for(JointPlan), plan.pk, "edit")
    return {
        "progress": progress(found),
        "rows": [_row(access, one, may=may) for one in found],
        "actions": [{"label": _("Edit"), "icon": "edit", "url": edit}] if may else [],
    }  # fmt: skip


def _row(access: Access, milestone: JointMilestone, *, may: bool) -> dict[str, Any]:
    resource, is_done = resource_for(JointMilestone), milestone.done_at is not None
    specs = resource.specs(access)
    back = record_url(resource_for(JointPlan), milestone.plan_id)
    verb, label, icon = (
        ("reopen", _("Not done"), "undo") if is_done else ("tick", _("Done"), "check")
    )
    button: Cell = {
        "label": label, "icon": icon, "method": "post", "size": "small",
        "tone": "quiet" if is_done else "",
        "url": record_url(resource, milestone.pk, verb) + f"?back={back}",
    }  # fmt: skip
    return {
        "title": specs["title"].text(milestone), "side": capfirst(specs["side"].text(milestone)),
        "due": day_text(milestone.due_on) if milestone.due_on else "",
        "is_done": is_done, "is_late": milestone.is_late, "is_shared": milestone.is_shared,
        "done": day_text(timezone.localtime(milestone.done_at).date()) if milestone.done_at else "",
        "by": milestone.done_by, "action": button if may else None,
    }  # fmt: skip


def comments(access: Access, plan: JointPlan) -> dict[str, Any] | None:
    """What both sides said, the latest first, and a place to say more."""
    resource = resource_for(JointComment)
    specs = resource.specs(access)
    if "text" not in specs:
        return None
    rows = access.rows(JointComment).filter(plan=plan.pk).order_by("-pk")[:MOST]
    return {
        "rows": [
            {
                "text": specs["text"].text(one), "by": one.written_by or _("Zhike"),
                "when": moment_text(one.created_at), "is_theirs": one.is_theirs,
                "is_shared": one.is_shared,
            }
            for one in rows
        ],
        "url": record_url(resource_for(JointPlan), plan.pk, "comments")
        if access.reaches(plan, "update") else "",
        "longest": specs["text"].max_length,
    }  # fmt: skip


for _panel in (
    Panel("joint-milestones", gettext_lazy("milestones"), 4, "sales/joint_milestones.html",
          milestones),
    Panel("joint-comments", gettext_lazy("comments"), 6, "sales/joint_comments.html", comments,
          is_live=False),
):  # fmt: skip
    register_panel(JointPlan, _panel)
