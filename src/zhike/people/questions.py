"""What people ask about customers, and the pages that answer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from zhike.access.models import Desk, User
from zhike.access.rights import ADMINISTER, Access
from zhike.people.models import ContactPoint, Relationship
from zhike.records.question import Question, register_question
from zhike.web.question_pages import ListPage, Node, everything, first_of_month, where

CUSTOMERS = npgettext_lazy("unit", "customer", "customers", "n")


def without_owner(_access: Access) -> Node:
    """Customers whom nobody looks after."""
    return where("owner", "empty", True)


def new_this_month(_access: Access) -> Node:
    """Customers entered since the first of the month."""
    return where("created_at", "gte", first_of_month())


def from_fairs(_access: Access) -> Node:
    """Customers whom a trade fair brought."""
    return where("source", "in", ["fair"])


def of_those_who_left(_access: Access) -> Node:
    """Customers whose owner no longer works here."""
    return where("owner.is_active", "eq", False)


def unreachable(_access: Access) -> Node:
    """Numbers and addresses that do not work."""
    return where("status", "in", [ContactPoint.Status.INVALID])


def referrals(_access: Access) -> Node:
    """Who brought whom."""
    return where("type", "in", [Relationship.Type.REFERS])


register_question(
    Question(
        "customers",
        60,
        _("Who is this customer, and what happened so far?"),
        _("a page per person or organization: roles, ways to reach them, ties, one timeline"),
        ListPage("parties", CUSTOMERS),
        (Desk.SERVICE, Desk.SALES),
        words=_("customer history contact timeline whole story"),
        answers=("D46", "E26", "D42"),
    )
)
register_question(
    Question(
        "customers-without-owner",
        40,
        _("Which customers belong to nobody?"),
        _("the list of customers without an owner, to be given away together"),
        ListPage(
            "parties",
            CUSTOMERS,
            without_owner,
            "-created_at",
            _("give them an owner"),
            is_drawn=True,
        ),
        (Desk.MANAGEMENT, Desk.MARKETING),
        words=_("unassigned no owner public pool"),
        answers=("D22",),
    )
)
register_question(
    Question(
        "new-customers",
        45,
        _("Who is new this month?"),
        _("customers entered since the first of the month, the latest first"),
        ListPage("parties", CUSTOMERS, new_this_month, "-created_at", is_drawn=True),
        (Desk.MARKETING, Desk.MANAGEMENT),
        words=_("new customers leads"),
        answers=("D21",),
    )
)
register_question(
    Question(
        "cards-from-fairs",
        50,
        _("Whose cards did we bring home from the fairs?"),
        _("customers whose source is a trade fair"),
        ListPage("parties", CUSTOMERS, from_fairs, "-created_at", among=everything, is_drawn=True),
        (Desk.MARKETING,),
        words=_("business cards trade fair exhibition source"),
        answers=("D26",),
    )
)
register_question(
    Question(
        "referrals",
        55,
        _("Who brings us new customers?"),
        _("relationships of the kind “refers”: who brought whom"),
        ListPage(
            "relationships",
            npgettext_lazy("unit", "referral", "referrals", "n"),
            referrals,
            among=everything,
        ),
        (Desk.MARKETING, Desk.SALES),
        words=_("referral introduction network who knows whom"),
        answers=("E24",),
    )
)
register_question(
    Question(
        "unreachable",
        58,
        _("Which numbers and addresses no longer work?"),
        _("contact points marked as not working"),
        ListPage(
            "contact-points",
            npgettext_lazy("unit", "contact point", "contact points", "n"),
            unreachable,
            todo=_("find new ones"),
            among=everything,
        ),
        (Desk.SERVICE, Desk.MARKETING),
        words=_("invalid phone email bounced wrong number"),
        answers=("B50",),
    )
)
register_question(
    Question(
        "customers-of-those-who-left",
        30,
        _("Which customers still belong to somebody who left?"),
        _("customers whose owner is deactivated, to be handed over together"),
        ListPage("parties", CUSTOMERS, of_those_who_left, "-created_at", _("hand them over")),
        (Desk.ADMINISTRATION,),
        needs=((User, ADMINISTER),),
        words=_("inactive user handover resigned leaver"),
        answers=("D42",),
    )
)
