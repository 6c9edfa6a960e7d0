"""What the demo company spends on leads, and the customers whom its people found themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from zhike.access.models import User
from zhike.engagement.models import CardBatch, SourceCost
from zhike.people.models import Lead, Party
from zhike.sales.models import Opportunity

# For what, by which source, from how many days ago, for how many days, how much.
_COSTS = """
行业周刊广告|advertisement|80|90|36000
短视频广告|advertisement|45|1|20000
官网推广|website|200|365|48000
招标信息服务|tender|300|365|9800
企业名录|directory|30|1|6000
""".strip()
_OF_THE_FAIR = (("展位和搭建", "86000"), ("差旅和物料", "12400"))
_FOUND = (
    ("马志远", "嘉陵江客运公司", "self", "自己上门拜访"), ("丁岚", "邛崃旅游车队", "self", "老同学介绍的圈子"),
    ("曹文斌", "雅安公交公司", "directory", "企业名录"),
)  # fmt: skip
_BECAME = (("self", "路过车站时约到"), ("self", "同行群里认识"), ("fair", "成都客车展"))


def make(users: Mapping[str, User], today: dt.date) -> None:
    """Costs of sources and of the fair; leads of one's own search, some of them customers."""
    for line in _COSTS.splitlines():
        name, source, ago, days, amount = line.split("|")
        begin = today - dt.timedelta(days=int(ago))
        _cost(name, amount, source=source, begins_on=begin,
              ends_on=begin + dt.timedelta(days=int(days) - 1))  # fmt: skip
    batch = CardBatch.objects.order_by("pk").first()
    for name, amount in _OF_THE_FAIR if batch else ():
        _cost(name, amount, batch=batch)
    for name, company, source, detail in _FOUND:
        Lead(name=name, company_name=company, source=source, source_detail=detail,
             status=Lead.Status.WORKING, owner=users["zhouzihan"], region="510100").save()  # fmt: skip
    won = Opportunity.objects.filter(
        won_at__isnull=False, party__kind=Party.Kind.ORGANIZATION, lead__isnull=True
    ).select_related("party", "owner").order_by("pk")  # fmt: skip
    for deal, (source, detail) in zip(won, _BECAME, strict=False):
        party = deal.party
        assert party is not None  # noqa: S101 — asked for above
        lead = Lead(
            name=party.name, company_name=party.name, source=source, source_detail=detail,
            status=Lead.Status.CONVERTED, owner=deal.owner, party=party, region=party.region,
            opportunity_name=deal.name,
        )  # fmt: skip
        lead.save()
        deal.lead = lead
        deal.save()


def _cost(name: str, amount: str, **values: object) -> None:
    whole: Any = Decimal(amount)
    cost = SourceCost(name=name, amount=whole, currency="CNY", **values)
    assert not list(cost.problems()), name  # noqa: S101 — a story that cannot be saved
    cost.save()
