"""Lines priced anew: another customer, another currency or another day may mean other prices."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from zhike.ledger.together import save_together


def price_anew(whole: Any, lines: Iterable[Any]) -> None:
    """Look up what the list says today for all lines, with one reading of it, and keep that.

    A price that somebody typed stays; how far it is from the list is known again.
    """
    found = list(lines)
    for line in found:
        setattr(line, line.part_of, whole)
    if found:
        type(found[0]).make_ready(found)
    for line in found:
        before = line.base_price
        line.look_up()
        line.count_cost()
        if line.unit_price == before:
            line.unit_price = line.base_price
    save_together(found)
