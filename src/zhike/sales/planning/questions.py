"""What people ask about their week and their team's."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Desk
from zhike.access.rights import Access
from zhike.records.question import Figure, Question, register_question
from zhike.sales.models import PlanLine
from zhike.sales.planning.done import outcomes
from zhike.sales.planning.lines import PLACE
from zhike.sales.planning.team import counts, together
from zhike.sales.planning.week import MOST, TEAM, done_of, lines_of, may_plan
from zhike.sales.rules.weeks import monday
from zhike.web.question_pages import PlainPage

READ = ((PlanLine, "read"),)


def mine(access: Access) -> Figure | None:
    """How much of one's own week is done."""
    if access.user is None:
        return None
    week = monday(timezone.localdate())
    lines = list(lines_of(access, week).filter(owner=access.user.pk).order_by("pk")[:MOST])
    known = outcomes(lines)
    left = sum(one.is_open for one in known.values())
    state = ngettext("%(n)s line left", "%(n)s lines left", left) % {"n": left} if left else ""
    if not lines:
        state = gettext("nothing planned")
    return Figure(done_of(lines, known), state=state, needs=not lines)


def team(access: Access) -> Figure | None:
    """How much of everybody's week is done."""
    whole = together(counts(access, monday(timezone.localdate())))
    return Figure(whole.text) if whole.text else None


register_question(
    Question(
        key="my-week",
        rank=18,
        ask=_("What do I mean to do this week, and what is done?"),
        says=_("visits, contacts and deals planned for the week beside what has happened"),
        page=PlainPage(PLACE, mine),
        asked_by=(Desk.SALES,),
        needs=(*READ, (PlanLine, "create")),
        when=may_plan,
        words=_("weekly plan week month year roll up"),
        answers=("B59",),
    )
)
register_question(
    Question(
        key="team-week",
        rank=16,
        ask=_("Who did what they meant to do this week?"),
        says=_("plan beside deed of every person, who has planned nothing first"),
        page=PlainPage(TEAM, team),
        asked_by=(Desk.MANAGEMENT,),
        needs=READ,
        when=may_plan,
        words=_("weekly plan report team follow-through"),
        answers=("B59",),
    )
)
