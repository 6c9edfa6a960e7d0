"""The live duplicate check measured: what is typed in, how long until it is known who is there.

First the check itself in this process, by the clock and by the processor; then whole requests to
the server, as the form of a new customer sends them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from random import Random
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone

from zhike.access.rights import Access
from zhike.base.pinyin import readings
from zhike.exchange.match.company_names import parse
from zhike.ledger.writes import Write
from zhike.people.duplicates.asking import ask, ask_lead
from zhike.people.models import ContactPoint, Lead, Party
from zhike.project.bench import report
from zhike.project.bench.client import Browser, Request, one, percentile
from zhike.project.bench.company import Company, write
from zhike.project.bench.names import Customer, Names
from zhike.project.bench.records import new
from zhike.project.bench.server import worked

PARTIES_OF_A_LEAD = 100
SAMPLE, WARM = 200, 20
LOOKED_AT = 20_000
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
Typed = dict[str, Any]
Ask = Callable[[Typed, Access], object]


def measure(
    company: Company, browser: Browser, server: int, count: int = SAMPLE
) -> list[dict[str, Any]]:
    """Each kind of question, in this process and through the server."""
    _make_leads(company.size)
    access, rows = company.access("all"), []
    for name, asked in _questions(count).items():
        if not asked:
            continue
        check: Ask = ask_lead if name.startswith("lead") else ask
        row = {"asked": name, **_alone(check, asked, access)}
        row |= _through_the_server(browser, server, name, asked)
        rows.append(row)
        report.live(row, title=len(rows) == 1)
    return rows


def _make_leads(size: int) -> None:
    """One open lead for every hundred customers; every other of somebody who is one."""
    if not Lead.objects.exists():
        write("leads", islice(_leads(), max(size // PARTIES_OF_A_LEAD, 2)))


def _leads() -> Iterator[Write]:
    known, now = _customers(1), timezone.now()
    for number, (asker, other) in enumerate(zip(_customers(7), _customers(9), strict=True)):
        firm = next(known) if number % 2 else other
        yield new(Lead, {"name": asker.name, "company_name": firm.name,
                         "mobile": asker.phone, "email": asker.email,
                         "status_since": now})  # fmt: skip


def _questions(count: int) -> dict[str, list[Typed]]:
    """What people type, by kind; the same every time."""
    chance = Random(11)  # noqa: S311 (no secret)
    rows = Party.objects.order_by("pk").values_list("pk", "name", "kind")[:LOOKED_AT]
    some = chance.sample(list(rows), min(len(rows), 8 * count))
    numbers = ContactPoint.objects.filter(party__in=[pk for pk, *_ in some[:900]], type="phone")
    firms = [name for _, name, kind in some if kind == Party.Kind.ORGANIZATION]
    chinese = [name for name in firms if not name.isascii()][:count]
    phones = list(numbers.values_list("value", flat=True))[:count]
    made = [customer for customer in islice(_customers(13), 2 * count) if not customer.is_person]
    return {
        "full name": [_firm(name) for name in firms[:count]],
        "core": [_firm(parse(name).core) for name in chinese],
        "core and trade": [_firm(parse(name).core + parse(name).trade) for name in chinese],
        "one wrong character": [_firm(_mistyped(name, chance)) for name in chinese],
        "pinyin": [_firm(readings(parse(name).core).full) for name in chinese],
        "initials": [_firm(readings(parse(name).core).initials) for name in chinese],
        "person": [{"name": name, "kind": "person"} for _, name, kind in some
                   if kind == Party.Kind.PERSON][:count],
        "telephone": [_firm("", phone) for phone in phones],
        "name and telephone": list(map(_firm, chinese, phones)),
        "nobody's name": [_firm(customer.name, customer.phone) for customer in made[:count]],
        "lead": [{"name": customer.name, "company_name": name, "mobile": customer.phone}
                 for customer, name in zip(_customers(17), chinese, strict=False)],
    }  # fmt: skip


def _customers(seed: int) -> Iterator[Customer]:
    names = Names(seed)
    while True:
        yield names.customer()


def _firm(name: str, phone: str = "") -> Typed:
    typed: Typed = {"name": name, "kind": "organization"}
    return typed | {"contact_points": [{"type": "phone", "value": phone}]} if phone else typed


def _mistyped(name: str, chance: Random) -> str:
    core = parse(name).core
    at = chance.randrange(len(core))
    return name.replace(core, f"{core[:at]}庚{core[at + 1 :]}")


def _alone(check: Ask, asked: list[Typed], access: Access) -> dict[str, Any]:
    for typed in islice(cycle(asked), WARM):
        check(typed, access)
    clock, processor = [], []
    for typed in asked:
        began, worked = time.perf_counter(), time.process_time()
        check(typed, access)
        clock.append((time.perf_counter() - began) * 1000)
        processor.append((time.process_time() - worked) * 1000)
    return {
        "questions": len(asked), "median": percentile(clock, 0.5), "p99": percentile(clock, 0.99),
        "cpu_median": percentile(processor, 0.5), "cpu_p99": percentile(processor, 0.99),
    }  # fmt: skip


def _through_the_server(
    browser: Browser, server: int, name: str, asked: list[Typed]
) -> dict[str, Any]:
    path = "/leads/hints/" if name.startswith("lead") else "/parties/hints/"

    def make(number: int) -> Request:
        return Request(path, _form(browser, asked[number % len(asked)]), FORM)

    one(browser, make, WARM)
    began = worked(server)
    times = one(browser, make, len(asked), warm=0)
    return {
        "request_median": percentile(times.page, 0.5), "request_p99": percentile(times.page, 0.99),
        "request_cpu": round((worked(server) - began) * 1000 / len(asked), 1),
        "queries": times.queries, "failed": times.failed,
    }  # fmt: skip


def _form(browser: Browser, typed: Typed) -> str:
    values = {name: value for name, value in typed.items() if name != "contact_points"}
    for point in typed.get("contact_points", ()):
        values |= {f"contact_points-0-{name}": value for name, value in point.items()}
    return urlencode(values | {"csrfmiddlewaretoken": browser.cookies["csrftoken"]})
