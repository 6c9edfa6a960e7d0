"""The pipeline and the credit grades that a new installation begins with."""

from __future__ import annotations

from zhike.access.rights import Access
from zhike.sales.models import CreditGrade, Pipeline, Stage

# Stored as a company here would name them; administrators rename them as they like.
PIPELINE = "标准销售流程"
OPEN, WON, LOST = Stage.Kind.OPEN, Stage.Kind.WON, Stage.Kind.LOST
STAGES: tuple[tuple[str, str, int, int | None], ...] = (
    ("初步接触", OPEN, 10, 30),
    ("需求确认", OPEN, 25, 30),
    ("方案报价", OPEN, 50, 30),
    ("商务谈判", OPEN, 75, 20),
    ("赢单", WON, 100, None),
    ("输单", LOST, 0, None),
)

# Name, from which score, limit, days, prepayment, what to heed: talking, signing, shipping,
# collecting.
GRADES: tuple[tuple[str, int, int, int, int, tuple[str, str, str, str]], ...] = (
    ("A", 85, 1_000_000, 90, 0, (
        "可主动提供账期，争取年度框架合同。", "按标准合同签订，无需预付。",
        "按合同发货。", "到期前 7 天发对账单，逾期再跟进。",
    )),
    ("B", 70, 300_000, 60, 10, (
        "账期可谈，金额大时先核对剩余额度。", "写明付款日期，预付 10%。",
        "预付款到账后发货。", "到期前 7 天提醒，逾期 1 天电话跟进。",
    )),
    ("C", 50, 100_000, 30, 30, (
        "先谈付款条件，再谈价格。", "预付 30%，写明违约金；大额分批签。",
        "预付款到账后发货，余款未清不再发下一批。", "到期前 3 天提醒，逾期 1 天即电话催收。",
    )),
    ("D", 0, 0, 0, 100, (
        "只谈款到发货，不承诺账期。", "全款预付，不签账期合同；必要时要求担保。",
        "款到发货，一单一结。", "逾期当天电话，15 天上门，30 天停止供货并转法务。",
    )),
)  # fmt: skip


def ensure_credit_grades(access: Access) -> None:
    """Four usual grades, which the company changes as it likes; nothing where there is any."""
    if CreditGrade.objects.exists():
        return
    with access.change_set("create"):
        for name, score, limit, days, prepay, (talk, sign, ship, collect) in GRADES:
            CreditGrade(
                name=name, from_score=score, limit=limit, days=days, prepay=prepay, talk=talk,
                sign=sign, ship=ship, collect=collect,
            ).save()  # fmt: skip


def ensure_default_pipeline(access: Access) -> Pipeline:
    """The default pipeline; made, with the stages of ordinary business here, if there is none."""
    found = Pipeline.default()
    if found is not None:
        return found
    with access.change_set("create"):
        pipeline = Pipeline(name=PIPELINE, is_default=True)
        pipeline.save()
        for position, (name, kind, probability, days) in enumerate(STAGES, start=1):
            Stage(
                pipeline=pipeline, name=name, position=position, kind=kind,
                win_probability=probability, max_days=days,
            ).save()  # fmt: skip
    return pipeline
