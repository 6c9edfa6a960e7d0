"""How deals of the demo company are worked on: steps of several departments, and competitors."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from decimal import Decimal

from zhike.access.models import Collaborator, Team, User
from zhike.people.models import Party
from zhike.records.work_calendar import WorkTimes
from zhike.sales.models import (
    Opportunity,
    OpportunityCompetitor,
    OpportunityStep,
    Pipeline,
    Process,
    Stage,
    StageCriterion,
    StageStep,
)

SEED = 20260507
# Stage, step, department ("" for the owner of the deal), hours, begins after, what it hands over.
STEPS = (
    ("需求确认", "需求调研", "", 24, "", "需求确认单：线路、车型、数量、交期"),
    ("方案报价", "技术方案", "技术部", 16, "", "配置清单与方案说明"),
    ("方案报价", "成本核算", "财务部", 8, "2", "单车成本与毛利测算"),
    ("方案报价", "交期确认", "生产部", 8, "2", "排产与首批交付日期"),
    ("方案报价", "递交报价", "", 8, "3, 4", "报价单版本号与客户签收人"),
    ("商务谈判", "价格同意", "财务部", 8, "", "最低成交价与付款条件"),
    ("商务谈判", "服务方案", "服务中心", 16, "", "质保、备件与驻点安排"),
    ("商务谈判", "合同定稿", "", 24, "6", "双方确认的合同文本"),
)
HOW_TO = {
    "技术方案": "先核对爬坡、续航与充电条件；非标配置标明增加的成本和工期。",
    "成本核算": "按最新物料价核算；低于毛利底线的写明理由。",
}
# How long each department takes, as a share of the deal's whole time.
SHARES = (0.10, 0.22, 0.12, 0.08, 0.04, 0.12, 0.06, 0.10)
RESULTS = ("已完成，见附注", "已确认", "已回复销售", "客户已签收")
POSITIONS = (
    ("续航实测比竞品多 60 公里\n省内有三个服务站", "单价高约 4%；用五年电费差额说明"),
    ("老客户，在用车况好", "新任采购部长偏向北岭，约总经理见面"),
    ("可按期交首批车", "电池质保年限短一年"),
)

BATTLE_CARD = (
    "打法：不跟价，讲五年总成本。\n"
    "他们强：单价低、交车快、账期长。\n"
    "他们弱：低温续航只有标称的六成；省内没有服务站；出口项目多，淡季才排产。\n"
    "先问客户：去年冬天趴窝几次？配件等了几天？"
)


def make(competitor: Party) -> None:
    """The process of the default pipeline, and how far each deal has come in it."""
    _make_known(competitor)
    pipeline = Pipeline.objects.get(is_default=True)
    stages = {stage.name: stage for stage in Stage.objects.filter(pipeline=pipeline)}
    involved = stages["商务谈判"]
    involved.executive_involvement = Stage.Involvement.GENERAL
    involved.save()
    process = _process(pipeline, stages)
    chance = random.Random(SEED)  # noqa: S311 — a story, not a secret
    times = WorkTimes.read()
    steps = list(process.steps.select_related("stage"))
    for number, deal in enumerate(Opportunity.objects.select_related("stage").order_by("pk")):
        deal.process = process
        if deal.stage.position >= stages["方案报价"].position and not deal.stage.is_closed:
            deal.strengths, deal.weaknesses = POSITIONS[number % len(POSITIONS)]
        if deal.lost_at and number % 5 != 0:
            deal.lost_to, deal.lost_reason = competitor, ("price", "delivery")[number % 2]
        deal.save()
        _compete(deal, competitor, number)
        _take(deal, steps, chance, times)


def _make_known(competitor: Party) -> None:
    """What colleagues know of the competitor, for all who meet them in a deal."""
    competitor.note = BATTLE_CARD
    competitor.save()
    for user in User.objects.filter(is_admin=False):
        Collaborator(about_kind=competitor.record_type, about_id=competitor.pk, user=user).save()


def _process(pipeline: Pipeline, stages: Mapping[str, Stage]) -> Process:
    process = Process(pipeline=pipeline, note="跨部门步骤与进入条件")
    process.save()
    teams = {team.name: team for team in Team.objects.all()}
    for stage, name, department, hours, after, deliverable in STEPS:
        StageStep(
            process=process, stage=stages[stage], name=name, hours=Decimal(hours), after=after,
            responsible="department" if department else "owner", deliverable=deliverable,
            department=teams[department] if department else None, how_to=HOW_TO.get(name, ""),
        ).save()  # fmt: skip
    for kind, values in (
        ("strengths", {}), ("step", {"step": 5, "sentence": "报价已递交客户"}),
        ("contact", {"days": 30}),
    ):  # fmt: skip
        StageCriterion(process=process, stage=stages["商务谈判"], kind=kind, **values).save()
    process.publish()
    return process


def _compete(deal: Opportunity, competitor: Party, number: int) -> None:
    if deal.amount and (deal.lost_to_id or number % 3 == 0):
        OpportunityCompetitor(
            opportunity=deal, party=competitor, price=int(deal.amount * Decimal("0.96")),
            strengths="价格低、交车快", weaknesses="低温续航差，省内无服务站",
        ).save()  # fmt: skip


def _take(
    deal: Opportunity, steps: list[StageStep], chance: random.Random, times: WorkTimes
) -> None:
    """The steps up to the deal's stage: those of earlier stages are done, one is running."""
    zone = deal.stage_since.tzinfo
    begun = dt.datetime.combine(deal.opened_on, dt.time(10), zone)
    end = deal.stage_since if deal.stage.is_closed else None
    span = (end or max(deal.stage_since, begun + dt.timedelta(days=6))) - begun
    at = begun
    is_first = True
    for step, share in zip(steps, SHARES, strict=True):
        if step.stage.position > deal.stage.position or deal.stage.kind == Stage.Kind.LOST:
            break
        taken = OpportunityStep(opportunity=deal, step=step)
        if end is None and step.stage_id == deal.stage_id:
            taken.save()
            if is_first or not step.after:
                taken.begin(deal.stage_since)
            is_first = False
            continue
        taken.status, taken.since = OpportunityStep.Status.DONE, at
        team = step.department_id or (deal.owner.team_id if deal.owner else None)
        taken.due_at = times.of(team).due(at, step.hours or Decimal(8))
        at += span * (share * chance.uniform(0.7, 1.3))
        taken.done_at, taken.evidence = at, chance.choice(RESULTS)
        taken.done_by = deal.owner
        taken.save()
