"""What people ask about credit and about tiers, and the pages that answer."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from zhike.access.models import Desk
from zhike.access.rights import Access
from zhike.people.models import Party
from zhike.records.question import Question, register_question
from zhike.sales.models import CreditFile
from zhike.web.attention import sees
from zhike.web.question_pages import ListPage, Node, everything, where

CUSTOMERS = npgettext_lazy("unit", "customer", "customers", "n")
UNRELIABLE = 50
"""Below this score somebody should look before more is sold on credit."""


def unreliable(_access: Access) -> Node:
    """Files with a low score."""
    return where("score", "lt", UNRELIABLE)


def set_by_hand(_access: Access) -> Node:
    """Files whose grade somebody set, while it holds."""
    today = timezone.localdate().isoformat()
    return {"all": [where("manual_grade", "empty", value=False),
                    where("manual_until", "gte", today)]}  # fmt: skip


def platinum(_access: Access) -> Node:
    """Customers of the highest tier."""
    return where("tier", "in", [Party.Tier.PLATINUM])


def sees_grades(access: Access) -> bool:
    """Whether the reader sees grade and score."""
    return sees(access, CreditFile, "grade", "score")


def sees_grades_by_hand(access: Access) -> bool:
    """Whether the reader sees which grades were set, and until when."""
    return sees(access, CreditFile, "manual_grade", "manual_until")


def sees_tiers(access: Access) -> bool:
    """Whether the reader sees tiers."""
    return sees(access, Party, "tier")


register_question(
    Question(
        key="credit-of-customers",
        rank=52,
        ask=_("What may a customer still buy on credit?"),
        says=_("grade and score of each customer; its page has limit, what is used, what is left"),
        page=ListPage("credit-files", CUSTOMERS, everything,
                      columns=("party", "grade", "score")),
        asked_by=(Desk.SALES, Desk.MANAGEMENT),
        needs=((CreditFile, "read"),),
        when=sees_grades,
        words=_("credit limit grade exposure prepayment allowance terms"),
        answers=("C39", "C38"),
    )
)  # fmt: skip
register_question(
    Question(
        key="unreliable-payers",
        rank=53,
        ask=_("Which customers pay unreliably?"),
        says=_("a score below 50: what others say of them, less what they paid late"),
        page=ListPage("credit-files", CUSTOMERS, unreliable, todo=_("agree on prepayment"),
                      columns=("party", "score", "grade", "overdue_count")),
        asked_by=(Desk.MANAGEMENT,),
        needs=((CreditFile, "read"),),
        when=sees_grades,
        words=_("credit score overdue bad debt risk rating"),
        answers=("C38", "C40"),
    )
)  # fmt: skip
register_question(
    Question(
        key="grades-by-hand",
        rank=54,
        ask=_("Whose credit grade did somebody set, and until when?"),
        says=_("grades that hold whatever the score, with their reason and their end"),
        page=ListPage("credit-files", CUSTOMERS, set_by_hand,
                      columns=("party", "manual_grade", "manual_until")),
        asked_by=(Desk.MANAGEMENT,),
        needs=((CreditFile, "read"),),
        when=sees_grades_by_hand,
        words=_("credit grade override exception expiry"),
        answers=("C38",),
    )
)  # fmt: skip
register_question(
    Question(
        key="platinum-customers",
        rank=55,
        ask=_("Which customers earn us so much that they get the best terms?"),
        says=_("the customers of the highest tier, by the profit of twelve months"),
        page=ListPage("parties", CUSTOMERS, platinum, columns=("name", "tier", "owner")),
        asked_by=(Desk.MANAGEMENT, Desk.SALES),
        needs=((Party, "read"),),
        when=sees_tiers,
        words=_("tier policy platinum gold profit discount terms service level"),
        answers=("B25",),
    )
)
