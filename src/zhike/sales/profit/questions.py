"""What people ask about profit, and the page that answers."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Desk
from zhike.access.rights import Access
from zhike.records.question import Figure, Question, register_question
from zhike.sales.models import Opportunity
from zhike.sales.profit.page import PLACE, YEAR, period_of
from zhike.sales.profit.panels import may_see, share
from zhike.sales.profit.sums import DEALS, MONTH, by_whole, earnings, rates_of, sales, together
from zhike.web.cells import money
from zhike.web.question_pages import READ_THROUGH, PlainPage


def this_year(access: Access) -> Figure | None:
    """The profit of the deals won this year, with its share; None where they are many."""
    rows = sales(access, DEALS, period_of(YEAR, timezone.localdate()))
    if rows.values("pk")[: READ_THROUGH + 1].count() > READ_THROUGH:
        return None
    sums = together(by_whole(rows, MONTH).values())
    found = earnings(None, sums, rates_of([sums]))
    if found.profit is None:
        return Figure("–", state=gettext("cost unknown")) if sums.count else None
    drawn = money(found.profit, found.net.base)
    return Figure(drawn["text"], drawn["unit"], drawn["exact"], share(found.margin))


def may_see_profit(access: Access) -> bool:
    """Whether the reader may know what deals earn."""
    return may_see(access, Opportunity)


register_question(
    Question(
        key="who-brings-profit",
        rank=46,
        ask=_("Which customers and deals bring profit?"),
        says=_("what was sold without VAT and costs, by customer, product, team, person and month"),
        page=PlainPage(PLACE, this_year),
        asked_by=(Desk.MANAGEMENT,),
        needs=((Opportunity, "read"),),
        when=may_see_profit,
        words=_("profit margin gross earnings cost most profitable customers"),
        answers=("E13",),
    )
)
