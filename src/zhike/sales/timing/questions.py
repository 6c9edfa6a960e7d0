"""What sellers ask about the right time."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext, npgettext_lazy
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Desk
from zhike.access.rights import Access
from zhike.people.models import Party
from zhike.records.question import Figure, Question, register_question
from zhike.sales.models import Opportunity, TimingRule
from zhike.sales.timing.meeting import may_meet, met
from zhike.sales.timing.page import PLACE, active
from zhike.web.question_pages import PlainPage, counted

MOMENT = TimingRule.Moment.REPLACEMENT


def replaced(access: Access) -> Figure | None:
    """How many customers have a product that comes to its end, and bought no other since."""
    today = timezone.localdate()
    rules = [rule for rule in active() if rule.moment == MOMENT]
    found = met(rules, access, today)
    if not rules or found.is_cut:
        return None
    unit = npgettext_lazy("unit", "customer", "customers", "n")
    return counted(len(found.customers_due(today)), unit, gettext("offer a new one"))


register_question(
    Question(
        key="due-for-replacement",
        rank=15,
        ask=_("Which customers are due for a replacement?"),
        says=_("what they bought comes to the end of its life, and they bought no other since"),
        page=PlainPage(f"{PLACE}?moment={MOMENT.value}", replaced),
        asked_by=(Desk.SALES, Desk.MANAGEMENT),
        needs=((Party, "read"), (Opportunity, "read")),
        when=may_meet,
        words=_("renewal replacement life cycle expiry repeat purchase trade-in"),
        answers=("B02",),
    )
)
