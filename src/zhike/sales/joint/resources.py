"""Joint plans, their milestones and comments, on every surface."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhike.records.resource import Resource, register
from zhike.sales.models import JointComment, JointMilestone, JointPlan


@register
class JointMilestoneResource(Resource):
    """Steps of joint plans."""

    model = JointMilestone
    name = "joint-milestones"
    means = _("A step of a joint plan: who sees to it, by when, whether the customer sees it.")
    icon = "check"
    sections = {
        _("milestone"): ("plan", "title", "side", "due_on", "is_shared", "done_at", "done_by"),
    }
    columns = ("title", "side", "due_on", "is_shared", "done_at", "done_by")
    filters = ("side", "due_on", "is_shared", "done_at")
    has_panel = True


@register
class JointCommentResource(Resource):
    """Remarks about joint plans."""

    model = JointComment
    name = "joint-comments"
    means = _("A remark about a joint plan, by a colleague or by the customer.")
    icon = "chat"
    sections = {_("comment"): ("plan", "text", "is_shared", "is_theirs", "written_by")}
    columns = ("text", "written_by", "is_theirs", "is_shared", "created_at")
    filters = ("is_theirs", "is_shared")
    has_panel = True


@register
class JointPlanResource(Resource):
    """What is planned together with customers."""

    model = JointPlan
    name = "joint-plans"
    means = _("What we and a customer want to reach together, with milestones of both sides.")
    icon = "swap"
    page_rank = 36
    sections = {
        _("joint plan"): ("name", "party", "starts_on", "ends_on", "status", "owner"),
        _("goals"): ("our_goals", "their_goals"),
        _("internal"): ("note",),
    }
    columns = ("name", "party", "starts_on", "ends_on", "status", "owner", "updated_at")
    filters = ("status", "owner", "party", "starts_on", "ends_on")
    sorts = {"created_at": "created_at"}
    parts = ("milestones",)
    search = {"names": ("name",)}
    takes_custom = True
