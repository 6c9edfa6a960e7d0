"""What the catalog adds to other packages' pages: settings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhike.administration.places import Place, register_settings
from zhike.catalog.models import DiscountCap, MarginFloor
from zhike.exchange.companions.declared import Companion, register_companion

register_settings(
    Place(_("Discount caps"), _("how much each team may give by itself"),
          "/discount-caps/by-team/", "quote", DiscountCap),
    "/discount-caps/",
)  # fmt: skip
register_settings(
    Place(_("Margin floors"), _("how little each team may earn without asking"),
          "/margin-floors/", "quote", MarginFloor),
)  # fmt: skip
# A price list names its book and describes what it has prices of.
register_companion(
    Companion(
        name="book",
        label=_("price book"),
        of="price-book-entries",
        resource="price-books",
        field="book",
        is_named_in_full=True,
        divides="price",
        divided_by=("tiers", "currency"),
        divided_label=_("price, in the price book of this column"),
    )
)  # fmt: skip
register_companion(
    Companion(
        name="product",
        label=_("product"),
        of="price-book-entries",
        resource="products",
        field="product",
        is_named_in_full=True,
        is_made_of_more=True,
    )
)  # fmt: skip
