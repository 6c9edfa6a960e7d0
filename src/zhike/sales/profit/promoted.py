"""On the page of a promotion: what was sold under it, what it took off, what it brought.

What was sold under several at once is divided among them by what each took off, to the cent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, F, Q, QuerySet, Sum
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.rights import Access
from zhike.base.splitting import cents, split
from zhike.catalog.models import Promotion
from zhike.records.currencies import Dated, RatesByDay, Summed, era
from zhike.records.rules.numbers import plain
from zhike.sales.profit.panels import may_see, share
from zhike.sales.profit.sums import CONTRACTS, DEALS, KINDS, LINES, sold_on
from zhike.sales.rules.profit import margin
from zhike.web.attention import sees
from zhike.web.cells import money
from zhike.web.panels import Panel, register_panel
from zhike.web.summed import made_of

Drawn = dict[str, Any]
HUNDREDTHS = DecimalField(max_digits=30, decimal_places=4)
"""An amount times a quantity, which the database leaves in hundredths."""
NEEDED = ("product", "quantity", "amount", "net_amount", "promotion", "promotion_off")


def of_promotion(access: Access, promotion: Promotion) -> Drawn | None:
    """Deals won and contracts in force under it: how much, less what, earning what."""
    rows, said = [], []
    for kind, label in ((DEALS, _("deals won")), (CONTRACTS, _("contracts in force"))):
        if not sees(access, LINES[kind], *NEEDED) or not sees(access, KINDS[kind], "currency"):
            continue
        found = list(_sold(access, kind, promotion))
        if found:
            row, words = _row(access, kind, label, promotion, found)
            rows.append(row)
            said.append(words)
    if not rows:
        return None
    return {"columns": _columns(), "rows": rows, "said": " ".join(filter(None, said))}


def _sold(access: Access, kind: str, promotion: Promotion) -> QuerySet[Any]:
    """By currency and shares. A price above the promotion's is none under it."""
    line, model = LINES[kind], KINDS[kind]
    counts = Q(won_at__isnull=False) if kind == DEALS else Q(
        status__in=sorted(getattr(model, "standing", ()))
    )  # fmt: skip
    wholes = access.rows(model).filter(counts).values("pk")
    under = Q(promotion=promotion) | Q(
        promotion__isnull=False, promotion_shares__has_key=str(promotion.pk)
    )  # fmt: skip
    rows: QuerySet[Any] = QuerySet[Any](line).filter(
        under, **{f"{line.part_of}__in": wholes}, unit_price__lte=F("base_price")
    )
    known, currency = Q(cost__isnull=False), f"{line.part_of}__currency"
    by_currency = rows.annotate(sold_on=sold_on(kind)).order_by().values(
        "promotion_shares", in_currency=F(currency), at=era("sold_on", currency)
    )  # fmt: skip
    found: QuerySet[Any] = by_currency.annotate(
        lines=Count("pk"), pieces=Sum("quantity"), net=Sum("net_amount"),
        off=Sum(F("promotion_off") * F("quantity"), output_field=HUNDREDTHS),
        known=Sum("net_amount", filter=known), spent=Sum("cost", filter=known),
    )  # fmt: skip
    return found


def _parts(row: Mapping[str, Any], promotion: Promotion) -> dict[str, Decimal]:
    """What of these lines' sums is this promotion's: by what it took off of them."""
    whole = {name: row[name] or Decimal(0) for name in ("net", "off", "known", "spent")}
    whole["off"] = cents(whole["off"] / 100)
    shares: dict[str, str] = row["promotion_shares"]
    if not shares:
        return whole
    keys = sorted(shares)
    weights, place = [Decimal(shares[key]) for key in keys], keys.index(str(promotion.pk))
    return {name: split(sum_, weights)[place] for name, sum_ in whole.items()}


def _row(
    access: Access, kind: str, label: str, promotion: Promotion, found: list[Any]
) -> tuple[Drawn, str]:
    sums: dict[str, dict[Dated, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for row in found:
        for name, part in _parts(row, promotion).items():
            sums[name][row["in_currency"], row["at"]] += part
    rates = RatesByDay.of({currency for currency, _day in sums["net"]})
    net, off, known, spent = (rates.summed(sums[n]) for n in ("net", "off", "known", "spent"))
    cells: list[Drawn] = [
        {"kind": "text", "text": capfirst(label)},
        {"kind": "number", "text": f"{sum(row['lines'] for row in found):,}"},
        {"kind": "number", "text": plain(sum((row["pieces"] for row in found), Decimal(0)))},
        money(net.total, net.base), money(off.total, off.base),
        *_profit(access, kind, known, spent),
    ]  # fmt: skip
    return {"id": kind, "label": label, "cells": cells}, made_of(net)


def _profit(access: Access, kind: str, known: Summed, spent: Summed) -> list[Drawn]:
    """What it earned and its share; nothing for whoever may not know, or where no cost is known."""
    blank: Drawn = {"kind": "text", "text": ""}
    if not may_see(access, KINDS[kind]) or not sees(access, LINES[kind], "cost"):
        return [blank, blank]
    if not known.total:
        return [{"kind": "text", "text": _("cost unknown")}, blank]
    profit = known.total - spent.total
    share_ = {"kind": "number", "text": share(margin(profit, known.total))}
    return [money(profit, known.base), share_]


def _columns() -> list[Drawn]:
    return [
        {"label": _("sold under it"), "pinned": True, "at": "2"},
        {"label": _("lines"), "numeric": True},
        {"label": _("pieces"), "numeric": True},
        {"label": _("amount without VAT"), "numeric": True, "at": "3"},
        {"label": _("taken off by promotions"), "numeric": True},
        {"label": _("profit"), "numeric": True},
        {"label": _("profit in %"), "numeric": True},
    ]


register_panel(
    Promotion,
    Panel("brought", gettext_lazy("what it brought"), 15, "sales/promoted.html", of_promotion),
)
