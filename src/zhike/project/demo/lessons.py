"""What the demo company has learnt from deals that it lost and won."""

from __future__ import annotations

from collections.abc import Mapping

from zhike.access.models import User
from zhike.catalog.models import Product
from zhike.ledger.fields import RecordRef
from zhike.sales.models import Lesson, LessonStage, Opportunity, Stage, UsefulMark

# Title, kind, stage, what happened, what we would do, industry, tags, who wrote, who found it useful.
LESSONS: tuple[tuple[str, str, str, str, str, str, list[str], str, tuple[str, ...]], ...] = (
    ("报价前没问清付款条件，被对手账期打败", "failure", "方案报价",
     "我们按 30 天账期报价，对手给 90 天。客户财务总监最后一轮才出面，改报价已经来不及。",
     "报价前先见客户财务，问清账期和付款节点；需要超过 60 天的，先请财务部同意再报。",
     "passenger_transport", ["招标"], "zhouzihan", ("sunxiaotong", "zhaolei", "shanyu")),
    ("只报单价，没有算五年总成本", "failure", "方案报价",
     "单价高 4%，评标只看总价。续航、电费和维修的差额没有写进标书。",
     "报价单第一页放五年总成本对比：电费、维修、残值；附同线路老客户的实际电耗。",
     "public_transport", ["新能源", "招标"], "sunxiaotong", ("zhouzihan", "zhaolei")),
    ("先带客户看老用户的车场，再递报价", "success", "方案报价",
     "递报价前一周，请客户车队长到川途的车场看了两天，实测爬坡和充电。",
     "报价前安排一次老客户车场参观，请对方车队长和机务一起去，报价时他们替我们说话。",
     "", ["老客户"], "shanyu", ("zengling",)),
    ("需求确认没写清爬坡要求，样车试跑失败", "failure", "需求确认",
     "需求单只写了座位和续航，客户线路有 12% 长坡，试跑时动力不足。",
     "需求确认单必须写最大坡度、海拔和冬季最低温，由技术部签字。",
     "tourism", [], "zengling", ("luojianping", "shanyu")),
    ("合同谈到最后，交期没有和生产部对过", "failure", "商务谈判",
     "销售口头答应 30 天交首批，生产部排不出来，客户转给有现车的对手。",
     "谈交期前先在系统里请生产部答复；答复前只说区间，不说死。",
     "", [], "zhaolei", ("zhouzihan", "sunxiaotong", "ouyang", "zengling")),
)  # fmt: skip


def make(users: Mapping[str, User]) -> None:
    """Five lessons, those of failures learnt from deals that were lost."""
    stages = {stage.name: stage for stage in Stage.objects.filter(pipeline__is_default=True)}
    lost = list(Opportunity.objects.filter(lost_at__isnull=False).order_by("pk"))
    won = Opportunity.objects.filter(won_at__isnull=False).order_by("pk").first()
    product = Product.objects.order_by("pk").first()
    for number, told in enumerate(LESSONS):
        title, kind, stage, happened, advice, industry, tags, by, useful_to = told
        own = [deal for deal in lost if deal.owner_id == users[by].pk] or lost
        source = won if kind == Lesson.Kind.SUCCESS else own[number % len(own)]
        lesson = Lesson(
            title=title, kind=kind, happened=happened, advice=advice, industry=industry,
            tags=list(tags), owner=users[by], product=product if number == 1 else None,
            source=RecordRef.to(source) if source else "",
        )  # fmt: skip
        lesson.save()
        LessonStage(lesson=lesson, stage=stages[stage]).save()
        for login in useful_to:
            UsefulMark.objects.create(lesson=lesson.pk, user=users[login].pk)
