"""What people ask about deals, and the pages that answer."""

from __future__ import annotations

from django.utils.translation import gettext, npgettext_lazy
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Desk
from zhike.access.rights import Access
from zhike.records.question import Figure, Question, register_question
from zhike.records.resource import resource_for
from zhike.sales import board as boards
from zhike.sales import losing
from zhike.sales.board import ALL, MINE
from zhike.sales.models import Opportunity, OpportunityStep, Stage
from zhike.sales.waiting import RUNNING, are_few, waiting
from zhike.web.attention import sees
from zhike.web.cells import money
from zhike.web.question_pages import (
    READ_THROUGH,
    Filter,
    ListPage,
    Node,
    PlainPage,
    counted,
    day,
    mine,
    where,
)

DEALS = npgettext_lazy("unit", "deal", "deals", "n")
COLUMNS = ("name", "party", "amount", "stage", "owner")
MY_COLUMNS = ("name", "party", "amount", "stage", "close_date")
READ = ((Opportunity, "read"),)
LIKELY = 60
QUARTER = 90
FEW = 200
OPEN = where("stage.is_closed", "eq", False)
NONE = where("stage", "empty", True)


def open_deals(_access: Access) -> Node:
    """Deals that are still worked on."""
    return OPEN


def standing_still(_access: Access) -> Node:
    """Open deals longer in their stage than it allows."""
    limits = Stage.objects.filter(is_closed=False, max_days__gt=0).order_by("pk")
    late = [
        {
            "all": [
                where("stage", "eq", str(stage)),
                where("stage_since", "within", f"older_than_n_days:{days}"),
            ]
        }
        for stage, days in limits.values_list("pk", "max_days")
    ]
    return {"any": late} if late else NONE


def closing(_access: Access) -> Node:
    """Open deals that should close within this month."""
    return {"all": [OPEN, where("close_date", "within", "this_month")]}


def past_their_day(_access: Access) -> Node:
    """Open deals whose close date has gone by."""
    return {"all": [OPEN, where("close_date", "lt", day())]}


def likely(_access: Access) -> Node:
    """Open deals more likely won than not: by their own chance, else by their stage's."""
    stage = {"all": [where("probability", "empty", True),
                     where("stage.win_probability", "gte", LIKELY)]}  # fmt: skip
    return {"all": [OPEN, {"any": [where("probability", "gte", LIKELY), stage]}]}


def without_owner(_access: Access) -> Node:
    """Open deals that nobody works on."""
    return {"all": [OPEN, where("owner", "empty", True)]}


def lost(_access: Access) -> Node:
    """Deals lost within a quarter of a year."""
    return where("lost_at", "within", f"last_n_days:{QUARTER}")


def ended(_access: Access) -> Node:
    """Deals that are won or lost."""
    return where("stage.is_closed", "eq", True)


def won(_access: Access) -> Node:
    """Deals won since the first of the month."""
    return where("won_at", "within", "this_month")


def of_mine(filter_: Filter) -> Filter:
    """The same among one's own deals."""
    return lambda access: {"all": [mine(access), filter_(access)]}


def my_worth(access: Access) -> Figure | None:
    """What one's own open deals come to."""
    return _worth(access, MINE)


def worth(access: Access) -> Figure | None:
    """What all open deals in sight come to."""
    return _worth(access, ALL)


def _worth(access: Access, whose: str) -> Figure | None:
    """The sum that the board shows above its lanes; of deals without sums, their number."""
    pipeline = boards.usual_pipeline(boards.pipelines_of(access))
    if pipeline is None:
        return None
    board = boards.worth(access, pipeline, whose=whose)
    if not board.shows_amounts or board.missing:
        return counted(board.open_count, DEALS)
    total = money(board.open_total, board.rates.base)
    weighted = money(board.open_weighted, board.rates.base)
    state = gettext("weighted %(sum)s") % {"sum": weighted["text"] + weighted["unit"]}
    return Figure(total["text"], total["unit"], exact=total["exact"], state=state)


