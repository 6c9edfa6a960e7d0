"""What the demo company plans together with customers: one plan behind, one nearly done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils import timezone

from zhike.access.models import User
from zhike.engagement.models import PublicLink
from zhike.people.models import Party
from zhike.records.models import Company
from zhike.sales.models import JointComment, JointMilestone, JointPlan


class Step(NamedTuple):
    """A milestone: what, who sees to it, due in how many days, by whom it was done, who sees it."""

    title: str
    side: str
    days: int
    done_by: str = ""
    is_shared: bool = True


class Plan(NamedTuple):
    """A plan with a customer, what both want of it, what was said."""

    party: str
    owner: str
    name: str
    ours: str
    theirs: str
    note: str
    steps: tuple[Step, ...]
    said: tuple[tuple[str, bool, bool], ...] = ()
    """What, by the customer or not, shared or not."""
    recipient: str = ""
    """To whom a link was given."""


PLANS = (
    Plan(
        "川途客运集团有限公司", "zhouzihan", "车队信息化三年规划",
        "三年内成为川途唯一的车联网平台\n60 台新车全部预装终端",
        "车辆在线率 98%\n调度报表当天出\n油电成本每公里降 8%",
        "对方信息中心预算 300 万，主任想在换届前做出一期成果。",
        (
            Step("调研调度与维修流程", "both", -40, "周子涵"),
            Step("确定一期范围和接口", "theirs", -12, "何卫国的链接"),
            Step("提供现有车辆台账", "theirs", -4),
            Step("首批 20 台装终端并联网", "ours", 15),
            Step("一期验收，评估二期", "both", 60),
            Step("摸清二期预算和决策人", "ours", 10, is_shared=False),
        ),
        (
            ("台账在财务那边，下周给。", True, True),
            ("收到，先给 20 台新车的也行，我们先装。", False, True),
            ("财务总监换人了，要重新拜访。", False, False),
        ),
        "何卫国",
    ),
    Plan(
        "锦江城际快线有限公司", "shanyu", "城际线电动化共建",
        "把电池质保做成样板", "冬季续航不低于 220 公里", "",
        (
            Step("选定两条试点线路", "both", -60, "单玉"),
            Step("试运行三个月", "theirs", -5, "单玉"),
            Step("出联合评估报告", "ours", 20),
        ),
    ),
)  # fmt: skip


def make(users: Mapping[str, User], today: dt.date) -> None:
    """Write them, relative to today."""
    for told in PLANS:
        party = Party.objects.filter(name=told.party).first()
        if party is None:
            continue
        plan = JointPlan(
            party=party, owner=users[told.owner], name=told.name, our_goals=told.ours,
            their_goals=told.theirs, note=told.note, starts_on=today - dt.timedelta(days=60),
            ends_on=today + dt.timedelta(days=3 * 365 - 60),
        )  # fmt: skip
        plan.save()
        if told.recipient:
            expires = timezone.now() + dt.timedelta(days=180)
            PublicLink.give(plan, recipient=told.recipient, expires_at=expires, owner=plan.owner)
        for step in told.steps:
            _step(plan, step, today)
        for text, is_theirs, is_shared in told.said:
            _say(plan, text, is_theirs=is_theirs, is_shared=is_shared)


def _step(plan: JointPlan, step: Step, today: dt.date) -> None:
    due = today + dt.timedelta(days=step.days)
    milestone = JointMilestone(
        plan=plan, title=step.title, side=step.side, due_on=due, is_shared=step.is_shared
    )
    milestone.save()
    if step.done_by:
        done = dt.datetime.combine(due, dt.time(10), ZoneInfo(Company.here().time_zone))
        milestone.done_at, milestone.done_by = done, step.done_by
        milestone.save()


def _say(plan: JointPlan, text: str, *, is_theirs: bool, is_shared: bool) -> None:
    said = JointComment(plan=plan, text=text, is_shared=is_shared)
    said.save()
    said.is_theirs = is_theirs
    said.written_by = "何卫国的链接" if is_theirs else str(plan.owner)
    said.save()
