"""A small company with a legal entity, templates and quotes to be printed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.test import Client
from django.utils import timezone

from tests.sales import company as selling
from zhike.access.models import Grant, Role, Scope
from zhike.catalog.models import Product
from zhike.engagement.models import PublicLink
from zhike.ledger.current import change_set
from zhike.people.models import Party
from zhike.records.models import BrandTemplate, LegalEntity
from zhike.sales.models import Contract, ContractLine, Order, OrderLine, Quote, QuoteLine

CODE = "91350100M000100Y43"
COST = Decimal(777_777)
NOTE = "底价可以再让三个点"
TERMS = "一、以上价格为含税价。\n二、合同签订后30日内交货，运费由供方承担。"
TERMS_EN = "1. Prices include VAT.\n2. Delivery within 30 days of signature, carriage paid."
LINES: dict[type[Any], type[Any]] = {Quote: QuoteLine, Contract: ContractLine, Order: OrderLine}
KINDS = ("quote", "contract", "order")


def furnished(company: selling.SalesCompany) -> selling.SalesCompany:
    """Those who sell write documents, keep files and share; 华骏 is the entity, K10 is sold."""
    with change_set(by=None, door="system"):
        for role in Role.objects.all():
            for kind in (*KINDS, "public-link", "file"):
                for verb in ("read", "create", "update", "void"):
                    Grant(role=role, resource=kind, verb=verb, scope=Scope.OWN).save()
        entity = LegalEntity(
            name="华骏客车有限公司", name_en="Huajun Bus Co., Ltd.", uscc=CODE,
            phone="0591-88886666", address="福州市鼓楼区五四路1号",
            address_en="1 Wusi Road, Fuzhou", code="HJ",
            bank="中国银行福州分行", bank_account="4210 0000 1234 5678",
        )  # fmt: skip
        entity.save()
        for kind in KINDS:
            BrandTemplate(
                name=kind, entity=entity, kind=kind, terms=TERMS, terms_en=TERMS_EN,
                colour="blue", header="让每一次出行更安心", footer="本文书以盖章件为准",
            ).save()  # fmt: skip
        company.k10 = Product(
            name="K10 城市客车", code="K10-52", unit="台", list_price=1_350_000, currency="CNY",
            tax_rate="13", cost=COST, options=["52座", "空气悬架"],
        )  # fmt: skip
        company.k10.save()
        company.service = Product(
            name="五年维保", unit="年", list_price=20_000, currency="CNY", tax_rate="6", cost=COST
        )  # fmt: skip
        company.service.save()
        company.wang = Party(name="王芳", kind="person", owner=company.people["林"])
        company.wang.save()
    company.party = selling.party(company, "蜀运客运有限公司")
    return company


def document(company: Any, model: type[Any] = Quote, lines: int = 2, **values: Any) -> Any:
    """A document of Lin's, agreed to: 60 buses and their service, unless said otherwise."""
    status = values.pop("status", "approved")
    number = values.pop("number", f"HJ-{model.record_type.upper()}-001")
    given: dict[str, Any] = {"name": "60台K10采购", "contact": company.wang, "note": NOTE}
    if model is Quote:
        given["valid_until"] = day(30)
    with change_set(by=company.people["林"], door="web"):
        made = model(party=values.pop("party", company.party), owner=company.people["林"],
                     **given | values)  # fmt: skip
        made.save()
        part = LINES[model]
        part(**{made.lines.field.name: made}, product=company.k10, quantity=60,
             unit_price=Decimal(1_350_000), discount=Decimal(2)).save()  # fmt: skip
        for _number in range(lines - 1):
            part(**{made.lines.field.name: made}, product=company.service, quantity=5).save()
        if status != "draft":
            made.go_to("approved")
            made.number = number
            made.save()
        if status not in ("draft", "approved"):
            made.go_to(status)
    return model.objects.get(pk=made.pk)


def day(days: int) -> dt.date:
    """A day so many days from today."""
    return timezone.localdate() + dt.timedelta(days=days)


def link_to(record: Any, recipient: str = "王芳") -> str:
    """Where a customer looks at it."""
    with change_set(by=record.owner, door="web"):
        expires = timezone.now() + dt.timedelta(days=90)
        _link, text = PublicLink.give(record, recipient=recipient, expires_at=expires,
                                      owner=record.owner)  # fmt: skip
    return f"/shared/{text}/"


def customer(language: str = "zh-CN") -> Client:
    """A browser of somebody outside."""
    return Client(enforce_csrf_checks=True, headers={"Accept-Language": language})