def sees_stages(access: Access) -> bool:
    """Whether the user sees in which stage deals are, which the board needs."""
    spec = resource_for(Opportunity).specs(access).get("stage")
    return spec is not None and spec.searchable


register_question(
    Question(
        key="my-deals-worth",
        rank=22,
        ask=_("What are my deals worth?"),
        says=_(
            "the board of one's own deals: sums per stage, currencies converted, never added raw"
        ),
        page=PlainPage("/opportunities/board/?whose=mine", my_worth),
        asked_by=(Desk.SALES,),
        needs=READ,
        when=sees_stages,
        words=_("my pipeline value forecast board sum"),
        answers=("A06",),
    )
)
register_question(
    Question(
        key="pipeline-worth",
        rank=12,
        ask=_("What is the pipeline worth?"),
        says=_("the board of all deals in sight: sums per stage, weighted by their chances"),
        page=PlainPage("/opportunities/board/", worth),
        asked_by=(Desk.MANAGEMENT,),
        needs=READ,
        when=sees_stages,
        words=_("pipeline value forecast board sum"),
        answers=("A06",),
    )
)

register_question(
    Question(
        key="my-deals-standing-still",
        rank=24,
        ask=_("Which of my deals stand still?"),
        says=_("one's own open deals longer in their stage than it allows"),
        page=ListPage(
            "opportunities",
            DEALS,
            of_mine(standing_still),
            todo=_("take the next step"),
            among=of_mine(open_deals),
            columns=MY_COLUMNS,
        ),
        asked_by=(Desk.SALES,),
        needs=READ,
        words=_("stuck deals stalled too long in stage"),
        answers=("A06",),
    )
)
register_question(
    Question(
        key="deals-standing-still",
        rank=14,
        ask=_("Which deals stand still?"),
        says=_("open deals longer in their stage than it allows, whoever works on them"),
        page=ListPage(
            "opportunities",
            DEALS,
            standing_still,
            todo=_("ask what is missing"),
            among=open_deals,
            columns=COLUMNS,
        ),
        asked_by=(Desk.MANAGEMENT,),
        needs=READ,
        words=_("stuck deals stalled too long in stage"),
        answers=("A06",),
    )
)
register_question(
    Question(
        key="my-deals-closing",
        rank=26,
        ask=_("Which of my deals should close this month?"),
        says=_("one's own open deals with a close date in this month, the next first"),
        page=ListPage(
            "opportunities",
            DEALS,
            of_mine(closing),
            "close_date",
            among=of_mine(open_deals),
            columns=MY_COLUMNS,
        ),
        asked_by=(Desk.SALES,),
        needs=READ,
        words=_("close date this month forecast"),
    )
)
register_question(
    Question(
        key="deals-closing",
        rank=16,
        ask=_("Which deals should close this month?"),
        says=_("open deals with a close date in this month, the next first"),
        page=ListPage(
            "opportunities", DEALS, closing, "close_date", among=open_deals, columns=COLUMNS
        ),
        asked_by=(Desk.MANAGEMENT,),
        needs=READ,
        words=_("close date this month forecast"),
    )
)
register_question(
    Question(
        key="my-deals-past-their-day",
        rank=28,
        ask=_("Which of my deals are past their closing date?"),
        says=_("one's own open deals whose close date has gone by, the oldest first"),
        page=ListPage(
            "opportunities",
            DEALS,
            of_mine(past_their_day),
            "close_date",
            _("set a new date"),
            of_mine(open_deals),
        ),
        asked_by=(Desk.SALES,),
        needs=READ,
        words=_("overdue close date late"),
    )
)
register_question(
    Question(
        key="deals-past-their-day",
        rank=18,
        ask=_("Which deals are past their closing date?"),
        says=_("open deals whose close date has gone by, the oldest first"),
        page=ListPage(
            "opportunities", DEALS, past_their_day, "close_date", _("set a new date"), open_deals
        ),
        asked_by=(Desk.MANAGEMENT,),
        needs=READ,
        words=_("overdue close date late"),
    )
)
register_question(
    Question(
        key="true-buyers",
        rank=29,
        ask=_("Who are the true buyers?"),
        says=_("open deals with a chance of 60% or more, the most valuable first"),
        page=ListPage("opportunities", DEALS, likely, "-amount", among=open_deals, columns=COLUMNS),
        asked_by=(Desk.SALES, Desk.MARKETING, Desk.MANAGEMENT),
        needs=READ,
        words=_("real potential buyers hot prospects likely to buy"),
        answers=("D21", "D29"),
    )
)
register_question(
    Question(
        key="deals-without-owner",
        rank=38,
        ask=_("Which deals does nobody work on?"),
        says=_("open deals without an owner, to be assigned"),
        page=ListPage("opportunities", DEALS, without_owner, todo=_("assign them")),
        asked_by=(Desk.MANAGEMENT,),
        needs=READ,
        words=_("unassigned deals no owner which salesperson"),
        answers=("D44",),
    )
)
register_question(
    Question(
        key="deals-lost",
        rank=42,
        ask=_("Why do we lose?"),
        says=_("deals lost within 90 days with their reasons"),
        page=ListPage("opportunities", DEALS, lost, among=ended),
        asked_by=(Desk.MANAGEMENT, Desk.MARKETING),
        needs=READ,
        words=_("lost deals reasons competitor price"),
        answers=("D49",),
    )
)
register_question(
    Question(
        key="deals-won",
        rank=44,
        ask=_("What have we won this month?"),
        says=_("deals won since the first of the month"),
        page=ListPage("opportunities", DEALS, won, among=ended),
        asked_by=(Desk.MANAGEMENT,),
        needs=READ,
        words=_("won deals success revenue"),
    )
)


