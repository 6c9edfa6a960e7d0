"""What people ask about joint plans, and the pages that answer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from zhike.access.models import Desk
from zhike.access.rights import Access
from zhike.records.question import Question, register_question
from zhike.web.question_pages import ListPage, Node, day, where

PLANS = npgettext_lazy("unit", "joint plan", "joint plans", "n")
RUNNING = where("status", "in", ["running"])


def running(_access: Access) -> Node:
    """Plans that are still worked on."""
    return RUNNING


def behind(_access: Access) -> Node:
    """Those with a milestone, of either side, whose day is over."""
    late = {"all": [where("done_at", "empty", True), where("due_on", "lt", day())]}
    return {"all": [RUNNING, {"some": "milestones", "where": late}]}


register_question(
    Question(
        key="joint-plans-behind",
        rank=38,
        ask=_("Which joint plans are behind?"),
        says=_("running joint plans with a milestone of either side whose day is over"),
        page=ListPage(
            "joint-plans", PLANS, behind, todo=_("ask what keeps them"), among=running, few=True,
            columns=("name", "party", "owner"),
        ),
        asked_by=(Desk.SALES, Desk.MANAGEMENT),
        words=_("joint plan account plan milestone late behind customer"),
        answers=("B34",),
    )
)  # fmt: skip
