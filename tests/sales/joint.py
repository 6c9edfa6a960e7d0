"""A joint plan of the small company with a customer, and the link to it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.test import Client
from django.utils import timezone

from tests.sales import company as selling
from zhike.access.models import Grant, Role
from zhike.engagement.models import PublicLink
from zhike.ledger.current import change_set
from zhike.sales.models import JointComment, JointMilestone, JointPlan

TITLES = ("调研业务流程", "确定一期范围", "上线订单模块", "验收一期", "评估二期")
INTERNAL = "摸清对方预算底线"
SECRET = "底价可以再让三个点"


def furnished(company: selling.SalesCompany) -> selling.SalesCompany:
    """Those who sell plan with customers, and share it."""
    with change_set(by=None, door="system"):
        for role in Role.objects.all():
            scope = Grant.objects.filter(role=role, resource="party", verb="read").first().scope
            for kind in ("joint-plan", "public-link"):
                for verb in ("read", "create", "update", "delete"):
                    Grant(role=role, resource=kind, verb=verb, scope=scope).save()
    return company


def plan_of(
    company: selling.SalesCompany, titles: tuple[str, ...] = TITLES, **values: Any
) -> JointPlan:
    """A plan of Lin's with shared milestones of both sides, and one that is internal."""
    party = selling.party(company, values.pop("customer", "川途客运"))
    given = {"name": "信息化三年规划", "our_goals": "成为唯一供应商", "their_goals": "报表一天出",
             "note": SECRET} | values  # fmt: skip
    made = JointPlan(party=party, owner=company.people["林"], **given)
    with change_set(by=company.people["林"], door="web"):
        made.save()
        for number, title in enumerate(titles):
            side = "theirs" if number % 2 else "ours"
            JointMilestone(plan=made, title=title, side=side, due_on=day(7 * number - 3)).save()
        JointMilestone(plan=made, title=INTERNAL, is_shared=False, due_on=day(-9)).save()
        JointComment(plan=made, text="内部：周五前别提价格", is_shared=False).save()
    return made


def day(days: int) -> dt.date:
    """A day so many days from today."""
    return timezone.localdate() + dt.timedelta(days=days)


def link_to(plan: JointPlan, *, days: int = 30, recipient: str = "王芳") -> tuple[PublicLink, str]:
    """A link of the customer's, with its address."""
    with change_set(by=plan.owner, door="web"):
        expires = timezone.now() + dt.timedelta(days=days)
        link, text = PublicLink.give(plan, recipient=recipient, expires_at=expires,
                                     owner=plan.owner)  # fmt: skip
    return link, f"/shared/{text}/"


def customer(language: str = "zh-CN") -> Client:
    """A browser of somebody outside, which must send what any form of ours has to."""
    return Client(enforce_csrf_checks=True, headers={"Accept-Language": language})


def milestone(plan: JointPlan, title: str) -> JointMilestone:
    """One of a plan's milestones as it is now."""
    return JointMilestone.objects.get(plan=plan, title=title)


def tick(url: str, of: JointMilestone, deed: str = "tick") -> Any:
    """The customer presses a button beside a milestone."""
    return customer().post(url, {"deed": deed, "milestone": str(of.pk)})
