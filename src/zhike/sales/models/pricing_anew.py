"""Lines priced anew: another customer, another currency or another day may mean other prices."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from zhike.catalog.pricing import PriceList
from zhike.ledger.together import save_together


def price_anew(whole: Any, lines: Iterable[Any]) -> None:
    """Look up what the list says today for all lines, with one reading of it, and keep that.

    A price that somebody typed stays; how far it is from the list is known again.
    """
    found = list(lines.select_related("product") if hasattr(lines, "select_related") else lines)
    prices = PriceList.on(timezone.localdate(), [line.product for line in found])
    for line in found:
        setattr(line, line.part_of, whole)
        before = line.base_price
        line.look_up(prices)
        if line.unit_price == before:
            line.unit_price = line.base_price
    save_together(found)
