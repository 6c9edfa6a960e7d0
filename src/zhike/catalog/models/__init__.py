"""Products, price books, promotions, how much discount and how little margin there may be."""

from zhike.catalog.models.discount_cap import DiscountCap
from zhike.catalog.models.margin_floor import MarginFloor
from zhike.catalog.models.price_book import PriceBook, PriceBookEntry
from zhike.catalog.models.product import Product
from zhike.catalog.models.promotion import Promotion, PromotionItem

__all__ = [
    "DiscountCap",
    "MarginFloor",
    "PriceBook",
    "PriceBookEntry",
    "Product",
    "Promotion",
    "PromotionItem",
]
