"""The pools of the demo company, who gets new leads, and what makes a lead worth calling first."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from zhike.access.models import Team, User
from zhike.people.models import (
    AssignmentRule,
    ContactPoint,
    Lead,
    Party,
    Pool,
    PoolMember,
    RecycleRule,
    ScoreRule,
)
from zhike.records.models import SavedView

_CUSTOMERS = """
雅安雨城客运站|public_transport|511800|iron|no_time|2024年买过4台二手车，之后没人再联系
巴中市红运旅游车队|tourism|511900|iron|no_follow_up|去年展会上问过中巴，报价后没有下文
南通江海通勤服务公司|passenger_transport|320600|silver|not_mine|班车12台，原归西南大区跟进
义乌小商品城物业公司|real_estate|330782|iron|unreachable|前台电话换了号，联系人已离职
湖州安吉旅游客运公司|tourism|330523|silver|no_deal|看过样车，半年没有立项
"""
_LEADS = """
贺文涛|衢州公共交通公司|机务科|13967018824|330800|website|想了解纯电公交的整车质保条款。
丁晓梅|眉山东坡景区管理处|办公室主任|13890335517|511400|fair|景区观光车 6 台，暑期前用上。
Thomas Weber|RheinBus GmbH|Einkauf|||website|Five battery buses for a pilot line in 2027.
"""
_SCORES: tuple[tuple[str, str, str, list[str], int], ...] = (
    ("公交、客运行业", "fit", "industry", ["public_transport", "passenger_transport"], 25),
    ("预算在五百万以上", "fit", "amount", ["5000000"], 25),
    ("能拍板的人", "fit", "title", ["总经理", "副总", "总监", "主管", "经理", "director"], 15),
    ("留了手机", "fit", "mobile", [], 10),
    ("西南、华东是主战场", "fit", "region", ["西南", "华东"], 10),
    ("展会或转介绍来的", "fit", "source", ["fair", "referral"], 10),
    ("近期有往来", "contact", "", [], 15),
    ("只是查资料", "fit", "need", ["论文", "打听"], -40),
)


def make(users: Mapping[str, User]) -> None:
    """Pools, what lies in them, rules of assignment and of the score."""
    teams = {team.name: team for team in Team.objects.all()}
    customers = _customer_pool(users, teams)
    leads = _lead_pool(users, teams)
    _rules(teams, users)
    for name, measures, field, values, points in _SCORES:
        ScoreRule(name=name, measures=measures, field=field, values=values, points=points).save()
    for line in _CUSTOMERS.strip().splitlines():
        name, industry, region, tier, why, note = line.split("|")
        party = Party(
            name=name, kind="organization", roles=["customer"], industry=industry, region=region,
            tier=tier, country="CN", note=note, source="fair",
        )  # fmt: skip
        party.lay_into(customers.pk, why)
        party.save()
        ContactPoint(party=party, type="phone", value=f"0571-8{region}", label="总机").save()
    for line in _LEADS.strip().splitlines():
        name, company, title, mobile, region, source, need = line.split("|")
        lead = Lead(
            name=name, company_name=company, title=title, mobile=mobile, region=region,
            source=source, need=need,
        )  # fmt: skip
        lead.lay_into(leads.pk, "new")
        assert not list(lead.problems()), name  # noqa: S101 — a story that cannot be saved
        lead.save()


def _customer_pool(users: Mapping[str, User], teams: Mapping[str, Team]) -> Pool:
    retained = {"field": "lifecycle", "op": "in", "value": ["retained"]}
    view = SavedView(
        name="老客户", resource="parties", filter=retained, owner=users["zhaolei"],
        visibility="public",
    )  # fmt: skip
    view.save()
    pool = Pool(
        name="客户公海", holds="party", hidden=["contact_points", "note"], daily_claims=5,
        most_owned=40, not_counted=view, cool_down_days=7, warn_days=3,
        note="六十天没有跟进的客户回到这里；铁级客户七个工作日。",
    )  # fmt: skip
    pool.save()
    PoolMember(pool=pool, team=teams["销售中心"]).save()
    for login in ("zhaolei", "ouyang"):
        PoolMember(pool=pool, user=users[login], runs_it=True).save()
    RecycleRule(pool=pool, lacks="no_follow_up", days=60, excluded=view).save()
    RecycleRule(pool=pool, lacks="no_follow_up", days=7, in_workdays=True, levels=["iron"]).save()
    RecycleRule(pool=pool, lacks="no_deal", days=180, excluded=view).save()
    return pool


def _lead_pool(users: Mapping[str, User], teams: Mapping[str, Team]) -> Pool:
    pool = Pool(
        name="线索公海", holds="lead", is_usual=True, hidden=["email", "wechat"],
        masked=["mobile", "phone"], daily_claims=8, most_owned=60,
        note="没有规则接手的新线索在这里等人领取。",
    )  # fmt: skip
    pool.save()
    PoolMember(pool=pool, team=teams["销售中心"]).save()
    PoolMember(pool=pool, user=users["zhaolei"], runs_it=True).save()
    RecycleRule(pool=pool, lacks="no_follow_up", days=10, levels=["new", "working"]).save()
    return pool


def _rules(teams: Mapping[str, Team], users: Mapping[str, User]) -> None:
    usual = {"response_hours": Decimal(4), "escalate_hours": Decimal(4)}
    for rank, name, values in (
        (10, "官网询价先答", {"sources": ["website"], "team": teams["大客户部"],
                            "response_hours": Decimal(2)}),
        (20, "公交客运×西南", {"industries": ["public_transport", "passenger_transport"],
                             "regions": ["西南"], "team": teams["西南大区"]}),
        (30, "华东", {"regions": ["华东"], "team": teams["华东大区"]}),
        (40, "西南", {"regions": ["西南"], "team": teams["西南大区"], "most_open": 30}),
        (50, "招标", {"sources": ["tender"], "user": users["zhaolei"]}),
    ):  # fmt: skip
        AssignmentRule(name=name, rank=rank, **(usual | values)).save()
