"""What a customer sees of a joint plan by a link, and what he may do: tick, take back, comment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from zhike.access.rights import Denied
from zhike.engagement.public.rights import LinkAccess
from zhike.engagement.public.shown import PublicPage, register_public
from zhike.people.models import Party
from zhike.records import saving
from zhike.records.models import Company
from zhike.records.resource import resource_for
from zhike.records.titles import named
from zhike.sales.models import JointComment, JointMilestone, JointPlan
from zhike.sales.rules.milestones import progress
from zhike.web.dates import day_text, moment_text
from zhike.web.requests import uuid_or_none

Side = JointMilestone.Side
MOST = 100
SHARED = {"is_shared": True}


def drawn(access: LinkAccess, plan: JointPlan) -> dict[str, Any]:
    """The plan in words, each value by the field that this access may see."""
    specs = resource_for(JointPlan).specs(access)
    milestones = list(
        access.rows(JointMilestone).filter(plan=plan.pk)
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )  # fmt: skip
    comments = access.rows(JointComment).filter(plan=plan.pk).order_by("-pk")[:MOST]
    sides = sides_of(access, plan)
    goals = {Side.THEIRS: "their_goals", Side.OURS: "our_goals"}
    return {
        "name": specs["name"].text(plan), "period": period(plan),
        "sides": [sides[Side.THEIRS], sides[Side.OURS]],
        "goals": [
            {"title": _("Goals of %(who)s") % {"who": sides[side]}, "text": specs[name].text(plan)}
            for side, name in goals.items()
        ],
        "progress": progress(milestones),
        "milestones": [_milestone(access, one, sides) for one in milestones],
        "comments": [_comment(access, one) for one in comments],
        "may_write": access.holder is not None,
        "longest": resource_for(JointComment).coded["text"].max_length,
    }  # fmt: skip


def sides_of(access: LinkAccess, plan: JointPlan) -> dict[str, str]:
    """Who is who by name: to the customer, “we” are somebody else."""
    customer = named(access, Party, {plan.party_id}).get(plan.party_id, "")
    return {
        Side.OURS: Company.here().name or _("Zhike"), Side.THEIRS: customer,
        Side.BOTH: capfirst(str(Side.BOTH.label)),
    }  # fmt: skip


def period(plan: JointPlan) -> str:
    """From when until when, as far as is said."""
    days = (day_text(day, weekday=False) if day else "" for day in (plan.starts_on, plan.ends_on))
    return " – ".join(days).strip(" –") if plan.starts_on or plan.ends_on else ""


def _milestone(
    access: LinkAccess, milestone: JointMilestone, sides: Mapping[str, str]
) -> dict[str, Any]:
    specs = resource_for(JointMilestone).specs(access)
    done = milestone.done_at
    mine = str(access.holder) if access.holder else None
    return {
        "id": milestone.pk, "title": specs["title"].text(milestone),
        "side": sides[specs["side"].value(milestone)],
        "due": day_text(milestone.due_on) if milestone.due_on else "",
        "is_done": done is not None, "is_late": milestone.is_late,
        "done": day_text(timezone.localtime(done).date()) if done else "",
        "by": specs["done_by"].text(milestone),
        "is_mine": done is not None and milestone.done_by == mine,
    }  # fmt: skip


def _comment(access: LinkAccess, comment: JointComment) -> dict[str, Any]:
    specs = resource_for(JointComment).specs(access)
    return {
        "text": specs["text"].text(comment), "by": specs["written_by"].text(comment),
        "when": moment_text(comment.created_at), "is_theirs": comment.is_theirs,
    }  # fmt: skip


def tick(access: LinkAccess, plan: JointPlan, sent: Mapping[str, str]) -> None:
    """A milestone of this plan that is shown is done; pressed twice, it is done once."""
    resource, id_ = resource_for(JointMilestone), _shown(access, plan, sent)
    saving.perform(resource, access, id_, "tick", {})


def take_back(access: LinkAccess, plan: JointPlan, sent: Mapping[str, str]) -> None:
    """Not done after all: only what was ticked by this very link."""
    id_ = _shown(access, plan, sent)
    mine = access.rows(JointMilestone).filter(pk=id_, done_by=str(access.holder))
    if not mine.exists():
        raise Denied(JointMilestone.record_type, "reopen")
    saving.perform(resource_for(JointMilestone), access, id_, "reopen", {})


def comment(access: LinkAccess, plan: JointPlan, sent: Mapping[str, str]) -> None:
    """A remark: plain text, as long as the field takes; sent twice, it is said once."""
    text = sent.get("text", "")
    said = access.rows(JointComment).filter(plan=plan.pk).order_by("-pk").first()
    if said and (said.text, said.written_by) == (text.strip(), str(access.holder)):
        return
    raw = {"plan": str(plan.pk), "text": text}
    saving.create(resource_for(JointComment), access, raw)


def _shown(access: LinkAccess, plan: JointPlan, sent: Mapping[str, str]) -> UUID:
    """The milestone that was pressed; one that this link does not show does not exist."""
    id_ = uuid_or_none(sent.get("milestone", ""))
    if id_ is None or not access.rows(JointMilestone).filter(plan=plan.pk, pk=id_).exists():
        raise JointMilestone.DoesNotExist
    return id_


PAGE = PublicPage(
    model=JointPlan,
    template="sales/joint_shared.html",
    context=drawn,
    shown={
        JointPlan: ("name", "party", "starts_on", "ends_on", "our_goals", "their_goals"),
        Party: ("name",),
        JointMilestone: ("title", "side", "due_on", "done_at", "done_by"),
        JointComment: ("written_by", "created_at"),
    },
    written={JointComment: ("text",)},
    among={JointMilestone: SHARED, JointComment: SHARED},
    with_it=("party",),
    deeds={"tick": tick, "take_back": take_back, "comment": comment},
)
register_public(PAGE)
