"""What people ask about visits of the management, and the pages that answer."""

from __future__ import annotations

from django.utils.translation import gettext, npgettext_lazy
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Desk
from zhike.access.rights import Access
from zhike.records.question import Figure, Question, register_question
from zhike.sales.models import CustomerOpinion, ExecutiveVisit
from zhike.sales.visits.programme import URL, made_of_planned, open_text
from zhike.web.question_pages import ListPage, Node, PlainPage, where

VISITS = npgettext_lazy("unit", "visit", "visits", "n")


def undecided(_access: Access) -> Node:
    """Requests about which nobody has decided."""
    return {"all": [where("status", "in", [ExecutiveVisit.Status.SUBMITTED])]}


def programme(access: Access) -> Figure:
    """Visits made of those planned in this quarter, and opinions without an answer."""
    done, planned, is_open = made_of_planned(access)
    state = open_text(is_open) if is_open else ""
    return Figure(f"{done}/{planned}", gettext("visits this quarter"), state=state,
                  needs=bool(is_open))  # fmt: skip


register_question(
    Question(
        key="go-or-not",
        rank=22,
        ask=_("Go or not?"),
        says=_("requests for a visit of the management, each with its score, the rules that are "
               "not met and what the calendar says"),
        page=ListPage("executive-visits", VISITS, undecided, sort="starts_at",
                      todo=_("decide about them")),
        asked_by=(Desk.MANAGEMENT, Desk.SALES),
        words=_("executive visit general manager customer no-go calendar"),
        answers=("A04", "A07", "A08"),
    )
)  # fmt: skip
register_question(
    Question(
        key="customers-told-us",
        rank=72,
        ask=_("What did customers tell the boss?"),
        says=_("visits planned and made in the quarter, and each opinion of a customer with who "
               "sees to it"),
        page=PlainPage(URL, programme),
        asked_by=(Desk.MANAGEMENT, Desk.SALES),
        needs=((ExecutiveVisit, "read"), (CustomerOpinion, "read")),
        words=_("visit programme opinions feedback executive quarter target"),
        answers=("B39",),
    )
)  # fmt: skip
