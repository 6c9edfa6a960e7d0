"""On the page of a product: what it costs in each price book, from which quantity on."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.base.money import format_amount
from zhike.catalog.models import PriceBook, PriceBookEntry, Product
from zhike.catalog.pricing import PriceList
from zhike.people.models import Party
from zhike.records.resource import resource_for
from zhike.records.rules.numbers import plain
from zhike.web.attention import sees
from zhike.web.dates import day_text
from zhike.web.links import record_url
from zhike.web.panels import Panel, register_panel

Drawn = dict[str, Any]
TIERS = dict(Party.Tier.choices)


def prices(access: Access, product: Product) -> Drawn | None:
    """The books of today, whose prices they are, and the ways to one that fits a customer."""
    if not sees(access, PriceBookEntry, "price") or not sees(access, PriceBook, "name"):
        return None
    lang = get_language() or "zh-hans"
    today = timezone.localdate()
    found = list(PriceList.on(today, [product]).steps(product))
    if not found:
        return None
    books = PriceBook.objects.in_bulk([book.key for book, _quantity, _price in found])
    return {
        "columns": [
            {"label": _("price book"), "pinned": True, "at": "2"}, {"label": _("for whom")},
            {"label": _("from quantity"), "numeric": True},
            {"label": _("price"), "numeric": True, "at": "3"}, {"label": _("valid to")},
        ],
        "rows": [
            _row(books[book.key], plain(quantity),
                 format_amount(price.amount, book.currency, lang=lang))
            for book, quantity, price in found
        ],
        "actions": [{"label": _("For a customer"), "icon": "help", "size": "small",
                     "url": f"/products/price/?product={product.pk}"}],
    }  # fmt: skip


def _row(book: PriceBook, quantity: str, price: str) -> Drawn:
    url = record_url(resource_for(PriceBook), book.pk)
    return {
        "id": f"{book.pk}-{quantity}", "label": book.name,
        "cells": [
            {"kind": "link", "text": book.name, "url": url},
            {"kind": "text", "text": for_whom(book)},
            {"kind": "number", "text": quantity},
            {"kind": "number", "text": price},
            {"kind": "text", "text": day_text(book.valid_to) if book.valid_to else ""},
        ],
    }  # fmt: skip


def for_whom(book: PriceBook) -> str:
    """`gold, 华东`; everybody."""
    said = [str(TIERS[tier]) for tier in book.tiers if tier in TIERS]
    return "、".join([*said, *book.regions]) or _("everybody")


register_panel(Product, Panel("prices", gettext_lazy("prices"), 15, "catalog/prices.html", prices))
