"""Products, and how much discount may be given on them."""

from zhike.catalog.models.discount_cap import DiscountCap
from zhike.catalog.models.product import Product

__all__ = ["DiscountCap", "Product"]
