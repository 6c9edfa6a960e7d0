"""The pages of the catalog that are its own; the rest are the generic ones."""

from __future__ import annotations

from django.urls import path

from zhike.catalog import cap_pages, price_page

urlpatterns = [
    path("products/price/", price_page.price_page, name="price"),
    path("discount-caps/by-team/", cap_pages.by_team_page, name="caps_by_team"),
]
