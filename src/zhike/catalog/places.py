"""What the catalog adds to other packages' pages: settings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhike.administration.places import Place, register_settings
from zhike.catalog.models import DiscountCap, MarginFloor

register_settings(
    Place(_("Discount caps"), _("how much each team may give by itself"),
          "/discount-caps/by-team/", "quote", DiscountCap),
    "/discount-caps/",
)  # fmt: skip
register_settings(
    Place(_("Margin floors"), _("how little each team may earn without asking"),
          "/margin-floors/", "quote", MarginFloor),
)  # fmt: skip
