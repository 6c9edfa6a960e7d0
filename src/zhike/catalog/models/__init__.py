"""Products, price books, promotions, and how much discount may be given."""

from zhike.catalog.models.discount_cap import DiscountCap
from zhike.catalog.models.price_book import PriceBook, PriceBookEntry
from zhike.catalog.models.product import Product
from zhike.catalog.models.promotion import Promotion

__all__ = ["DiscountCap", "PriceBook", "PriceBookEntry", "Product", "Promotion"]
