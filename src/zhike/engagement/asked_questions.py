"""What people ask about requests and approvals, and the pages that answer."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext, npgettext_lazy
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Desk, Team
from zhike.access.rights import Access
from zhike.engagement.lateness import by_department, is_long
from zhike.engagement.models import Approval, InternalRequest
from zhike.records.question import Figure, Question, register_question
from zhike.records.titles import named
from zhike.web.question_pages import ListPage, Node, PlainPage, mine, where

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
    return {"all": [mine(access), _undecided()]}


def worst(access: Access) -> Figure | None:
    """The department that is late most often, and how often; not where that takes a while."""
    if is_long(access):
        return None
    found = [one for one in by_department(access) if one.late]
    if not found:
        return None
    name = named(access, Team, {found[0].team}).get(found[0].team, "")
    return Figure(f"{found[0].rate}%", name, state=gettext("late"), needs=True)


def _to_me(access: Access, *people: str, team: str) -> Node:
    """That one of these fields names this user, or the department one of theirs."""
    own = [str(access.user.pk)] if access.user else []
    teams = [str(one) for one in access.speaks_for]
    nodes = [where(name, "in", own) for name in people]
    return {"any": [*nodes, where(team, "in", teams)] if teams else nodes}


def asked_of_me(access: Access) -> Node:
    """Requests without an answer to this user or to their department."""
    return {"all": [_unanswered(), _to_me(access, "assignee", "escalated_to", team="to_team")]}


def my_consent(access: Access) -> Node:
    """Approvals that wait for this user's consent, or for their department's."""
    open_ = where("decision", "in", ["open"])
    step = {"all": [open_, _to_me(access, "user", "acting", team="team")]}
    return {"all": [_undecided(), {"some": "steps", "where": step}]}


def _undecided() -> Node:
    return where("status", "in", [Approval.Status.OPEN])


register_question(
    Question(
        key="asked-of-me",
        rank=13,
        ask=_("Which requests wait for me or my department?"),
        says=_("internal requests without an answer to this user or their department"),
        page=ListPage(
            "internal-requests", REQUESTS, asked_of_me, "due_at", _("answer them"),
            columns=("subject", "customer_name", "owner", "assignee", "due_at"),
        ),
        asked_by=tuple(Desk),
        words=_("inbox asked of me request to answer"),
        answers=("B35", "C08"),
    )
)  # fmt: skip
register_question(
    Question(
        key="my-consent",
        rank=14,
        ask=_("What am I to agree to?"),
        says=_("approvals that wait for the consent of this user or their department"),
        page=ListPage(
            "approvals", APPROVALS, my_consent, todo=_("decide"),
            columns=("subject", "customer_name", "owner", "asked_at"),
        ),
        asked_by=tuple(Desk),
        words=_("approval consent inbox agree refuse"),
        answers=("C09",),
    )
)  # fmt: skip
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
