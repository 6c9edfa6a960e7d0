"""What people ask about quotes, and the lists that answer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from zhike.access.models import Desk
from zhike.access.rights import Access
from zhike.records.question import Question, register_question
from zhike.sales.models import Quote
from zhike.web.question_pages import ListPage, Node, day, where

QUOTES = npgettext_lazy("unit", "quote", "quotes", "n")
COLUMNS = ("number", "name", "party", "amount", "valid_until", "owner")
WAITING = ("name", "party", "amount", "submitted_at", "submitted_by", "owner")
READ = ((Quote, "read"),)
SENT = where("status", "eq", "sent")


def expiring(_access: Access) -> Node:
    """Sent, not answered, and over within seven days."""
    return {"all": [SENT, where("valid_until", "gte", day()), where("valid_until", "lt", day(7))]}


def waiting(_access: Access) -> Node:
    """Submitted, and not agreed to yet."""
    return where("status", "eq", "submitted")


def drafts(_access: Access) -> Node:
    """Being written: each has the advisor beside its lines."""
    return where("status", "eq", "draft")


register_question(
    Question(
        key="quotes-expiring",
        rank=24,
        ask=_("Which quotes expire this week?"),
        says=_("sent, not answered yet, and over within seven days"),
        page=ListPage("quotes", QUOTES, expiring, sort="valid_until", columns=COLUMNS),
        asked_by=(Desk.SALES, Desk.MANAGEMENT),
        needs=READ,
        words=_("quotation offer validity expiry end"),
        answers=("D36",),
    )
)
register_question(
    Question(
        key="quotes-waiting",
        rank=25,
        ask=_("Which quotes wait for consent?"),
        says=_("beyond the cap, below the floor, at another price, or by an approval rule"),
        page=ListPage("quotes", QUOTES, waiting, sort="-updated_at", columns=WAITING),
        asked_by=(Desk.SALES, Desk.MANAGEMENT),
        needs=READ,
        words=_("quotation approval discount margin price consent"),
        answers=("D36",),
    )
)
register_question(
    Question(
        key="what-to-offer",
        rank=26,
        ask=_("What should I offer this customer?"),
        says=_("past prices, tier, floor, rivals and the risk to lose them, beside each draft"),
        page=ListPage("quotes", QUOTES, drafts, sort="-updated_at", columns=COLUMNS),
        asked_by=(Desk.SALES,),
        needs=READ,
        words=_("price advisor history tier discount floor suggestion quote"),
        answers=("D24",),
    )
)
