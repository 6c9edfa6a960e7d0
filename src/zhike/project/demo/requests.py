"""What people of the demo company ask other departments, and what they must agree to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from zhike.access.models import Team, User
from zhike.access.rights import system_access
from zhike.engagement.actions.start_approval import start_approval
from zhike.engagement.models import Approval, InternalRequest
from zhike.ledger.fields import RecordRef
from zhike.records.work_calendar import worktime_of
from zhike.sales.models import Opportunity


@dataclass(frozen=True)
class Asked:
    """A request: who asks which department for what, how many days ago, and what came of it."""

    owner: str
    team: str
    kind: str
    days: int
    hours: int
    took: str
    subject: str
    text: str
    answer: str


_ROWS = """
zhouzihan|技术部|scope|1|8||K10 低温续航方案|客户在川西有三条高海拔线路，要冬季续航数据和加热方案。|
sunxiaotong|技术部|information|2|8||T12 最大爬坡度与制动方案|景区道路最大坡度 18%，投标文件要参数。|
zhouzihan|生产部|delivery|4|8||首批 12 台最早何时交付|客户要赶国庆前上线，问能不能分两批交。|
shanyu|财务部|price|1|16||分期付款的底价|客户希望首付三成、分 24 期，请核算可以接受的最低价。|
zengling|服务中心|plan|0|16||驻点服务方案|客户要求质保期内驻点两人，请给人员和备件安排。|
zhouzihan|技术部|scope|12|8|6.5|充电桩功率与场站容量|场站变压器 800 kVA，10 台车夜间集中充电。|配 6 台 120 kW 双枪，错峰充电，容量够用；方案图已放进文件。
sunxiaotong|技术部|plan|20|16|27|旅游车内饰改装方案|客户要商务座椅和独立空调。|可做，单车增加 6.8 万元，工期加 12 天。
shanyu|技术部|information|31|8|13.5|K8 低地板尺寸图|机场要核对登机桥净高。|整车高 3.05 米，图纸已发邮箱。
zhaolei|生产部|delivery|15|8|5|20 台 K10 交期|合同谈判中，客户要写进合同。|自定金到账起 45 天，分两批。
zengling|生产部|delivery|26|8|19|校车 4 台交期|明年 9 月开学前必须上牌。|7 月底前可交，需 4 月前定车身颜色。
zhouzihan|服务中心|information|9|8|3|近一年同线路故障率|客户担心电池衰减。|同线路 36 台，年均故障 0.7 次，电池衰减 4.1%。
sunxiaotong|财务部|price|40|16|12|含税单价核算|客户要 13% 与 9% 两种口径。|两种口径见附表，毛利都在底线以上。
"""


def asked() -> list[Asked]:
    """The table, a row each."""
    rows = [line.split("|") for line in _ROWS.strip().splitlines()]
    return [Asked(r[0], r[1], r[2], int(r[3]), int(r[4]), *r[5:]) for r in rows]


def make(users: Mapping[str, User]) -> None:
    """Write them, about deals of those who ask."""
    teams = {team.name: team for team in Team.objects.all()}
    for number, one in enumerate(asked()):
        _request(one, users[one.owner], teams[one.team], number)
    _approvals(users, teams)


def _request(one: Asked, owner: User, team: Team, number: int) -> None:
    begun = _ago(team, one.days, 9 + number % 3)
    deal = _deal_of(owner, number)
    request = InternalRequest(
        subject=one.subject, text=one.text, kind=one.kind, owner=owner, to_team=team,
        hours=Decimal(one.hours), about=RecordRef.to(deal) if deal else "", asked_at=begun,
    )  # fmt: skip
    if one.took:
        request.status, request.answer = InternalRequest.Status.ANSWERED, one.answer
        request.worked_hours = Decimal(one.took)
        request.since, request.answered_by = begun, team.head
        request.answered_at = worktime_of(team).due(begun, request.worked_hours)
    request.save()


def _ago(team: Team, days: int, hour: int) -> dt.datetime:
    """An hour of the workday that lies at least so many days back."""
    worktime = worktime_of(team)
    now = timezone.now().astimezone(worktime.zone)
    moment = (now - dt.timedelta(days=days)).replace(hour=hour, minute=20, second=0, microsecond=0)
    while moment > now or not worktime.is_open(moment):
        moment -= dt.timedelta(days=1)
    return moment


def _deal_of(owner: User, number: int) -> Opportunity | None:
    deals = list(Opportunity.objects.filter(owner=owner).order_by("pk")[:5])
    return deals[number % len(deals)] if deals else None


def _approvals(users: Mapping[str, User], teams: Mapping[str, Team]) -> None:
    """A price that three departments are to agree to, and one that two have agreed to."""
    access = system_access("demo", users["zhouzihan"])
    now = timezone.now()
    running, done = (_deal_of(users["zhouzihan"], number) for number in (0, 1))
    if running is None or done is None:
        return
    open_ = start_approval(
        access, running, "是否同意标价（让利 4%）", [teams["技术部"], teams["财务部"], teams["服务中心"]],
        hours=Decimal(24), text="客户已接受配置，只差价格；让利后毛利 11.2%。",
    )  # fmt: skip
    service = open_.steps.get(team=teams["服务中心"])
    service.decide("agreed", users["hefang"].pk, "服务成本已计入，同意。", now)
    closed = start_approval(
        access, done, "质保延长到五年", [teams["服务中心"], users["zhaolei"]],
        mode=Approval.Mode.ORDER, text="客户以此为签约条件。",
    )  # fmt: skip
    for login, word in (("hefang", "备件可覆盖，同意。"), ("zhaolei", "同意。")):
        for step in closed.open_steps():
            step.decide("agreed", users[login].pk, word, now)
        closed.go_on(access, word, now)
