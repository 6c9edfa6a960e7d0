"""What people ask about customers, and the pages that answer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from zhike.access.granted import ADMINISTER
from zhike.access.models import Desk, User
from zhike.access.rights import Access
from zhike.people.duplicates.narrowing import LEADS, Which
from zhike.people.models import ContactPoint, Lead, Party
from zhike.people.quality.conflicts import open_conflicts
from zhike.people.rules.completeness import THIN
from zhike.records.question import Figure, Question, register_question
from zhike.web.question_pages import (
    AT_A_GLANCE,
    ListPage,
    Node,
    PlainPage,
    counted,
    everything,
    where,
)

CUSTOMERS = npgettext_lazy("unit", "customer", "customers", "n")
PAIRS = npgettext_lazy("unit", "pair", "pairs", "n")
CONTRADICTIONS = npgettext_lazy("unit", "conflict", "conflicts", "n")
COLUMNS = ("name", "source", "owner", "created_at")


def without_owner(_access: Access) -> Node:
    """Customers whom nobody looks after."""
    return where("owner", "empty", True)


def new_this_month(_access: Access) -> Node:
    """Customers entered since the first of the month."""
    return where("created_at", "within", "this_month")


def from_fairs(_access: Access) -> Node:
    """Customers whom a trade fair brought."""
    return where("source", "in", ["fair"])


def of_those_who_left(_access: Access) -> Node:
    """Customers whose owner no longer works here."""
    return where("owner.is_active", "eq", False)


def unreachable(_access: Access) -> Node:
    """Numbers and addresses that do not work."""
    return where("status", "in", [ContactPoint.Status.INVALID])


def thin(_access: Access) -> Node:
    """Customers of whom less than half is known."""
    return where("completeness", "lt", THIN)


def contradictions(access: Access) -> Figure:
    """How many conflicts between sources are open."""
    found = open_conflicts(access).values("pk")[: AT_A_GLANCE + 1].count()
    return counted(found, CONTRADICTIONS, _("settle them"))


def referrals(_access: Access) -> Node:
    """Who brought whom."""
    return where("type", "in", ["refers"])


def suspected(access: Access) -> Figure | None:
    """The pairs that wait for a person, counted up to a thousand."""
    return _pairs(Which(), access)


def suspected_leads(access: Access) -> Figure | None:
    """The pairs of leads that wait for a person."""
    return _pairs(Which(LEADS), access)


def _pairs(which: Which, access: Access) -> Figure | None:
    found = which.rows(access).order_by().values("pk")[: AT_A_GLANCE + 1].count()
    return counted(found, PAIRS, _("look at them"))


register_question(
    Question(
        key="customers",
        rank=60,
        ask=_("Who is this customer, and what happened so far?"),
        says=_("a page per person or organization: roles, ways to reach them, ties, one timeline"),
        page=ListPage("parties", CUSTOMERS),
        asked_by=(Desk.SERVICE, Desk.SALES),
        words=_("customer history contact timeline whole story"),
        answers=("D46", "E26", "D42"),
    )
)
register_question(
    Question(
        key="ours-already",
        rank=35,
        ask=_("Is this customer ours already, and whose?"),
        says=_(
            "the duplicate check: type a name, telephone or credit code, whosever customer it is"
        ),
        page=PlainPage("/duplicates/"),
        asked_by=(Desk.SALES, Desk.MARKETING, Desk.SERVICE),
        needs=((Party, "create"),),
        words=_("duplicate check exists already double entry whose customer"),
        answers=("B45", "B50"),
    )
)
register_question(
    Question(
        key="customers-without-owner",
        rank=40,
        ask=_("Which customers belong to nobody?"),
        says=_("the list of customers without an owner, to be given away together"),
        page=ListPage(
            "parties",
            CUSTOMERS,
            without_owner,
            "-created_at",
            _("give them an owner"),
            columns=COLUMNS,
        ),
        asked_by=(Desk.MANAGEMENT, Desk.MARKETING),
        words=_("unassigned no owner public pool"),
        answers=("D22",),
    )
)
register_question(
    Question(
        key="thin-data",
        rank=59,
        ask=_("Whose customer data is thin?"),
        says=_("customers of whom less than half of the key fields is known, the thinnest first"),
        page=ListPage(
            "parties", CUSTOMERS, thin, "completeness", _("complete them"),
            columns=("name", "completeness", "owner"),
        ),
        asked_by=(Desk.MANAGEMENT, Desk.MARKETING),
        words=_("data quality completeness missing fields incomplete"),
        answers=("B03", "B29"),
    )
)  # fmt: skip
register_question(
    Question(
        key="source-conflicts",
        rank=61,
        ask=_("Where do our systems contradict each other?"),
        says=_("both values with their source and date, to be settled with a click"),
        page=PlainPage("/quality/conflicts/", contradictions),
        asked_by=(Desk.MANAGEMENT, Desk.MARKETING),
        needs=((Party, "read"),),
        words=_("conflict ERP sources different phone data quality"),
        answers=("B03",),
    )
)
register_question(
    Question(
        key="new-customers",
        rank=27,
        ask=_("Who is new this month?"),
        says=_("customers entered since the first of the month, the latest first"),
        page=ListPage("parties", CUSTOMERS, new_this_month, "-created_at", columns=COLUMNS),
        asked_by=(Desk.MARKETING, Desk.MANAGEMENT),
        words=_("new customers leads"),
        answers=("D21",),
    )
)
register_question(
    Question(
        key="cards-from-fairs",
        rank=50,
        ask=_("Whose cards did we bring home from the fairs?"),
        says=_("customers whose source is a trade fair"),
        page=ListPage(
            "parties", CUSTOMERS, from_fairs, "-created_at", among=everything, columns=COLUMNS
        ),
        asked_by=(Desk.MARKETING,),
        words=_("business cards trade fair exhibition source"),
        answers=("D26",),
    )
)
register_question(
    Question(
        key="referrals",
        rank=55,
        ask=_("Who brings us new customers?"),
        says=_("relationships of the kind “refers”: who brought whom"),
        page=ListPage(
            "relationships",
            npgettext_lazy("unit", "referral", "referrals", "n"),
            referrals,
            among=everything,
        ),
        asked_by=(Desk.MARKETING,),
        words=_("referral introduction network who knows whom"),
        answers=("E24",),
    )
)
register_question(
    Question(
        key="unreachable",
        rank=58,
        ask=_("Which numbers and addresses no longer work?"),
        says=_("contact points marked as not working"),
        page=ListPage(
            "contact-points",
            npgettext_lazy("unit", "contact point", "contact points", "n"),
            unreachable,
            todo=_("find new ones"),
            among=everything,
        ),
        asked_by=(Desk.SERVICE, Desk.MARKETING),
        words=_("invalid phone email bounced wrong number"),
        answers=("B50",),
    )
)
register_question(
    Question(
        key="customers-of-those-who-left",
        rank=30,
        ask=_("Which customers still belong to somebody who left?"),
        says=_("customers whose owner is deactivated, to be handed over together"),
        page=ListPage("parties", CUSTOMERS, of_those_who_left, "-created_at", _("hand them over")),
        asked_by=(Desk.ADMINISTRATION,),
        needs=((User, ADMINISTER),),
        words=_("inactive user handover resigned leaver"),
        answers=("D42",),
    )
)
register_question(
    Question(
        key="leads-twice",
        rank=47,
        ask=_("Which leads do we have twice, or as customers already?"),
        says=_("open leads that are perhaps another one or a customer of ours, with the reasons"),
        page=PlainPage("/duplicates/pairs/?show=leads", suspected_leads),
        asked_by=(Desk.MARKETING, Desk.SALES),
        needs=((Lead, "read"),),
        words=_("duplicate leads twice existing customer attach"),
        answers=("B47", "D21"),
    )
)
register_question(
    Question(
        key="duplicates",
        rank=45,
        ask=_("Which customers do we have twice?"),
        says=_("suspected duplicates, the likeliest first, side by side and with the reasons"),
        page=PlainPage("/duplicates/pairs/", suspected),
        asked_by=(Desk.ADMINISTRATION, Desk.SERVICE, Desk.MANAGEMENT),
        needs=((Party, "read"),),
        words=_("duplicate twice merge double clean same customer"),
        answers=("B47", "E18"),
    )
)
