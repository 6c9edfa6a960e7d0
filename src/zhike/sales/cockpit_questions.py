"""What managers and sellers ask about targets, the quarter and the next steps."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext, npgettext_lazy
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Desk
from zhike.access.rights import Access
from zhike.records.question import Figure, Question, register_question
from zhike.sales import cockpit
from zhike.sales.achieved import Achieved, achieved
from zhike.sales.cockpit import PLACE
from zhike.sales.models import Opportunity, Target
from zhike.sales.next_steps import open_deals, without_next_step
from zhike.web.cells import money
from zhike.web.question_pages import PlainPage, counted

DEALS = npgettext_lazy("unit", "deal", "deals", "n")
READ = ((Opportunity, "read"),)


def expected(access: Access) -> Figure | None:
    """The forecast of the quarter with its interval."""
    found = cockpit.expected(access, timezone.localdate())
    if found is None:
        return None
    low, middle, high = (
        money(amount, found.currency) for amount in (found.low, found.middle, found.high)
    )
    state = gettext("%(low)s to %(high)s") % {
        "low": low["text"] + low["unit"], "high": high["text"] + high["unit"],
    }  # fmt: skip
    return Figure(middle["text"], middle["unit"], exact=middle["exact"], state=state)


def missing(access: Access) -> Figure | None:
    """What this month lacks: of one's own target, else of the first in sight."""
    found = achieved(access, timezone.localdate())
    if not found:
        return None
    own = [one for one in found if one.target.owner_id and _is_own(access, one)]
    one = (own or found)[0]
    lacks = money(one.missing, one.target.currency)
    share = one.percent_of_month
    state = gettext("%(share)s%% of the plan") % {"share": share} if share is not None else ""
    return Figure(
        lacks["text"], lacks["unit"], exact=lacks["exact"], state=state, needs=bool(one.missing)
    )


def _is_own(access: Access, one: Achieved) -> bool:
    return access.user is not None and one.target.owner_id == access.user.pk


def bare(access: Access) -> Figure | None:
    """How many open deals nobody has planned anything for."""
    found = without_next_step(open_deals(access), timezone.now())
    return counted(len(found), DEALS, gettext("ask for it"))


register_question(
    Question(
        key="expected-this-quarter",
        rank=13,
        ask=_("What will this quarter bring?"),
        says=_("the forecast from the fates of past deals, with its interval and its past error"),
        page=PlainPage(PLACE, expected),
        asked_by=(Desk.MANAGEMENT,),
        needs=READ,
        when=cockpit.may_enter,
        words=_("forecast quarter expected sales prediction"),
        answers=("A39",),
    )
)
register_question(
    Question(
        key="missing-this-month",
        rank=17,
        ask=_("How much is missing this month?"),
        says=_("what was won this month beside what was to be won"),
        page=PlainPage(PLACE, missing),
        asked_by=(Desk.MANAGEMENT, Desk.SALES),
        needs=(*READ, (Target, "read")),
        when=cockpit.may_enter,
        words=_("target quota achievement gap month"),
        answers=("D03", "B59"),
    )
)
register_question(
    Question(
        key="no-next-step",
        rank=15,
        ask=_("Which deals have no next step?"),
        says=_("open deals about which neither a task nor a contact is planned, by owner"),
        page=PlainPage(f"{PLACE}#people", bare),
        asked_by=(Desk.MANAGEMENT,),
        needs=READ,
        when=cockpit.may_enter,
        words=_("next action follow up stalled remind"),
        answers=("A39",),
    )
)
