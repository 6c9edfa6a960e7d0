"""What a new installation begins with: pipeline, credit grades, terms of payment, dunning."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from zhike.access.rights import Access
from zhike.ledger.models import Change
from zhike.records.models import SavedView
from zhike.sales.models import (
    CreditGrade,
    DunningStep,
    PaymentTerms,
    Pipeline,
    Stage,
    TermsLine,
)

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


ENDING = UUID("01900000-0000-7000-8000-636f6e747261")
"""The id of the view of contracts that end soon: one that somebody deleted does not come back."""


def ensure_contract_view(access: Access) -> None:
    """A tab over the contracts for those that end soon; once, whatever becomes of it."""
    if Change.objects.filter(record=ENDING).exists():
        return
    soon = {"all": [
        {"field": "status", "op": "in", "value": ["approved"]},
        {"field": "ends_on", "op": "within", "value": "next_n_days:90"},
    ]}  # fmt: skip
    with access.change_set("create"):
        SavedView(
            id=ENDING, resource="contracts", name="即将到期", filter=soon, sort="ends_on",
            visibility=SavedView.Visibility.PUBLIC,
        ).save()  # fmt: skip


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


# Name, days overdue, what is done, the task, the letter.
DUNNING: tuple[tuple[str, int, str, str, str], ...] = (
    ("逾期提醒", 1, "remind", "货款已到期，请提醒客户",
     "{customer}：\n贵司合同 {contract} 的款项 {amount} 已于 {due} 到期，烦请安排付款；"
     "如已付款，请忽略本函。"),
    ("电话催款", 15, "call", "打电话催款，约定付款日",
     "{customer}：\n贵司合同 {contract} 的款项 {amount} 已逾期 {days} 天（到期日 {due}），"
     "请于三个工作日内付款，或告知付款日期。"),
    ("停止赊销", 30, "stop", "停止赊销和发货，发催款函",
     "{customer}：\n贵司合同 {contract} 的款项 {amount} 已逾期 {days} 天（到期日 {due}）。"
     "在款项付清以前，我司暂停发货与赊销，并保留追究违约责任的权利。"),
)  # fmt: skip
# Name; what for, percent, days after signing.
TERMS: tuple[tuple[str, tuple[tuple[str, int, int], ...]], ...] = (
    ("30% 预付，60% 提货，10% 质保", (
        ("prepayment", 30, 0), ("delivery", 60, 45), ("retention", 10, 410),
    )),
    ("款到发货", (("prepayment", 100, 0),)),
    ("月结 30 天", (("other", 100, 30),)),
)  # fmt: skip


def ensure_payment_rules(access: Access) -> None:
    """Usual terms of payment and dunning steps; nothing where there are any."""
    with access.change_set("create"):
        if not DunningStep.objects.exists():
            for name, days, kind, subject, letter in DUNNING:
                DunningStep(name=name, days=days, kind=kind, subject=subject, letter=letter).save()
        if not PaymentTerms.objects.exists():
            for name, lines in TERMS:
                terms = PaymentTerms(name=name)
                terms.save()
                for kind, percent, days in lines:
                    TermsLine(terms=terms, kind=kind, percent=Decimal(percent), days=days).save()


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
