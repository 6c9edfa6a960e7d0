"""A version beside the one that it revises: what differs, line by line."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.base.money import format_amount
from zhike.records.resource import resource_for
from zhike.records.rules.numbers import plain
from zhike.sales.models import Quote, QuoteLine
from zhike.sales.quotes.limits import lines_of
from zhike.web.links import url_of
from zhike.web.panels import Panel, register_panel

Drawn = dict[str, Any]
FIELDS = ("quantity", "unit_price", "discount", "tax_rate", "amount")
OF_WHOLE = ("discount", "amount", "valid_until", "currency")


def differing(access: Access, quote: Quote) -> Drawn | None:
    """What another version says otherwise, as far as the reader sees both."""
    older = quote.revises
    if older is None or not access.reaches(older, "read"):
        return None
    specs, of_lines = resource_for(Quote).specs(access), resource_for(QuoteLine).specs(access)
    if "product" not in of_lines:
        return None
    rows = [
        _row(str(specs[name].label), specs[name].text(older), specs[name].text(quote))
        for name in OF_WHOLE
        if name in specs and specs[name].value(older) != specs[name].value(quote)
    ]
    before, now = _by_product(older), _by_product(quote)
    for key in [*before, *(key for key in now if key not in before)]:
        texts = [_words(of_lines, side[key]) if key in side else "" for side in (before, now)]
        if texts[0] != texts[1]:
            some = before.get(key) or now[key]
            rows.append(_row(str(some.product), *texts))
    label = _("version %(n)s")
    return {
        "columns": [{"label": _("what differs"), "pinned": True, "at": "2"},
                    {"label": label % {"n": older.edition}, "at": "2"},
                    {"label": label % {"n": quote.edition}, "at": "3"}],
        "rows": rows, "foot": {"label": str(older), "url": url_of(Quote, older.pk)},
    }  # fmt: skip


def _by_product(quote: Quote) -> dict[tuple[Any, int], Any]:
    """Its lines by product, those of one product counted."""
    found: dict[tuple[Any, int], Any] = {}
    for line in lines_of(quote):
        number = sum(1 for product, _n in found if product == line.product_id)
        found[line.product_id, number] = line
    return found


def _words(specs: Drawn, line: Any) -> str:
    """`3 × CNY 95.00 − 5% = CNY 270.75`, of what the reader may see."""
    lang = get_language() or "zh-hans"

    def money(name: str) -> str:
        amount = specs[name].value(line) if name in specs else None
        return "" if amount is None else format_amount(amount, line.quote.currency, lang=lang)

    factors = [plain(line.quantity)] if "quantity" in specs else []
    factors += [money("unit_price")] if money("unit_price") else []
    text = " × ".join(factors)
    if "discount" in specs and line.discount != Decimal(0):
        text += f" − {plain(line.discount)}%"
    return f"{text} = {money('amount')}" if money("amount") else text


def _row(name: str, before: str, now: str) -> Drawn:
    cells = [{"kind": "text", "text": text} for text in (name, before, now)]
    return {"id": "", "label": name, "cells": cells}


register_panel(
    Quote,
    Panel("versions", gettext_lazy("compared with the earlier version"), 8,
          "sales/quote_versions.html", differing),
)  # fmt: skip
