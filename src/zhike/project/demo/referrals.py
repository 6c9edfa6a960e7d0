"""Who brought the demo company its customers, and what they get for it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from zhike.people.models import Lead, Party
from zhike.sales.models import Opportunity, Pipeline, Referral, RewardRule, Stage

BROUGHT = (
    # Who brought whom, how many days ago, and what was said.
    ("川途客运集团有限公司", "蓉城定制通勤服务公司", 120, "老总之间熟，饭桌上给的电话"),
    ("蓉城定制通勤服务公司", "黔山旅运集团", 75, "同行交流会上介绍的"),
    ("川途客运集团有限公司", "湘中客运有限公司", 40, "一起参加过驾驶员培训"),
)
SIGNED = (
    # What those brought have signed since: customer, deal, amount, days ago.
    ("蓉城定制通勤服务公司", "蓉城定制通勤首批2台", 200_000, 60),
    ("黔山旅运集团", "黔山景区接驳车2台", 860_000, 20),
)


def make(today: dt.date) -> None:
    """Write them, relative to today."""
    RewardRule(
        name="老客户转介绍 1%", rate=Decimal("1.00"), cap=50_000, currency="CNY",
        valid_from=today - dt.timedelta(days=365),
    ).save()  # fmt: skip
    known = {name: Party.objects.get(name=name) for pair in BROUGHT for name in pair[:2]}
    for referrer, brought, days, note in BROUGHT:
        Referral(
            referrer=known[referrer], party=known[brought], owner=known[brought].owner, note=note,
            referred_on=today - dt.timedelta(days=days),
        ).save()  # fmt: skip
    lead = Lead.objects.filter(party=None, owner__isnull=False).order_by("created_at", "pk").first()
    if lead is not None:
        Referral(
            referrer=known["蓉城定制通勤服务公司"], lead=lead, owner=lead.owner,
            referred_on=today - dt.timedelta(days=3), note="说对方年内要换车",
        ).save()  # fmt: skip
    pipeline = Pipeline.objects.get(is_default=True)
    won = pipeline.first(Stage.Kind.WON)
    for customer, name, amount, days in SIGNED:
        day = today - dt.timedelta(days=days)
        Opportunity(
            name=name, party=known[customer], owner=known[customer].owner, pipeline=pipeline,
            stage=won, amount=amount, currency="CNY", source=Party.Source.REFERRAL,
            opened_on=day - dt.timedelta(days=35), close_date=day,
        ).save()  # fmt: skip
    _name_sources()


def _name_sources() -> None:
    """The other deals came as their customers did, some of our own search."""
    for number, deal in enumerate(Opportunity.objects.filter(source="").order_by("pk")):
        came = deal.party.source if deal.party else ""
        deal.source = Party.Source.SELF if number % 5 == 4 else came
        deal.save()