def waits_on_others(access: Access) -> Figure | None:
    """The share of their time that running deals have waited for other departments."""
    pipeline = boards.usual_pipeline(boards.pipelines_of(access))
    if pipeline is None or not are_few(access, pipeline, FEW):
        return None
    found, _count = waiting(access, pipeline, which=RUNNING)
    others = [held for held in found.departments if not held.is_own]
    worst = str(others[0].name) if others else ""
    return Figure(str(found.share(found.others)), "%", state=worst, needs=bool(others))


def lost_to_whom(access: Access) -> Figure | None:
    """The share that the strongest competitor has of what was lost."""
    if losing.is_too_much(READ_THROUGH):
        return None
    found = losing.by_competitor(access, QUARTER)
    worst = next((loss for loss in found if loss.key and loss.name), None)
    return Figure(str(worst.share), "%", state=worst.name) if worst else None


def sees_steps(access: Access) -> bool:
    """Whether the user sees how long steps of deals take."""
    return sees(access, OpportunityStep, "since", "done_at", "step")


def sees_losses(access: Access) -> bool:
    """Whether the user sees to whom and why deals are lost."""
    return sees(access, Opportunity, "lost_at", "lost_reason", "lost_to")


register_question(
    Question(
        key="departments-keep-waiting",
        rank=15,
        ask=_("Which department keeps deals waiting?"),
        says=_("how long deals stood with each department, as a share of their whole time"),
        page=PlainPage("/opportunities/waiting/?which=running", waits_on_others),
        asked_by=(Desk.SALES, Desk.MANAGEMENT),
        needs=READ,
        when=sees_steps,
        words=_("slow departments inefficiency waiting time bottleneck"),
        answers=("C07", "E05"),
    )
)
register_question(
    Question(
        key="lost-to-whom",
        rank=43,
        ask=_("To whom do we lose, and why?"),
        says=_("lost deals by competitor and reason, and how we do against each competitor"),
        page=PlainPage("/opportunities/losses/", lost_to_whom),
        asked_by=(Desk.SALES, Desk.MARKETING, Desk.MANAGEMENT),
        needs=READ,
        when=sees_losses,
        words=_("win loss analysis competitor rival price reasons"),
        answers=("D49",),
    )
)
