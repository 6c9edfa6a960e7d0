"""What people ask about products, and the page that answers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

from zhike.access.models import Desk
from zhike.access.rights import Access
from zhike.records.question import Question, register_question
from zhike.web.question_pages import ListPage, Node, where


def on_sale(_access: Access) -> Node:
    """Products that are sold today."""
    return where("is_active", "eq", True)


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
