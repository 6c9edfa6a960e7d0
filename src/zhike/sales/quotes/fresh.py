"""Whether the prices of a draft are those of today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone

from zhike.base.errors import N_, BadValue
from zhike.catalog.pricing import PriceList, buyer_of
from zhike.ledger.current import current
from zhike.sales.models import Quote
from zhike.sales.models.document import APPROVED, CLEARING, SUBMITTED, is_draft
from zhike.sales.models.reasons import register_refusal
from zhike.sales.quotes.limits import lines_of


def stale_since(quote: Quote, lines: Sequence[Any]) -> dt.date | None:
    """The day by which a draft is priced, where the list says something else by now."""
    today, of = timezone.localdate(), quote.priced_on
    followed = [line for line in lines if line.base_price is not None]
    if of is None or of == today or not followed:
        return None
    prices, buyer = PriceList.on(today, [line.product for line in followed]), buyer_of(quote.party)
    for line in followed:
        quantity = Decimal(line.quantity or 0)
        found = prices.price(line.product, quantity, quote.currency, buyer)
        if found is None or found.amount != line.base_price:
            return of
    return None


def refusals(quote: Quote, status: str) -> Iterator[tuple[str, BadValue]]:
    """Nobody asks for consent to prices, or sends them, that the list has left behind unnoticed."""
    if status not in (SUBMITTED, APPROVED) or not is_draft(quote):
        return
    if current().row.door in CLEARING:
        return
    since = stale_since(quote, lines_of(quote))
    if since is not None:
        message = N_("Prices have changed since %(day)s: price it anew, look, and submit it then.")
        yield "priced_on", BadValue("stale", message, day=since)


register_refusal(Quote, refusals)
