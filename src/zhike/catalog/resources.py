"""Products on every surface."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from zhike.catalog.models import (
    DiscountCap,
    MarginFloor,
    PriceBook,
    PriceBookEntry,
    Product,
    Promotion,
    PromotionItem,
)
from zhike.records.resource import Resource, register


def said_once(*names: str) -> dict[str, dict[str, Any]]:
    """Prices and percentages, of which a sum says nothing."""
    return {name: {"adds_up": False} for name in names}


@register
class ProductResource(Resource):
    """What the company sells."""

    model = Product
    name = "products"
    means = _("What the company sells.")
    icon = "product"
    page_rank = 60
    sections = {
        _("product"): ("name", "name_en", "code", "series", "variant_of", "options", "unit",
                       "unit_en", "life_months", "is_active"),
        _("price"): ("list_price", "currency", "tax_rate", "cost"),
        _("notes"): ("note", "external_ids"),
    }  # fmt: skip
    columns = ("name", "code", "series", "unit", "list_price", "currency", "tax_rate", "is_active")
    filters = ("series", "is_active", "currency", "list_price", "variant_of", "tax_rate", "cost",
               "life_months")  # fmt: skip
    sorts = {"name": "name_sort"}
    default_sort = "name"
    facts = said_once("list_price", "cost")
    seen_from: ClassVar[dict[str, Any]] = {"variant_of": _("variants")}
    unique = ("code", "external_ids")
    search = {"names": ("name",), "codes": ("code", "external_ids"),
              "texts": ("series", "name_en")}  # fmt: skip
    takes_custom = True


@register
class DiscountCapResource(Resource):
    """How much discount teams may give by themselves."""

    model = DiscountCap
    name = "discount-caps"
    means = _("The most discount that a team may give by itself; more needs consent.")
    icon = "quote"
    sections = {_("discount cap"): ("team", "percent", "product", "series", "note")}
    columns = ("team", "percent", "product", "series", "note")
    facts = said_once("percent")
    filters = ("team", "product", "series")


@register
class MarginFloorResource(Resource):
    """How little margin teams may sell at by themselves."""

    model = MarginFloor
    name = "margin-floors"
    means = _("The least margin at which a team may sell by itself; less needs consent.")
    icon = "quote"
    sections = {_("margin floor"): ("team", "percent", "product", "series", "note")}
    columns = ("team", "percent", "product", "series", "note")
    facts = said_once("percent")
    filters = ("team", "product", "series")


@register
class PriceBookResource(Resource):
    """What products cost whom."""

    model = PriceBook
    name = "price-books"
    means = _("The prices that hold for some customers, regions and days.")
    icon = "quote"
    page_rank = 61
    sections = {
        _("price book"): ("name", "currency", "parent", "percent"),
        _("for whom and when"): ("tiers", "regions", "valid_from", "valid_to"),
        _("notes"): ("note",),
    }
    columns = ("name", "tiers", "regions", "valid_from", "valid_to", "parent", "percent")
    facts = said_once("percent")
    seen_from: ClassVar[dict[str, Any]] = {"parent": _("books that go on from it")}
    filters = ("currency", "valid_from", "valid_to", "parent", "tiers")
    sorts = {"valid_from": "valid_from", "created_at": "created_at"}
    default_sort = "-valid_from"
    unique = ("name",)
    search = {"names": ("name",)}


@register
class PriceBookEntryResource(Resource):
    """The prices of books, imported from a list."""

    model = PriceBookEntry
    name = "price-book-entries"
    means = _("What a product costs in a price book, from a quantity on.")
    icon = "money"
    sections = {_("price in a book"): ("book", "product", "from_quantity", "price")}
    columns = ("product", "from_quantity", "price", "book")
    facts = said_once("from_quantity", "price")
    filters = ("book", "product", "from_quantity", "price")
    key_together = ("book", "product", "from_quantity")


@register
class PromotionItemResource(Resource):
    """What else a promotion is for."""

    model = PromotionItem
    name = "promotion-items"
    means = _("A further product that a promotion is for.")
    icon = "product"
    sections = {_("promoted product"): ("promotion", "product")}
    columns = ("product",)
    filters = ("promotion", "product")


@register
class PromotionResource(Resource):
    """What is taken off for a while."""

    model = Promotion
    name = "promotions"
    means = _("What is taken off the price of some products for a while.")
    icon = "tag"
    parts = ("items",)
    sections = {
        _("promotion"): ("name", "percent", "amount_off", "currency", "is_exclusive"),
        _("for whom and when"): ("product", "series", "from_quantity", "tiers", "regions",
                                 "valid_from", "valid_to"),
        _("notes"): ("note",),
    }  # fmt: skip
    facts = said_once("percent", "amount_off", "from_quantity")
    columns = ("name", "percent", "amount_off", "is_exclusive", "product", "series", "valid_from",
               "valid_to")  # fmt: skip
    filters = ("product", "series", "is_exclusive", "valid_from", "valid_to", "tiers")
    sorts = {"valid_from": "valid_from", "created_at": "created_at"}
    default_sort = "-valid_from"
    unique = ("name",)
    search = {"names": ("name",)}
