"""The general manager of the demo company: his calendar, visits asked for, visits made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from zhike.access.models import User
from zhike.access.rights import system_access
from zhike.engagement.models import Appointment
from zhike.people.models import Party, Relationship
from zhike.records.models import Company
from zhike.sales.actions import visit as verbs
from zhike.sales.models import Executive, ExecutiveVisit, Opportunity, Pipeline, Stage, VisitPolicy

THURSDAY = 3
CALENDAR = (
    # Days from the Thursday, hours, what, how hard to move, where.
    (0, 14, 16, "董事会", "fixed", "总部 801"),
    (-3, 9, 11, "经营例会", "normal", "总部 602"),
    (1, 10, 12, "省交通厅新能源座谈", "high", "交通厅三楼"),
    (4, 9, 11, "经营例会", "normal", "总部 602"),
    (5, 15, 16, "体检", "low", ""),
)
TALK = """把交期定在 30 天，写进会议纪要
当面认下空调投诉，说清楚谁在负责
请对方看九寨线实测数据
底价不谈，付款按 3-6-1"""
MADE = (
    (9, "年度回访，谈明年更新计划", "对方确认明年更新 40 台，愿意做首批样板线路。",
     ("配件库存要前移到省会，等一周太久", "驾驶员培训希望一年两次")),
    (3, "看厂并谈售后协议", "同意把售后响应写进框架协议，月底前给文本。",
     ("空调异响第三次报修了，要一个说法",)),
)  # fmt: skip


def make(users: Mapping[str, User], today: dt.date) -> None:
    """Write them, relative to today."""
    VisitPolicy(name="去还是不去").save()
    boss = Executive(user=users["linguodong"], title="总经理", visits_per_quarter=4)
    boss.save()
    Executive(
        user=users["zhaolei"], title="主管副总", level=Executive.Level.DEPUTY, visits_per_quarter=6
    ).save()
    thursday = today + dt.timedelta(days=(THURSDAY - today.weekday()) % 7 or 7)
    for days, begin, end, subject, priority, place in CALENDAR:
        day = thursday + dt.timedelta(days=days)
        Appointment(
            owner=users["linguodong"], subject=subject, priority=priority, place=place,
            starts_at=_at(day, begin), ends_at=_at(day, end),
        ).save()  # fmt: skip
    deals = Opportunity.objects.filter(won_at=None, lost_at=None, party__isnull=False)
    pipeline = Pipeline.objects.get(is_default=True)
    late = Stage.objects.get(pipeline=pipeline, executive_involvement=Stage.Involvement.GENERAL)
    chosen = deals.filter(stage=late).order_by("-amount", "pk").first()
    if chosen is not None:
        _submitted(
            chosen, boss, "把交期定下来，请对方看样车", _at(thursday, 10), leader=True, talk=TALK
        )
    small = _small_deal(users, "蓉城定制通勤服务公司", "试用充电桩1套", late)
    _submitted(small, boss, "谈充电桩试用，认识一下", _at(thursday, 15), leader=False)
    first = pipeline.first(Stage.Kind.OPEN)
    begun = _small_deal(users, "湘中客运有限公司", "驾驶员培训课程", first)
    _asked(begun, boss, "介绍公司，请领导出面打个招呼", _at(thursday, 14), leader=False)
    first_day = dt.date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    for number, (ago, purpose, outcome, said) in enumerate(MADE):
        day = max(today - dt.timedelta(days=ago), first_day)
        deal = deals.filter(stage=late).order_by("-amount", "-pk")[number + 1 : number + 2].first()
        if deal is not None:
            _made(deal, boss, purpose, _at(day, 9 + number), outcome, said)


def _at(day: dt.date, hour: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), ZoneInfo(Company.here().time_zone))


def _small_deal(users: Mapping[str, User], customer: str, name: str, stage: Any) -> Opportunity:
    """One with little to win and nobody who decides."""
    deal = Opportunity(
        name=name, party=Party.objects.get(name=customer), owner=users["zhouzihan"], stage=stage,
        amount=50_000, stage_since=_at(timezone.localdate(), 9),
    )  # fmt: skip
    deal.save()
    return deal


def _asked(
    deal: Opportunity, boss: Executive, purpose: str, at: dt.datetime, *, leader: bool,
    talk: str = "",
) -> ExecutiveVisit:  # fmt: skip
    visit = ExecutiveVisit(**_values(deal, boss, purpose, at), talking_points=talk)
    tie = Relationship.objects.filter(to_party=deal.party, type="decides_for").first()
    if leader and tie is not None:
        visit.attendee, visit.leader_attends = tie.from_party, True
    visit.save()
    return visit


def _submitted(deal: Opportunity, boss: Executive, purpose: str, at: dt.datetime, **given: Any
               ) -> ExecutiveVisit:  # fmt: skip
    visit = _asked(deal, boss, purpose, at, **given)
    verbs.submit(visit)
    return visit


def _made(
    deal: Opportunity, boss: Executive, purpose: str, at: dt.datetime, outcome: str,
    said: tuple[str, ...],
) -> None:  # fmt: skip
    visit = _submitted(deal, boss, purpose, at, leader=True)
    access = system_access("demo")
    if visit.recommendation == visit.Recommendation.GO:
        verbs.accept(visit, access=access)
    else:
        verbs.override(visit, access=access, decision_note="老客户，我自己去。")
    verbs.hold(visit, outcome=outcome, customer_said="\n".join(said))


def _values(deal: Opportunity, boss: Executive, purpose: str, at: dt.datetime) -> dict[str, Any]:
    return {
        "party": deal.party, "opportunity": deal, "executive": boss, "owner": deal.owner,
        "purpose": purpose, "starts_at": at, "ends_at": at + dt.timedelta(hours=1),
        "place": "客户总部",
    }  # fmt: skip
