"""Five hundred lines sold in the benchmark: a quote is written and changed; contract and order."""

from __future__ import annotations

import datetime as dt
import itertools
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from zhike.access.rights import Access, system_access
from zhike.base.ids import uuid7
from zhike.catalog.models import Product
from zhike.people.models import Party
from zhike.records import saving
from zhike.records.models import ExchangeRate
from zhike.records.resource import resource_for
from zhike.sales.models import Contract, Quote

LINES = 500
ROUNDS = 5


def measure() -> list[dict[str, Any]]:
    """How long the server works at each, in milliseconds of its CPU: no browser waits meanwhile."""
    access = system_access()
    products = _products(access)
    party = Party.objects.order_by("pk").values_list("pk", flat=True)[0]
    rows = [{"product": str(one.pk), "quantity": str(1 + n % 9)} for n, one in enumerate(products)]
    resource = resource_for(Quote)
    made = []

    def write() -> None:
        raw = {"party": str(party), "lines": rows}
        made.append(saving.create(resource, access, raw))

    found = [_timed(f"{LINES} lines written", write)]
    quote = made[0]
    ids = [str(pk) for pk in quote.lines.values_list("pk", flat=True)]

    def all_lines() -> None:
        changed = [{"id": id_, "quantity": str(10 + len(found))} for id_ in ids]
        saving.change(resource, access, quote.pk, {"lines": changed})
        found.append({})

    def one_line() -> None:
        found.append({})
        changed = [{"id": ids[0], "quantity": str(100 + len(found))}]
        saving.change(resource, access, quote.pk, {"lines": changed})

    lines = list(quote.lines.all())
    for line in lines:
        line.quote = quote
    return [
        found[0], _timed("recalculated", lambda: _recalculate(lines)),
        _timed("all lines changed", all_lines), _timed("one line changed", one_line),
        _timed("into another currency", _turned(access, quote)),
        *_gone_on_from(access, made),
    ]  # fmt: skip


def ensure_dollars(access: Access) -> None:
    """The rate of the dollar, for whatever is sold in it."""
    if not ExchangeRate.objects.filter(currency="USD").exists():
        with access.change_set("bench"):
            ExchangeRate(currency="USD", rate="7.1", valid_from=dt.date(2020, 1, 1)).save()


def _turned(access: Access, quote: Quote) -> Callable[[], None]:
    """What prices the quote in dollars, then in yuan again, and so on."""
    ensure_dollars(access)
    currencies = itertools.cycle(("USD", "CNY"))

    def turn() -> None:
        raw = {"currency": next(currencies)}
        saving.change(resource_for(Quote), access, quote.pk, raw)

    return turn


def _gone_on_from(access: Access, quotes: list[Any]) -> list[dict[str, Any]]:
    """The quotes become contracts, and these orders, each of all the lines."""
    with access.change_set("bench"):
        for quote in quotes:
            quote.refresh_from_db()
            quote.status = Quote.Status.ACCEPTED
            quote.save()
    waiting, signed = iter(quotes), []

    def contract() -> None:
        quote = next(waiting)
        signed.append(saving.perform(resource_for(Quote), access, quote.pk, "make_contract", {}))

    found = [_timed("contract of it", contract)]
    contracts = [one.made for one in signed]
    with access.change_set("bench"):
        for one in contracts:
            one.status = Contract.Status.APPROVED
            one.save()
    agreed = iter(contracts)

    def order() -> None:
        saving.perform(resource_for(Contract), access, next(agreed).pk, "make_order", {})

    return [*found, _timed("order of it", order)]


def _products(access: Access) -> list[Product]:
    products = [
        Product(name=f"{n} {uuid7().hex[-6:]}", list_price=f"{100 + n}.00", cost=f"{50 + n}.00",
                currency="CNY", tax_rate="13")
        for n in range(LINES)
    ]  # fmt: skip
    with access.change_set("bench"):
        for product in products:
            product.save()
    return products


def _recalculate(lines: list[Any]) -> None:
    type(lines[0]).make_ready(lines)
    for line in lines:
        line.look_up()
        line.count_cost()
        line.derive(line.state())


def _timed(name: str, deed: Callable[[], None]) -> dict[str, Any]:
    times = []
    for _round in range(ROUNDS):
        start = time.process_time()
        deed()
        times.append((time.process_time() - start) * 1000)
    return {"name": name, "median": round(median(times), 1), "most": round(max(times), 1),
            "failed": 0}  # fmt: skip
