"""What people ask about money that is to come, and the pages that answer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from zhike.access.models import Desk
from zhike.access.rights import Access
from zhike.records.question import Question, register_question
from zhike.sales.models import InvoiceRequest, PaymentPlan
from zhike.sales.receivables import ageing
from zhike.sales.receivables.page import PLACE
from zhike.web.question_pages import ListPage, Node, PlainPage, day, where

INSTALMENTS = npgettext_lazy("unit", "instalment", "instalments", "n")
INVOICES = npgettext_lazy("unit", "invoice", "invoices", "n")
OWED = where("left", "gt", "0")


def overdue(_access: Access) -> Node:
    """What should have been paid by yesterday."""
    return {"all": [OWED, where("due_on", "lte", day(-1))]}


def this_month(_access: Access) -> Node:
    """What is due in this month and not paid yet."""
    return {"all": [OWED, where("due_on", "within", "this_month")]}


def not_issued(_access: Access) -> Node:
    """Invoices that were asked for and that finance has not issued yet."""
    return where("status", "in", ["approved"])


register_question(
    Question(
        key="who-owes-us",
        rank=43,
        ask=_("Who owes us what, and since when?"),
        says=_("what is overdue by age, for each customer, owner and team"),
        page=PlainPage(PLACE),
        asked_by=(Desk.MANAGEMENT,),
        needs=((PaymentPlan, "read"),),
        when=ageing.may_see,
        words=_("receivables ageing debt owe arrears collection"),
        answers=("C40",),
    )
)
register_question(
    Question(
        key="overdue-instalments",
        rank=44,
        ask=_("Which of my customers are late with paying?"),
        says=_("instalments that were due by yesterday and are not paid, the oldest first"),
        page=ListPage(
            "payment-plans", INSTALMENTS, overdue, sort="due_on",
            todo=_("call, and agree on a day"),
            columns=("contract", "party", "due_on", "left"),
        ),
        asked_by=(Desk.SALES,),
        when=ageing.may_see,
        words=_("overdue late payment dunning reminder receivable"),
        answers=("C40",),
    )
)  # fmt: skip
register_question(
    Question(
        key="income-this-month",
        rank=45,
        ask=_("What comes in this month?"),
        says=_("instalments that are due this month and not paid yet"),
        page=ListPage(
            "payment-plans", INSTALMENTS, this_month, sort="due_on",
            columns=("party", "due_on", "left", "status"),
        ),
        asked_by=(Desk.SALES, Desk.MANAGEMENT),
        when=ageing.may_see,
        words=_("income cash receipts expected month forecast payment"),
        answers=("A20",),
    )
)  # fmt: skip
register_question(
    Question(
        key="invoices-not-issued",
        rank=46,
        ask=_("Which invoices are asked for and not issued?"),
        says=_("invoices that sales asked for and finance has not issued, the oldest first"),
        page=ListPage(
            "invoice-requests", INVOICES, not_issued, sort="created_at", todo=_("issue"),
            columns=("number", "party", "amount", "created_at"),
        ),
        asked_by=(Desk.SALES, Desk.MANAGEMENT),
        needs=((InvoiceRequest, "read"),),
        words=_("invoice fapiao VAT issue waiting"),
        answers=("A20",),
    )
)  # fmt: skip
