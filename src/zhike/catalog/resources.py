"""Products on every surface."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhike.catalog.models import Product
from zhike.records.resource import Resource, register


@register
class ProductResource(Resource):
    """What the company sells."""

    model = Product
    name = "products"
    means = _("What the company sells.")
    icon = "product"
    page_rank = 60
    sections = {
        _("product"): ("name", "code", "series", "unit", "list_price", "currency", "life_months",
                       "is_active"),
        _("notes"): ("note", "external_ids"),
    }  # fmt: skip
    columns = ("name", "code", "series", "unit", "list_price", "currency", "is_active")
    filters = ("series", "is_active", "currency", "list_price", "life_months")
    sorts = {"name": "name_sort"}
    default_sort = "name"
    unique = ("code", "external_ids")
    search = {"names": ("name",), "codes": ("code", "external_ids"), "texts": ("series",)}
    takes_custom = True
