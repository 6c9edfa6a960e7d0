"""What a deal, a document, a customer earns us: at its head and line by line, by right."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.rights import Access
from zhike.catalog.models import Product
from zhike.people.models import Party
from zhike.records.lacking import lacks
from zhike.records.titles import named
from zhike.sales.models import Contract, Opportunity, Order, Quote
from zhike.sales.models.priced import PricedLine
from zhike.sales.profit.sums import (
    CONTRACTS,
    CUSTOMER,
    DEALS,
    KINDS,
    Sums,
    by_whole,
    earnings,
    rates_of,
    sales,
    together,
)  # fmt: skip
from zhike.sales.rules.profit import margin
from zhike.web.attention import Figure, register_attention, sees
from zhike.web.cells import money
from zhike.web.panels import Panel, register_panel
from zhike.web.summed import made_of

Drawn = dict[str, Any]
FIELDS = ("net_amount", "costed", "profit", "margin")
OF_LINE = ("product", "net_amount", "cost")
SOLD: tuple[type[Any], ...] = (Opportunity, Quote, Contract, Order)
LONGEST = 50


def may_see(access: Access, model: type[Any]) -> bool:
    """Whether the reader may know what records of a type earn: one right decides, on the cost."""
    return sees(access, model, *FIELDS)


def share(value: Decimal | None) -> str:
    """`28%`, `12.5%`; nothing where it is not known."""
    return "" if value is None else f"{value:.2f}".rstrip("0").rstrip(".") + "%"


def at_the_head(access: Access, sold: Any) -> Iterator[Figure]:
    """The profit as a key figure, with its share; without a known cost that is said."""
    if not may_see(access, type(sold)) or sold.net_amount is None:
        return
    if sold.profit is None:
        yield Figure(_("profit"), "–", note=_("cost unknown"))
        return
    drawn = money(sold.profit, sold.currency)
    note = share(sold.margin)
    if sold.costed != sold.net_amount:
        note = _("%(margin)s, of a part") % {"margin": note}
    yield Figure(_("profit"), drawn["text"], drawn["unit"], drawn["exact"], note,
                 "seal" if sold.profit < 0 else "")  # fmt: skip


def of_lines(access: Access, sold: Any) -> Drawn | None:
    """Line by line what is left, and which costs nobody knows."""
    line: type[PricedLine] = sold.lines.model
    if not may_see(access, type(sold)) or not sees(access, line, *OF_LINE):
        return None
    rows = list(sold.lines.order_by("pk")[: LONGEST + 1])
    if sold.net_amount is None or not rows:
        return None
    names = named(access, Product, {row.product_id for row in rows})
    unknown = [names.get(row.product_id, "") for row in rows if row.cost is None]
    total = {"key": _("Total"), "net": sold.net_amount, "costed": sold.costed,
             "profit": sold.profit, "margin": sold.margin}  # fmt: skip
    return {
        "columns": _columns(_("product")),
        "rows": [_line(row, names.get(row.product_id, ""), sold.currency)
                 for row in rows[:LONGEST]],
        "totals": cells(total, sold.currency),
        "unknown": _("; ").join(dict.fromkeys(filter(None, unknown))),
        "more": len(rows) > LONGEST,
    }  # fmt: skip


def _columns(first: str) -> list[Drawn]:
    return [
        {"label": first, "pinned": True, "at": "2"},
        {"label": _("amount without VAT"), "numeric": True},
        {"label": _("profit"), "numeric": True, "at": "3"},
        {"label": _("profit in %"), "numeric": True, "at": "3"},
    ]


def _line(row: Any, name: str, currency: str) -> Drawn:
    profit = None if None in (row.cost, row.net_amount) else row.net_amount - row.cost
    known = {"key": name, "net": row.net_amount, "profit": profit,
             "margin": margin(profit, row.net_amount or Decimal(0))}  # fmt: skip
    return {"id": str(row.pk), "label": name, "cells": cells(known, currency)}


def cells(known: Drawn, currency: str) -> list[Drawn]:
    """A row: what it is of, the amount without VAT, the profit, its share."""
    net, profit = known["net"], known["profit"]
    return [
        {"kind": "text", "text": capfirst(known["key"])},
        money(net, currency) if net is not None else {"kind": "text", "text": ""},
        money(profit, currency) if profit is not None
        else {"kind": "text", "text": _("cost unknown")},
        {"kind": "number", "text": share(known["margin"])},
    ]  # fmt: skip


def of_customer(access: Access, party: Party) -> Drawn | None:
    """What the deals won with a customer, and the contracts signed, have come to and earned."""
    rows, said = [], []
    for kind, label in ((DEALS, _("deals won")), (CONTRACTS, _("contracts signed"))):
        if not may_see(access, KINDS[kind]) or lacks(party, KINDS[kind], "party"):
            continue
        sums = _with(access, kind, party)
        if not sums.count:
            continue
        found = earnings(label, sums, rates_of([sums]))
        known = {"key": label, "net": found.net.total, "profit": found.profit,
                 "margin": found.margin}  # fmt: skip
        rows.append({"id": kind, "label": label, "cells": cells(known, found.net.base)})
        said += [made_of(found.net), _part(label, found.known)]
    if not rows:
        return None
    return {"columns": _columns(""), "rows": rows, "said": " ".join(filter(None, said))}


def _part(label: str, known: int | None) -> str:
    """That a profit is that of a part."""
    if known is None or known >= 100:
        return ""
    text = _("%(what)s: the cost of %(known)s%% of the sales is known.")
    return text % {"what": label, "known": known}


def _with(access: Access, kind: str, party: Party) -> Sums:
    rows = by_whole(sales(access, kind, (None, None)).filter(party=party), CUSTOMER)
    return together(rows.values())


for _model in SOLD:
    register_attention(40, _model, at_the_head)
    register_panel(
        _model, Panel("profit", gettext_lazy("profit"), 22, "sales/profit_of.html", of_lines)
    )
register_panel(
    Party, Panel("profit", gettext_lazy("profit"), 44, "sales/profit_of.html", of_customer)
)
