"""What people ask about promises, and the pages that answer."""

from __future__ import annotations

from django.utils.translation import gettext, npgettext_lazy
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Desk
from zhike.access.rights import Access
from zhike.engagement.commitments.kept import URL, counted, share, whole
from zhike.engagement.models import Commitment
from zhike.records.question import Figure, Question, register_question
from zhike.web.attention import sees
from zhike.web.question_pages import ListPage, Node, PlainPage, day, mine, where

PROMISES = npgettext_lazy("unit", "promise", "promises", "n")
OPEN = where("status", "in", ["open"])
PEOPLE = (Desk.SALES, Desk.MANAGEMENT, Desk.SERVICE)


def still_open(_access: Access) -> Node:
    """Whatever is still to be kept."""
    return OPEN


def mine_due(access: Access) -> Node:
    """What I must keep within a week, what is late included."""
    return {"all": [mine(access), OPEN, where("due_at", "lt", day(8))]}


def late(_access: Access) -> Node:
    """Anybody's promises whose day is over."""
    return {"all": [OPEN, where("due_at", "lt", day())]}


def kept_rate(access: Access) -> Figure | None:
    """How many of those that ended within a year were kept."""
    if not sees(access, Commitment, "status", "owner"):
        return None
    together = whole(counted(access, "owner"))
    rate, late = share(together), together["late"]
    if rate is None:
        return None
    state = gettext("%(n)s late") % {"n": f"{late:,}"} if late else ""
    return Figure(str(rate), "%", state=state, needs=bool(late))


register_question(
    Question(
        key="promises-made",
        rank=24,
        ask=_("What did we promise this customer, and who did?"),
        says=_("open promises by customer, across all who sell to it; contradictions stand there"),
        page=ListPage(
            "commitments", PROMISES, still_open, among=still_open, few=True, group="party"
        ),
        asked_by=PEOPLE,
        words=_("promise commitment delivery time said agreed customer"),
        answers=("D43",),
    )
)
register_question(
    Question(
        key="promises-due",
        rank=16,
        ask=_("Which promises must I keep this week?"),
        says=_("one's own open promises due within seven days, the late ones first"),
        page=ListPage("commitments", PROMISES, mine_due, todo=_("keep them")),
        asked_by=(Desk.SALES, Desk.SERVICE),
        words=_("promise due deadline deliver"),
        answers=("A36",),
    )
)
register_question(
    Question(
        key="promises-late",
        rank=36,
        ask=_("Which promises are late, and whose are they?"),
        says=_("open promises whose day is over, of everybody in sight"),
        page=ListPage(
            "commitments", PROMISES, late, todo=_("ask why"), among=still_open, few=True,
            columns=("text", "party", "due_at", "owner"),
        ),
        asked_by=(Desk.MANAGEMENT, Desk.SERVICE),
        words=_("promise overdue late broken"),
        answers=("A36",),
    )
)  # fmt: skip
register_question(
    Question(
        key="promises-kept",
        rank=37,
        ask=_("How many of our promises do we keep?"),
        says=_("promises kept of those that ended in twelve months, by person, team, customer"),
        page=PlainPage(URL, kept_rate),
        asked_by=(Desk.MANAGEMENT,),
        needs=((Commitment, "read"),),
        words=_("promise kept rate broken reliability"),
        answers=("A36",),
    )
)
