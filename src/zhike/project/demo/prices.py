"""What the demo company's products cost whom, and what its teams may take off by themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from zhike.access.models import Team, User
from zhike.catalog.models import (
    DiscountCap,
    PriceBook,
    PriceBookEntry,
    Product,
    Promotion,
    PromotionItem,
)
from zhike.engagement.models import Approval, ApprovalStep
from zhike.ledger.fields import RecordRef
from zhike.sales.actions.discount import PURPOSE
from zhike.sales.models import Opportunity

# Product, from how many on, in percent of the list price.
STANDARD = (("K10", 1, 98), ("K10", 50, 96), ("K8", 1, 98), ("K8", 50, 96), ("T12", 1, 99))
ASKED = Decimal(12)


def make(products: Mapping[str, Product], today: dt.date) -> None:
    """Two price books, promotions, two variants of a bus, discount caps."""
    year = {"valid_from": dt.date(today.year, 1, 1), "valid_to": dt.date(today.year, 12, 31)}
    standard = PriceBook(name=f"{today.year} 标准价", note="全国执行，批量另有阶梯价", **year)
    standard.save()
    for code, quantity, share in STANDARD:
        product = products[code]
        price = (product.list_price or Decimal(0)) * share / 100
        PriceBookEntry(
            book=standard, product=product, from_quantity=quantity, price=str(price)
        ).save()  # fmt: skip
    east = {"parent": standard, "percent": Decimal(-2), "regions": ["华东"]}
    PriceBook(name=f"{today.year} 华东价", note="含到港运费差", **east, **year).save()
    _promotions(products, today)
    _variants(products["K10"])
    DiscountCap(percent=10, note="公司统一上限").save()
    team = Team.objects.get(name="华东大区")
    DiscountCap(percent=15, team=team, note="华东竞争激烈，放宽到 15%").save()


def _promotions(products: Mapping[str, Product], today: dt.date) -> None:
    """One for a series, one for several products, one for the best customers alone."""
    Promotion(
        name="校车换新季", percent=3, series="校车", from_quantity=5,
        valid_from=today - dt.timedelta(days=20), valid_to=today + dt.timedelta(days=40),
    ).save()  # fmt: skip
    tourism = Promotion(
        name="旅游旺季备车", percent=2, product=products["T12"], from_quantity=3,
        valid_from=today - dt.timedelta(days=45), valid_to=today + dt.timedelta(days=30),
    )  # fmt: skip
    tourism.save()
    for other in ("T9", "C8"):
        PromotionItem(promotion=tourism, product=products[other]).save()
    Promotion(
        name="白金客户专享", percent=2, is_exclusive=True, tiers=["platinum"],
        valid_from=dt.date(today.year, 1, 1), valid_to=dt.date(today.year, 12, 31),
    ).save()  # fmt: skip


def _variants(kind: Product) -> None:
    """Two buses that differ from their kind."""
    price, cost = kind.list_price or Decimal(0), kind.cost or Decimal(0)
    for code, name, english, options, more in (
        ("K10-32", "K10 纯电动公交 32 座", "K10 city bus, 32 seats", ["32 座", "单电机"], 0),
        (
            "K10-AIR",
            "K10 纯电动公交 空气悬架",
            "K10 city bus, air suspension",
            ["空气悬架"],
            48_000,
        ),
    ):
        Product(
            name=name, name_en=english, code=code, variant_of=kind, options=options,
            list_price=str(price + more), cost=str(cost + more * 3 // 4),
        ).save()  # fmt: skip


def ask_for_a_discount(seller: User) -> None:
    """A deal whose discount is beyond the cap: the head of the seller's team is asked."""
    deals = Opportunity.objects.filter(owner=seller, won_at=None, lost_at=None)
    deal = deals.order_by("-pk").first()
    line = deal.lines.first() if deal else None
    if deal is None or line is None or seller.team is None or seller.team.head is None:
        return
    line.discount, line.asked_discount = ASKED, None
    line.unit_price = line.base_price
    line.save()
    line.asked_discount = line.discount_given
    line.save()
    approval = Approval(
        subject=f"折扣申请：{deal.name}", about=RecordRef.to(deal), owner=seller, purpose=PURPOSE,
        text=f"{line.product}：{ASKED}%，上限 10%（公司）。客户同时在看北岭的报价。",
    )  # fmt: skip
    approval.save()
    ApprovalStep(approval=approval, user=seller.team.head).save()
