"""What people ask about contracts and orders, and the pages that answer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from zhike.access.models import Desk
from zhike.access.rights import Access
from zhike.records.question import Question, register_question
from zhike.web.question_pages import ListPage, Node, where

CONTRACTS = npgettext_lazy("unit", "contract", "contracts", "n")
ORDERS = npgettext_lazy("unit", "order", "orders", "n")
IN_FORCE = where("status", "in", ["approved"])
NOT_RENEWED = {"none": "renewed_by", "where": {"all": [where("status", "in", [
    "draft", "submitted", "approved", "fulfilled",
])]}}  # fmt: skip


def ending(_access: Access) -> Node:
    """Contracts in force that end within the next quarter, with nothing that goes on from them."""
    return {"all": [IN_FORCE, where("ends_on", "within", "next_quarter"), NOT_RENEWED]}


def over(_access: Access) -> Node:
    """Contracts that count as in force though their last day has gone by."""
    return {"all": [IN_FORCE, where("ends_on", "within", "older_than_n_days:1")]}


def unconfirmed(_access: Access) -> Node:
    """Orders that the customer has not confirmed yet."""
    return where("status", "in", ["approved"])


def on_the_way(_access: Access) -> Node:
    """Orders that were confirmed and are not with the customer yet."""
    return where("status", "in", ["confirmed", "production", "shipped"])


register_question(
    Question(
        key="contracts-ending",
        rank=39,
        ask=_("Which contracts expire next quarter?"),
        says=_("contracts in force whose last day is in the next quarter, and not renewed yet"),
        page=ListPage(
            "contracts", CONTRACTS, ending, sort="ends_on", todo=_("renew or let end"),
            columns=("number", "party", "ends_on", "amount"),
        ),
        asked_by=(Desk.SALES, Desk.MANAGEMENT),
        words=_("contract expiry renewal ends runs out term"),
        answers=("A20",),
    )
)  # fmt: skip
register_question(
    Question(
        key="contracts-over",
        rank=40,
        ask=_("Which contracts have run out without anybody saying so?"),
        says=_("contracts in force whose last day has gone by: fulfilled, renewed or void?"),
        page=ListPage(
            "contracts", CONTRACTS, over, sort="ends_on", todo=_("say what became of them"),
            columns=("number", "party", "ends_on", "owner"),
        ),
        asked_by=(Desk.SALES,),
        words=_("contract expired overdue ended fulfilled"),
        answers=("A20",),
    )
)  # fmt: skip
register_question(
    Question(
        key="orders-unconfirmed",
        rank=41,
        ask=_("Which orders has the customer not confirmed yet?"),
        says=_("orders that were agreed to in the house and wait for the customer's click"),
        page=ListPage(
            "orders", ORDERS, unconfirmed, todo=_("share the link, or ask"),
            columns=("number", "party", "amount", "owner"),
        ),
        asked_by=(Desk.SALES,),
        words=_("order confirm confirmation customer portal link"),
        answers=("C31",),
    )
)  # fmt: skip
register_question(
    Question(
        key="orders-on-the-way",
        rank=42,
        ask=_("Where are the orders of my customers?"),
        says=_("orders that are confirmed, in production or shipped, the earliest due first"),
        page=ListPage(
            "orders", ORDERS, on_the_way, sort="due_on",
            columns=("number", "party", "status", "due_on"),
        ),
        asked_by=(Desk.SALES, Desk.SERVICE),
        words=_("order delivery status production shipped tracking where"),
        answers=("C31",),
    )
)  # fmt: skip
