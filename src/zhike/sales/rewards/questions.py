"""What people ask about where business comes from, and the pages that answer."""

from __future__ import annotations

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from zhike.access.models import Desk
from zhike.access.rights import Access
from zhike.records.question import Figure, Question, register_question
from zhike.sales.models import Opportunity, Referral, Reward
from zhike.sales.rewards.origins import LABELS, origins
from zhike.sales.rewards.pages import NEEDED, USUAL
from zhike.sales.rewards.referrers import count_won
from zhike.web.attention import sees
from zhike.web.question_pages import READ_THROUGH, ListPage, Node, PlainPage, counted, where

CUSTOMERS = npgettext_lazy("unit", "customer", "customers", "n")
REWARDS = npgettext_lazy("unit", "reward", "rewards", "n")


def brought(access: Access) -> Figure | None:
    """How many became customers because somebody brought them."""
    return counted(count_won(access), CUSTOMERS)


def strongest(access: Access) -> Figure | None:
    """The origin from which most deals of a year come."""
    if Opportunity.objects.values("pk")[: READ_THROUGH + 1].count() > READ_THROUGH:
        return None
    found, _missing, _base = origins(access, USUAL)
    if not found.total.count:
        return None
    state = str(capfirst(str(LABELS[found.most])))
    return Figure(str(found.share(found.most)), "%", state=state)


def pending(_access: Access) -> Node:
    """Rewards about which nobody has decided."""
    return where("status", "in", [Reward.Status.PENDING])


def sees_origins(access: Access) -> bool:
    """Whether the user sees from which source deals come, and how they end."""
    return sees(access, Opportunity, *NEEDED)


register_question(
    Question(
        key="who-brings-customers",
        rank=46,
        ask=_("Which customers bring us customers?"),
        says=_("who brought us whom, what became of it, what it is worth and what they get for it"),
        page=PlainPage("/referrals/by-customer/", brought),
        asked_by=(Desk.SALES, Desk.MARKETING, Desk.MANAGEMENT),
        needs=((Referral, "read"),),
        words=_("referral programme referrer word of mouth reward recommend"),
        answers=("B31",),
    )
)
register_question(
    Question(
        key="rewards-to-approve",
        rank=48,
        ask=_("Which rewards wait for approval?"),
        says=_("what is to be given for deals that somebody brought us, with share and sum"),
        page=ListPage(
            "rewards", REWARDS, pending, todo=_("decide about them"),
            columns=("party", "opportunity", "amount", "created_at"),
        ),
        asked_by=(Desk.MANAGEMENT,),
        needs=((Reward, "read"), (Reward, "approve")),
        words=_("referral reward commission partner approve pay"),
        answers=("B31",),
    )
)  # fmt: skip
register_question(
    Question(
        key="where-deals-come-from",
        rank=44,
        ask=_("Where do our opportunities come from?"),
        says=_("deals by origin: how many, what they are worth, how many are won and how soon"),
        page=PlainPage("/opportunities/origins/", strongest),
        asked_by=(Desk.MANAGEMENT, Desk.MARKETING),
        needs=((Opportunity, "read"),),
        when=sees_origins,
        words=_("origin source referral partner campaign self sourcing report"),
        answers=("B54",),
    )
)
