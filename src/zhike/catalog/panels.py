"""On the page of a product its prices in each book; on that of a book those of its products."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

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
SHOWN = 100
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
            {"label": _("from quantity"), "numeric": True, "at": "2"},
            {"label": _("price"), "numeric": True, "at": "3"}, {"label": _("valid to")},
        ],
        "rows": [
            _row(books[book.key], _from(quantity),
                 format_amount(price.amount, book.currency, lang=lang))
            for book, quantity, price in found
        ],
        "actions": [{"label": _("For a customer"), "icon": "help", "size": "small",
                     "url": f"/products/price/?product={product.pk}"}],
    }  # fmt: skip


def in_book(access: Access, book: PriceBook) -> Drawn | None:
    """The prices that hold in a book: its own, and those that it has from the books above it."""
    if not sees(access, PriceBookEntry, "price", "product", "book"):
        return None
    above = [book.pk, *_above(book)]
    said = PriceBookEntry.objects.filter(book__in=above).values("product")
    products = list(access.rows(Product).filter(pk__in=said).order_by("name_sort", "pk")[:SHOWN])
    if not products:
        return None
    prices = PriceList.on(timezone.localdate(), products)
    lang = get_language() or "zh-hans"
    rows = [
        _line(product, _from(quantity), format_amount(price.amount, book.currency, lang=lang),
              "" if price.source is None or price.source.key == book.pk else price.source.name)
        for product in products for quantity, price in prices.of_book(book.pk, product)
    ]  # fmt: skip
    return {
        "columns": [
            {"label": _("product"), "pinned": True, "at": "2"},
            {"label": _("from quantity"), "numeric": True, "at": "2"},
            {"label": _("price"), "numeric": True, "at": "3"}, {"label": _("taken from")},
        ],
        "rows": rows,
        "actions": [{"label": _("Import a price list"), "icon": "import", "size": "small",
                     "url": "/import/?resource=price-book-entries"}]
        if access.can(PriceBookEntry, "import") else [],
    }  # fmt: skip


def _above(book: PriceBook) -> list[UUID]:
    """The books from which this one goes on, the nearest first."""
    parents = dict(PriceBook.objects.values_list("pk", "parent"))
    found: list[UUID] = []
    now = book.parent_id
    while now is not None and now not in (book.pk, *found):
        found.append(now)
        now = parents.get(now)
    return found


def _line(product: Product, quantity: str, price: str, source: str) -> Drawn:
    url = record_url(resource_for(Product), product.pk)
    return {
        "id": f"{product.pk}-{quantity}", "label": product.name,
        "cells": [
            {"kind": "link", "text": product.name, "url": url},
            {"kind": "number", "text": quantity}, {"kind": "number", "text": price},
            {"kind": "text", "text": source},
        ],
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


def _from(quantity: Decimal) -> str:
    return f"≥ {plain(quantity)}"


def for_whom(book: PriceBook) -> str:
    """`gold, 华东`; everybody."""
    said = [str(TIERS[tier]) for tier in book.tiers if tier in TIERS]
    return "、".join([*said, *book.regions]) or _("everybody")


register_panel(Product, Panel("prices", gettext_lazy("prices"), 15, "catalog/prices.html", prices))
register_panel(
    PriceBook, Panel("prices", gettext_lazy("prices"), 15, "catalog/prices.html", in_book)
)
