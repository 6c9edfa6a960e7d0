"""What people ask about leads, and the pages that answer."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from zhike.access.models import Desk
from zhike.access.rights import Access
from zhike.people.models import Lead
from zhike.records.question import Question, register_question
from zhike.web.question_pages import ListPage, Node, day, mine, where

LEADS = npgettext_lazy("unit", "lead", "leads", "n")
CUSTOMERS = npgettext_lazy("unit", "customer", "customers", "n")
COLUMNS = ("name", "company_name", "source", "owner", "created_at")
MY_COLUMNS = ("name", "company_name", "mobile", "source", "created_at")
QUARTER = 90


def unanswered(_access: Access) -> Node:
    """Leads that nobody has taken up."""
    return where("status", "in", [Lead.Status.NEW])


def my_unanswered(access: Access) -> Node:
    """The same among one's own."""
    return {"all": [mine(access), unanswered(access)]}


def of_today(_access: Access) -> Node:
    """Leads that came in today."""
    return where("created_at", "within", "today")


def qualified(_access: Access) -> Node:
    """Leads worth selling to that are no customers yet."""
    return where("status", "in", [Lead.Status.QUALIFIED])


def rejected(_access: Access) -> Node:
    """Leads rejected within a quarter of a year."""
    since = where("status_since", "within", f"last_n_days:{QUARTER}")
    return {"all": [where("status", "in", [Lead.Status.REJECTED]), since]}


def late(_access: Access) -> Node:
    """Leads whose time for a first response is over."""
    due = where("respond_by", "lt", timezone.now().isoformat())
    return {"all": [due, where("responded_at", "empty", True), unanswered(_access)]}


def my_late(access: Access) -> Node:
    """The same among one's own, and those due within the day."""
    due = where("respond_by", "lt", (timezone.now() + dt.timedelta(days=1)).isoformat())
    return {"all": [mine(access), due, where("responded_at", "empty", True), unanswered(access)]}


def my_scored(access: Access) -> Node:
    """One's own that are still worked on and that something speaks for."""
    open_ones = where("status", "in", list(Lead.OPEN))
    return {"all": [mine(access), open_ones, where("score", "gt", 0)]}


def leaving(access: Access) -> Node:
    """One's own that go into a pool within a week."""
    return {"all": [mine(access), where("recycles_on", "lte", day(7))]}


register_question(
    Question(
        key="my-leads-unanswered",
        rank=12,
        ask=_("Which of my leads wait for an answer?"),
        says=_("one's own leads that are still new, the oldest first"),
        page=ListPage(
            "leads", LEADS, my_unanswered, "created_at", _("answer them"), columns=MY_COLUMNS
        ),
        asked_by=(Desk.SALES,),
        words=_("my new leads enquiries follow up"),
        answers=("D22",),
    )
)
register_question(
    Question(
        key="leads-unanswered",
        rank=18,
        ask=_("Which leads has nobody answered?"),
        says=_("leads that nobody has taken up yet, the oldest first"),
        page=ListPage("leads", LEADS, unanswered, "created_at", _("answer them"), columns=COLUMNS),
        asked_by=(Desk.MARKETING, Desk.MANAGEMENT),
        words=_("new leads waiting unanswered response"),
        answers=("D21",),
    )
)
register_question(
    Question(
        key="leads-today",
        rank=19,
        ask=_("Which leads came in today?"),
        says=_("leads entered since midnight, the latest first"),
        page=ListPage("leads", LEADS, of_today, "-created_at", columns=COLUMNS),
        asked_by=(Desk.MARKETING, Desk.SALES, Desk.SERVICE),
        words=_("today enquiries incoming leads"),
        answers=("D19",),
    )
)
register_question(
    Question(
        key="leads-to-convert",
        rank=29,
        ask=_("Which leads are ready to become customers?"),
        says=_("qualified leads, to be converted into customers and opportunities"),
        page=ListPage("leads", LEADS, qualified, "created_at", _("convert them"), columns=COLUMNS),
        asked_by=(Desk.SALES, Desk.MANAGEMENT),
        words=_("qualified leads convert opportunity"),
        answers=("D03",),
    )
)
register_question(
    Question(
        key="leads-rejected",
        rank=45,
        ask=_("Which leads did sales reject, and why?"),
        says=_("leads rejected within 90 days, counted by reason"),
        page=ListPage(
            "leads", LEADS, rejected, "-updated_at", group="rejected_reason",
            columns=("name", "company_name", "source", "rejected_reason", "rejected_note"),
        ),
        asked_by=(Desk.MARKETING, Desk.MANAGEMENT),
        words=_("rejected leads reasons quality"),
        answers=("D21",),
    )
)  # fmt: skip
register_question(
    Question(
        key="my-customers-leaving",
        rank=14,
        ask=_("Which of my customers go into the pool soon?"),
        says=_("one's own customers that go into a pool within 7 days, the next first"),
        page=ListPage(
            "parties",
            CUSTOMERS,
            leaving,
            "recycles_on",
            _("get in touch"),
            columns=("name", "tier", "recycles_on"),
        ),
        asked_by=(Desk.SALES,),
        words=_("public pool recycle days left protect"),
        answers=("A17",),
    )
)
register_question(
    Question(
        key="my-leads-due",
        rank=11,
        ask=_("Which leads must I answer today?"),
        says=_("one's own new leads whose first response is due within 24 hours or late"),
        page=ListPage(
            "leads",
            LEADS,
            my_late,
            "respond_by",
            _("answer them"),
            columns=("name", "company_name", "mobile", "respond_by"),
        ),
        asked_by=(Desk.SALES,),
        words=_("first response late leads deadline"),
        answers=("D03",),
    )
)
register_question(
    Question(
        key="leads-late",
        rank=17,
        ask=_("Which leads were not answered in time?"),
        says=_("new leads whose first response is late, the oldest first"),
        page=ListPage(
            "leads",
            LEADS,
            late,
            "respond_by",
            _("see to it"),
            columns=("name", "company_name", "owner", "respond_by", "escalated_at"),
        ),
        asked_by=(Desk.MANAGEMENT, Desk.MARKETING),
        words=_("response time late unanswered escalation"),
        answers=("D03",),
    )
)
register_question(
    Question(
        key="leads-to-call-first",
        rank=13,
        ask=_("Which leads should I call first?"),
        says=_("one's own open leads with the highest score first"),
        page=ListPage(
            "leads",
            LEADS,
            my_scored,
            "-score",
            columns=("name", "company_name", "score", "mobile"),
        ),
        asked_by=(Desk.SALES,),
        words=_("lead score priority hot leads"),
        answers=("D21",),
    )
)
