"""What people ask about requests and approvals, and the pages that answer."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext, npgettext_lazy
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Desk, Team
from zhike.access.rights import Access
from zhike.engagement.lateness import by_department
from zhike.engagement.models import Approval, InternalRequest
from zhike.engagement.waiting import consents_of, requests_to
from zhike.records.question import Figure, Question, register_question
from zhike.records.titles import named
from zhike.web.question_pages import AT_A_GLANCE, ListPage, Node, PlainPage, mine, where

REQUESTS = npgettext_lazy("unit", "request", "requests", "n")
APPROVALS = npgettext_lazy("unit", "approval", "approvals", "n")


def owed_to_me(access: Access) -> Node:
    """What one has asked for and has no answer to."""
    return {"all": [mine(access), _unanswered()]}


def late(_access: Access) -> Node:
    """Anybody's requests that are late."""
    now = timezone.now().replace(microsecond=0).isoformat()
    return {"all": [_unanswered(), where("due_at", "lt", now)]}


def unanswered(_access: Access) -> Node:
    """Anybody's requests without an answer."""
    return _unanswered()


def _unanswered() -> Node:
    return where("status", "in", list(InternalRequest.WAITING))


def my_undecided(access: Access) -> Node:
    """Approvals that one has asked for and that are not decided."""
    return {"all": [mine(access), where("status", "in", [Approval.Status.OPEN])]}


def worst(access: Access) -> Figure | None:
    """The department that is late most often, and how often."""
    found = [one for one in by_department(access) if one.late]
    if not found:
        return None
    name = named(access, Team, {found[0].team}).get(found[0].team, "")
    return Figure(f"{found[0].rate}%", name, state=gettext("late"), needs=True)


def waiting_for_me(access: Access) -> Figure | None:
    """How much others wait for from this user, and how much of it is late."""
    now = timezone.now()
    asked, consents = requests_to(access), consents_of(access)
    found = sum(rows.values("pk")[: AT_A_GLANCE + 1].count() for rows in (asked, consents))
    overdue = sum(
        rows.filter(due_at__lt=now).values("pk")[: AT_A_GLANCE + 1].count()
        for rows in (asked, consents)
    )
    state = gettext("%(n)s overdue") % {"n": f"{overdue:,}"} if overdue else ""
    unit = gettext("waiting")
    return Figure(f"{found:,}", unit, exact=str(found), state=state, needs=bool(overdue))


register_question(
    Question(
        key="waits-for-me",
        rank=13,
        ask=_("What do others wait for from me?"),
        says=_("requests to me or my department, and consents that I am asked for"),
        page=PlainPage("/today/?only=asked", waiting_for_me),
        asked_by=tuple(Desk),
        words=_("inbox asked of me approval consent request to answer"),
        answers=("B35", "C09"),
    )
)
register_question(
    Question(
        key="owed-to-me",
        rank=16,
        ask=_("What do other departments owe me?"),
        says=_("one's own internal requests without an answer, the earliest due first"),
        page=ListPage(
            "internal-requests", REQUESTS, owed_to_me, "due_at", todo=_("remind them"),
            columns=("subject", "to_team", "assignee", "due_at"),
        ),
        asked_by=(Desk.SALES, Desk.SERVICE),
        words=_("waiting for technology production delivery date price answer"),
        answers=("B35", "C08"),
    )
)  # fmt: skip
register_question(
    Question(
        key="late-requests",
        rank=17,
        ask=_("Which answers between departments are late?"),
        says=_("internal requests past their time, the longest overdue first"),
        page=ListPage(
            "internal-requests", REQUESTS, late, "due_at", todo=_("ask why"), among=unanswered,
            columns=("subject", "to_team", "customer_name", "due_at", "owner"),
        ),
        asked_by=(Desk.MANAGEMENT,),
        words=_("overdue escalated waiting department"),
        answers=("B35", "C08"),
    )
)  # fmt: skip
register_question(
    Question(
        key="late-departments",
        rank=18,
        ask=_("Which department keeps us waiting?"),
        says=_("requests of the last 90 days by department: how many, how many late, how long"),
        page=PlainPage("/internal-requests/departments/", worst),
        asked_by=(Desk.MANAGEMENT, Desk.SALES),
        needs=((InternalRequest, "read"),),
        words=_("late rate score service level department slow information too late"),
        answers=("C08",),
    )
)
register_question(
    Question(
        key="my-approvals",
        rank=19,
        ask=_("Who has not yet agreed to what I asked?"),
        says=_("one's own approvals that are not decided"),
        page=ListPage(
            "approvals", APPROVALS, my_undecided, columns=("subject", "customer_name", "asked_at")
        ),
        asked_by=(Desk.SALES, Desk.MANAGEMENT),
        words=_("approval consent price agree waiting"),
        answers=("C09",),
    )
)
