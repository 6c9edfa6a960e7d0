"""What people ask about sources of leads, and the page that answers."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Desk
from zhike.access.rights import Access
from zhike.people.models import Lead
from zhike.records import filters
from zhike.records.question import Figure, Question, register_question
from zhike.records.resource import resource_for
from zhike.sales.sourcing.asked import MINE, Asked
from zhike.sales.sourcing.page import MARKET, OWN, PAGE, SIDES, label_of
from zhike.sales.sourcing.sums import Compared, compare, sees_leads
from zhike.web.question_pages import READ_THROUGH, PlainPage


def _at_a_glance(access: Access, asked: Asked) -> Compared | None:
    """The comparison; None where more leads came than are read through for a figure."""
    condition = filters.condition(resource_for(Lead), access, asked.leads())
    rows = access.rows(Lead).filter(condition).order_by()
    if rows.values("pk")[: READ_THROUGH + 1].count() > READ_THROUGH:
        return None
    return compare(access, asked)


def best(access: Access) -> Figure | None:
    """The source with the largest share of leads worth selling to."""
    found = _at_a_glance(access, Asked())
    named = [pair for pair in found.each.items() if pair[0]] if found else []
    if not named or not named[0][1].good:
        return None
    source, brought = named[0]
    return Figure(f"{brought.rate}%", label_of(source))


def own_search(access: Access) -> Figure | None:
    """How many of the leads that one found oneself became customers, beside those of campaigns."""
    found = _at_a_glance(access, Asked.by(access.user, MINE))
    if found is None:
        return None
    own, market = (found.together(SIDES[name][1]) for name in (OWN, MARKET))
    if not own.leads and not market.leads:
        return None
    state = gettext("campaigns %(share)s%%") % {"share": market.conversion}
    return Figure(f"{own.conversion}%", gettext("our own search"), state=state)


register_question(
    Question(
        key="good-sources",
        rank=46,
        ask=_("Which sources bring leads that are worth their money?"),
        says=_("the leads of each source: how many were worth it and became customers, what was "
               "won of them, what one cost, why others were rejected"),
        page=PlainPage(PAGE, best),
        needs=((Lead, "read"),),
        when=sees_leads,
        asked_by=(Desk.MARKETING, Desk.MANAGEMENT),
        words=_("lead quality by source fair website advertisement cost per qualified lead"),
        answers=("D21", "D22"),
    )
)  # fmt: skip
register_question(
    Question(
        key="search-myself",
        rank=37,
        ask=_("Should I look for customers myself?"),
        says=_("one's own leads by source: what came of those found oneself and of those from "
               "campaigns, and what one worth selling to cost"),
        page=PlainPage(f"{PAGE}?whose={MINE}", own_search),
        needs=((Lead, "read"),),
        when=sees_leads,
        asked_by=(Desk.SALES,),
        words=_("self prospecting own search marketing leads conversion cost per lead"),
        answers=("D22",),
    )
)  # fmt: skip
