"""The right time and the plans of the demo company: old buses, customers' years, people's weeks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from zoneinfo import ZoneInfo

from zhike.access.models import User
from zhike.catalog.models import Product
from zhike.engagement.models import Interaction
from zhike.people.models import Party
from zhike.records.models import Company
from zhike.sales.models import (
    AccountPlan,
    Opportunity,
    OpportunityLine,
    Pipeline,
    PlanLine,
    Stage,
    TimingRule,
)
from zhike.sales.rules.timing import Span
from zhike.sales.rules.weeks import WEEK, monday

LIVES = {"K10": 96, "K8": 96, "T12": 84, "T9": 84, "S7": 72, "C8": 84, "P120": 60}
# Customer, product, how many; days from today until they are to be replaced.
OLD = (
    ("巴渝巴士股份有限公司", "K10", 40, 40), ("川途客运集团有限公司", "T12", 18, 165),
    ("陇右旅游客运公司", "T9", 12, -20), ("滇西运输有限责任公司", "T9", 6, 75),
    ("荆楚校车运营公司", "S7", 25, 110), ("甬江公共交通集团", "K8", 30, 60),
    ("泰山旅游巴士公司", "T12", 10, 210), ("天府新区公交公司", "K8", 36, -45),
)  # fmt: skip
# Customer, amount of the year in millions, how much of it the months plan for.
ACCOUNTS = (
    ("川途客运集团有限公司", 42, 42, "上半年以九寨线样板车带动二期招标；下半年换掉 2018 年前的旅游大巴。"),
    ("巴渝巴士股份有限公司", 36, 33, "先签 K10 换购框架，再谈充电桩；采购部换人，请总经理见一面。"),
    ("陇右旅游客运公司", 9, 9, "旺季前交付 T9；年底谈第二批。"),
    ("甬江公共交通集团", 40, 40, "老旧车更新补贴到位后分两批。"),
)  # fmt: skip
CONTACT, VISIT, OTHER = PlanLine.Kind.CONTACT, PlanLine.Kind.VISIT, PlanLine.Kind.OTHER
# Who, which week (0 is this one), what, whom, to what end.
LINES = (
    ("zhouzihan", -1, VISIT, "秦岭公共交通集团", "看样车，定试运行线路"),
    ("zhouzihan", -1, OTHER, "", "整理川途二期投标文件"),
    ("zhouzihan", 0, VISIT, "巴渝巴士股份有限公司", "谈 K10 换购，带旧车残值评估"),
    ("zhouzihan", 0, CONTACT, "湘中客运有限公司", "问驾驶员培训的时间"),
    ("zhouzihan", 0, CONTACT, "陇右旅游客运公司", "确认旺季前交车"),
    ("zhouzihan", 0, OTHER, "", "写川途年度回访提纲"),
    ("sunxiaotong", 0, VISIT, "泰山旅游巴士公司", "看 T12 车况"),
    ("sunxiaotong", 0, CONTACT, "黔山旅运集团", "跟进报价"),
    ("shanyu", 0, VISIT, "三峡景区交通公司", "淡季保养时见车队长"),
)  # fmt: skip


def sold(today: dt.date) -> None:
    """What customers bought years ago: before the deals of today, which are newer."""
    for code, life in LIVES.items():
        product = Product.objects.get(code=code)
        product.life_months = life
        product.save()
    for name, code, count, days in OLD:
        _sold(name, code, count, today + dt.timedelta(days=days))


def make(users: Mapping[str, User], today: dt.date) -> None:
    """Write them, relative to today."""
    TimingRule(
        name="整车换购", moment=TimingRule.Moment.REPLACEMENT, lead_days=180, subject="换购提醒",
        begins_on=today - dt.timedelta(days=120),
    ).save()  # fmt: skip
    TimingRule(
        name="半年回访", moment=TimingRule.Moment.PURCHASE, every=6, lead_days=14, begins_on=today,
        subject="交车半年回访，问问还缺什么",
    ).save()  # fmt: skip
    for name, amount, planned, approach in ACCOUNTS:
        _account(name, amount, planned, approach, today.year)
    for login, weeks, kind, name, text in LINES:
        PlanLine(
            owner=users[login], week=monday(today) + weeks * WEEK, kind=kind, text=text,
            party=Party.objects.get(name=name, kind="organization") if name else None,
        ).save()  # fmt: skip
    _deals(users, today)
    _called(users["zhouzihan"], today)


def _sold(name: str, code: str, count: int, ends: dt.date) -> None:
    """A deal won so long ago that what was bought comes to its end on a day."""
    product, party = Product.objects.get(code=code), Party.objects.get(name=name)
    day = Span(-LIVES[code]).after(ends)
    pipeline = Pipeline.objects.get(is_default=True)
    price = (product.list_price or Decimal(0)) * Decimal("0.88")
    moment = dt.datetime.combine(day, dt.time(15), ZoneInfo(Company.here().time_zone))
    deal = Opportunity(
        name=f"{name[:4]}{day.year}年{count}台{code}", party=party, owner=party.owner,
        pipeline=pipeline, stage=Stage.objects.get(pipeline=pipeline, kind="won"),
        amount=int(price * count), currency="CNY", opened_on=day - dt.timedelta(days=120),
        close_date=day, stage_since=moment, won_at=moment,
    )  # fmt: skip
    deal.save()
    OpportunityLine(
        opportunity=deal, product=product, quantity=Decimal(count), unit_price=str(price)
    ).save()


def _account(name: str, amount: int, planned: int, approach: str, year: int) -> None:
    million, party = 1_000_000, Party.objects.get(name=name)
    months = {f"month_{n}": planned * million // 12 for n in range(1, 13)}
    AccountPlan(
        party=party, owner=party.owner, year=year, amount=amount * million, currency="CNY",
        approach=approach, **months,
    ).save()  # fmt: skip


def _deals(users: Mapping[str, User], today: dt.date) -> None:
    """Each of two sellers means to close the deal that is furthest on."""
    for login in ("zhouzihan", "sunxiaotong"):
        deals = Opportunity.objects.filter(owner=users[login], won_at=None, lost_at=None)
        deal = deals.order_by("-stage__position", "-amount", "pk").first()
        if deal is not None:
            PlanLine(
                owner=users[login], week=monday(today), kind=PlanLine.Kind.CLOSE,
                opportunity=deal, text="价格已同意，等客户用印",
            ).save()  # fmt: skip


def _called(user: User, today: dt.date) -> None:
    """One of the week's contacts was made yesterday, if that was no Sunday."""
    day = today - dt.timedelta(days=2 if today.weekday() == 0 else 1)
    at = dt.datetime.combine(day, dt.time(10, 30), ZoneInfo(Company.here().time_zone))
    Interaction(
        party=Party.objects.get(name="湘中客运有限公司"), owner=user, channel="call", at=at,
        subject="培训时间定在下月中旬", body="对方安排 30 名驾驶员，希望分两天。",
    ).save()  # fmt: skip
