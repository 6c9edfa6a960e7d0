"""What the demo company promised: some of it kept, some late, two that contradict each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from django.utils import timezone

from zhike.access.models import User
from zhike.engagement.models import Capacity, Commitment
from zhike.people.models import Party

BUS = "川途客运集团有限公司"


class Told(NamedTuple):
    """A promise: whose customer, who made it, who keeps it, in how many days, how it ended."""

    party: str
    by: str
    owner: str
    text: str
    kind: str
    quantity: int | None
    unit: str
    days: int | None
    status: str = "open"
    delivered: int | None = None
    reason: str = ""


PROMISES = (
    Told(BUS, "zhouzihan", "zhouzihan", "首批30天交货", "delivery", 30, "day", 21),
    Told(BUS, "zhaolei", "zhouzihan", "首批20天交货", "delivery", 20, "day", 11),
    Told(BUS, "zhouzihan", "zhouzihan", "给九寨线冬季续航实测数据", "other", None, "", 2),
    Told(BUS, "zhaolei", "hefang", "免费培训驾驶员20人", "training", 20, "person", 30),
    Told(BUS, "zhouzihan", "hefang", "空调故障48小时上门", "service", 48, "hour", -12, "broken", 63,
         "成都没有空闲的工程师"),
    Told("锦江城际快线有限公司", "shanyu", "hefang", "质保延长到5年", "warranty", 5, "year", -40,
         "kept", 5),
    Told("蓉城定制通勤服务公司", "zhouzihan", "zhouzihan", "15天交首批6台", "delivery", 15, "day",
         -20, "kept", 12),
    Told("黔山旅运集团", "sunxiaotong", "sunxiaotong", "报价让2个点", "price", 2, "percent", -1),
    Told("黔山旅运集团", "sunxiaotong", "hefang", "赠送充电桩2套", "gift", 2, "piece", 6),
)  # fmt: skip
CAPACITIES = (
    ("service", "510100", "hour", 0, 72, "两名工程师都在高原线"),
    ("service", "310000", "hour", 3, 24, ""),
    ("delivery", "", "day", 0, 15, "生产排期最快15天"),
)


def make(users: Mapping[str, User]) -> None:
    """Promises of the last weeks and of those to come; what is possible where."""
    for kind, region, unit, people, least, note in CAPACITIES:
        Capacity(
            kind=kind, region=region, unit=unit, people=people, least=Decimal(least), note=note
        ).save()
    parties = {p.name: p for p in Party.objects.filter(name__in={t.party for t in PROMISES})}
    for told in PROMISES:
        if told.party in parties:
            _promise(told, parties[told.party], users)


def _promise(told: Told, party: Party, users: Mapping[str, User]) -> None:
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    due = None if told.days is None else now + dt.timedelta(days=told.days)
    Commitment(
        party=party, text=told.text, kind=told.kind, unit=told.unit, due_at=due,
        quantity=None if told.quantity is None else Decimal(told.quantity),
        promised_by=users[told.by], owner=users[told.owner], status=told.status,
        delivered=None if told.delivered is None else Decimal(told.delivered),
        ended_at=due if told.status != Commitment.Status.OPEN else None, reason=told.reason,
    ).save()  # fmt: skip
