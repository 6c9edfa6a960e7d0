"""What people ask about products, and the page that answers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from zhike.access.models import Desk
from zhike.access.rights import Access
from zhike.catalog.models import Product
from zhike.records.question import Question, register_question
from zhike.web.question_pages import ListPage, Node, PlainPage, where


def on_sale(_access: Access) -> Node:
    """Products that are sold today."""
    return where("is_active", "eq", True)


register_question(
    Question(
        key="price-for-a-customer",
        rank=64,
        ask=_("What does it cost this customer?"),
        says=_("the price that holds for a customer, a product and a quantity, with its reason"),
        page=PlainPage("/products/price/"),
        asked_by=(Desk.SALES, Desk.SERVICE),
        needs=((Product, "read"),),
        words=_("price book discount promotion list quote offer"),
        answers=("E06", "B14"),
    )
)
register_question(
    Question(
        key="products",
        rank=65,
        ask=_("What do we sell, and at what price?"),
        says=_("the products on sale with their list prices"),
        page=ListPage("products", npgettext_lazy("unit", "product", "products", "n"), on_sale),
        asked_by=(Desk.SALES, Desk.SERVICE, Desk.MARKETING),
        words=_("price list catalogue offer quote"),
        answers=("D23",),
    )
)
