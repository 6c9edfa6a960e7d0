"""The leads of the demo company: who asked, what for, how it came, how far one has come with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from zhike.access.models import User
from zhike.people.models import Lead


@dataclass(frozen=True)
class Enquiry:
    """Somebody who asked, in the order of the table below."""

    name: str
    company: str
    title: str
    mobile: str
    email: str
    region: str
    source: str
    detail: str
    status: str
    owner: str
    amount: str
    need: str
    reason: str = ""
    word: str = ""


_ROWS = """
许家明|川北客运有限责任公司|车辆技术部经理|13880127734||510700|fair|成都客车展 B3 馆|new|zhouzihan|4800000|想看 K10 纯电公交的续航实测数据，年底前要报更新计划，约 8 台。
方晓雯|川途客运|采购主管|13540268819|fang@chuantu.example|510100|website|官网询价单|new|zhouzihan|3600000|机场线再加 6 台，问交期能不能压到 45 天。
Anna Schmidt|NordBus Verkehrs GmbH|Fleet manager||a.schmidt@nordbus.example|||Busworld 布鲁塞尔|new||9500000|Twelve electric city buses for 2027, CE papers and a service partner in Germany needed.
孟凡|滇南旅游运输公司|副总经理|13708861452||532500|referral|大理风情旅游介绍|new|shanyu|2100000|景区接驳中巴 5 台，要能爬坡，想先试跑一周。
钱小莉|云栖实验学校|后勤主任|13957112063|qian@yunqi.example|330100|call|总机来电|new||1300000|校车 4 台，明年 9 月前到，问有没有校车专用标识和监控。
许家明|川北客运||13880127734||510700|website|官网留言|new|zhouzihan||K10 的续航数据请尽快发我，也想试驾。
罗志强|赣江公共交通公司|机务科长|13607913358||360100|advertisement|行业周刊广告|working|zengling|7200000|旧车置换 12 台，关心电池衰减和回收价。
石磊|凉山州交通运输集团|设备处|13981560027||513400|tender|省采购网预告|working|zhouzihan|12000000|高海拔线路 20 台，招标预计两个月后，想先了解制动方案。
Daniel Okafor|Lagos Metro Shuttle Ltd|Operations director||d.okafor@lms.example|||Canton Fair|working|sunxiaotong|5400000|Nine right-hand-drive coaches; asks for a price FOB Shanghai and spare parts for two years.
郝建国|晋阳通勤服务公司|总经理|13835140996||140100|referral|秦岭公交介绍|working|zhaolei|2600000|厂区通勤车 8 台，希望分期，先要一份全包报价。
汪洁|湘江旅游客运集团|运营总监|13974820315|wang@xiangjiang.example|430100|fair|长沙旅博会|qualified|sunxiaotong|6800000|旺季前更新 10 台旅游大巴，预算已批，下周可上门。
杜伟|贵山机场快线公司|车队长|13885037741||520100|website|官网询价单|qualified|shanyu|3900000|低地板机场巴士 6 台，已看过样车，要正式方案。
施文静|海棠湾酒店集团|行政经理|13907561128||460200|advertisement|短视频广告|rejected|sunxiaotong||想租 2 台观光车。|no_target|只租不买，已告知租赁公司
白露||学生|13652210874||120100|website|官网留言|rejected|wangmin||写论文要公交车参数。|no_need|
彭大海|江淮货运有限公司|老板|13855129903||340100|call|总机来电|rejected|zengling|800000|打听轻卡价格。|no_target|我们不做货车
尤丽|金沙江景区管理公司|采购|13908826654||530700|advertisement|行业周刊广告|rejected|shanyu|1500000|电瓶观光车 6 台。|no_budget|预算推到明年
"""


def enquiries() -> list[Enquiry]:
    """The table, a row each."""
    count = len(fields(Enquiry))
    rows = [line.split("|") for line in _ROWS.strip().splitlines()]
    return [Enquiry(*row[:count]) for row in rows]


def make(users: Mapping[str, User]) -> None:
    """Write them; those without an owner wait for somebody of the key accounts' team."""
    waiting = users["zhouzihan"].team
    for asked in enquiries():
        owner = users.get(asked.owner)
        lead = Lead(
            name=asked.name, company_name=asked.company, title=asked.title, email=asked.email,
            mobile=asked.mobile, region=asked.region, source=asked.source or "fair",
            source_detail=asked.detail, status=asked.status, owner=owner, need=asked.need,
            team=None if owner else waiting, currency="CNY",
            amount=int(asked.amount) if asked.amount else None,
            rejected_reason=asked.reason, rejected_note=asked.word,
        )  # fmt: skip
        assert not list(lead.problems()), asked.name  # noqa: S101 — a story that cannot be saved
        lead.save()
