"""How the demo company's customers pay, what they may owe, and what the best ones get."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from zhike.access.models import Team
from zhike.catalog.models import Product
from zhike.ledger.current import current
from zhike.people.models import Party
from zhike.sales.models import (
    Contract,
    ContractLine,
    CreditEntry,
    CreditFile,
    CreditGrade,
    CreditPolicy,
    PaymentPlan,
    TierPolicy,
)

# Buses are dear: the limits of the house, in yuan.
LIMITS = {"A": 60_000_000, "B": 20_000_000, "C": 6_000_000, "D": 0}
# Customer, what the agency, the bank and we ourselves say (0: nothing).
RATED = (
    ("川途客运集团有限公司", 88, 90, 85), ("秦岭公共交通集团", 93, 95, 0),
    ("巴渝巴士股份有限公司", 78, 0, 72), ("陇右旅游客运公司", 64, 70, 0),
    ("湘中客运有限公司", 82, 0, 76), ("荆楚校车运营公司", 42, 0, 35),
    ("乌江公交有限责任公司", 74, 80, 0), ("北疆长途客运公司", 55, 0, 0),
)  # fmt: skip
TIERS = (
    ("platinum", 10_000_000, 6, 60, 2, 30), ("gold", 4_000_000, 4, 45, 4, 60),
    ("silver", 1_000_000, 2, 30, 8, 90), ("iron", 0, None, 30, 24, 180),
)  # fmt: skip
OWING = "湘中客运有限公司"
BY_HAND = "荆楚校车运营公司"


def make(today: dt.date) -> None:
    """Files with ratings, limits as a bus maker gives them, tiers, and one who owes too long."""
    for grade in CreditGrade.objects.filter(name__in=list(LIMITS)):
        grade.limit = Decimal(LIMITS[grade.name])
        grade.save()
    CreditPolicy(name="信用政策", consent_team=Team.objects.get(name="财务部")).save()
    for tier, profit, discount, days, hours, visit in TIERS:
        TierPolicy(tier=tier, from_profit=profit, discount=discount, days=days,
                   answer_hours=hours, visit_days=visit).save()  # fmt: skip
    for name, *scores in RATED:
        _rate(name, scores, today)
    _owe(today)
    current().flush()
    CreditFile.objects.get(party__name=OWING).save()
    credit = CreditFile.objects.get(party__name=BY_HAND)
    credit.manual_grade = CreditGrade.objects.get(name="C")
    credit.manual_reason = "教育局出具付款承诺函，学期内按 C 级执行"
    credit.manual_until = today + dt.timedelta(days=60)
    credit.save()


def _rate(name: str, scores: list[int], today: dt.date) -> None:
    party = Party.objects.filter(name=name).order_by("pk").first()
    if party is None:
        return
    credit = CreditFile(party=party, owner=party.owner)
    credit.save()
    for (source, said_by, days), score in zip(
        (("agency", "邓白氏", 70), ("bank", "工商银行资信证明", 45), ("own", "客户经理走访", 20)),
        scores, strict=True,
    ):  # fmt: skip
        if score:
            CreditEntry(
                credit=credit, source=source, said_by=said_by, score=score,
                rated_on=today - dt.timedelta(days=days),
            ).save()  # fmt: skip


def _owe(today: dt.date) -> None:
    """A contract of which an instalment is long overdue, and one more that waits to be signed."""
    party = Party.objects.get(name=OWING)
    bus = Product.objects.get(code="K8")
    price = bus.list_price or Decimal(0)
    for name, count, is_signed in (
        ("湘中客运 K8 一期 5 台", 5, True),
        ("湘中客运 K8 二期 4 台", 4, False),
    ):
        # Signed before the grade asked for a prepayment: it has instalments of its own.
        before = {"prepay": Decimal(0)} if is_signed else {}
        contract = Contract(name=name, party=party, owner=party.owner, currency="CNY", **before,
                            signed_on=today - dt.timedelta(days=100) if is_signed else None)  # fmt: skip
        contract.save()
        ContractLine(
            contract=contract, product=bus, quantity=count, unit_price=str(price)
        ).save()  # fmt: skip
        if not is_signed:
            continue
        # What it comes to is known once its lines are written.
        current().flush()
        contract = Contract.objects.get(pk=contract.pk)
        contract.go_to("approved")
        for percent, days in ((30, -100), (50, -37), (20, 60)):
            PaymentPlan(
                contract=contract, percent=percent, due_on=today + dt.timedelta(days=days)
            ).save()  # fmt: skip
