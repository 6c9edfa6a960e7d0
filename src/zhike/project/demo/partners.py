"""A partner of the demo company: two registrations, one of them taken, a lead, a commission rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from zhike.access.models import User
from zhike.ledger.fields import RecordRef
from zhike.people.models import ContactPoint, Lead, Party, Relationship
from zhike.project.demo import cast
from zhike.sales.actions.lead_share import Progress
from zhike.sales.actions.registration import decide
from zhike.sales.models import DealRegistration, LeadShare, PartnerPolicy, RewardKind, RewardRule

NAME = "蜀通汽车贸易有限公司"
ENDS_IN = 11
REGISTERED = (
    ("甘孜康定景区观光车队", "泽仁扎西", "13890461127", "8 台 10 米纯电，高原版，要能跑折多山", "6400000"),
    ("锦江城际快线有限公司", "", "", "城际线路更新 12 台", "9800000"),
)  # fmt: skip


def make(users: Mapping[str, User], today: dt.date) -> None:
    """Write them: the first customer is free, the second one ours already."""
    PartnerPolicy(name="渠道报备规则").save()
    RewardRule(name="渠道佣金", kind=RewardKind.PARTNER, rate=Decimal(2), cap="300000",
               currency="CNY").save()  # fmt: skip
    partner = Party(
        name=NAME, kind="organization", roles=["partner"], owner=users["zhaolei"], region="510100",
        country="CN", industry="services", lifecycle="developed",
    )  # fmt: skip
    partner.save()
    ContactPoint(party=partner, type="phone", value="028-85170366", is_primary=True).save()
    boss = Party(
        name="孟凡", kind="person", roles=["partner"], owner=users["zhaolei"], country="CN"
    )
    boss.save()
    Relationship(from_party=boss, type="works_for", to_party=partner, role="总经理").save()
    User(
        login=cast.PARTNER.login, name=cast.PARTNER.name, represents=RecordRef.to(partner),
        password=make_password(cast.PASSWORD), email="mengfan@shutong.example",
    ).save()  # fmt: skip
    for name, contact, phone, need, amount in REGISTERED:
        registration = DealRegistration(
            partner=partner, customer_name=name, contact_name=contact, phone=phone, need=need,
            amount=amount, currency="CNY", expected_on=today + dt.timedelta(days=75),
        )  # fmt: skip
        registration.save()
        decide(registration)
        if registration.is_protected:
            registration.protected_until = today + dt.timedelta(days=ENDS_IN)
            registration.extension_reason = "客户等景区批复，采购推迟到下季度"
            registration.extension_asked_at = timezone.now()
            registration.save()
    lead = (
        Lead.objects.filter(status__in=Lead.OPEN, owner=users["zhouzihan"]).order_by("pk").first()
    )
    if lead is not None:
        LeadShare(
            lead=lead, partner=partner, owner=users["zhouzihan"], progress=Progress.CONTACTED,
            note="客户在你们片区，价格按指导价，合同由我们签。", report="已电话联系，约了下周去看车场",
            reported_at=timezone.now(),
        ).save()  # fmt: skip
