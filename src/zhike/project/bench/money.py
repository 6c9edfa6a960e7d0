"""The benchmark's money: contracts, instalments, payments and invoices, and the pages about them.

The rows go straight into their tables, past the ledger: what is measured is reading them.
"""

from __future__ import annotations

import datetime as dt
import json
import time
import uuid
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction
from django.utils import timezone

from zhike.access.rights import system_access
from zhike.people.models import Party
from zhike.project.bench.client import Request
from zhike.project.bench.company import Company
from zhike.project.bench.pages import Probe
from zhike.project.bench.selling import ensure_dollars
from zhike.sales.models import Contract, InvoiceRequest, Payment, PaymentPlan
from zhike.sales.models.outstanding import Outstanding, count

CHUNK = 2000
INSTALMENTS = 3
FOREIGN_ONE_IN = 20
OPEN_IN_100 = 2
OLDEST, LATEST = 1500, 180
INSTALMENT = 30_000
SAMPLES = 20


def prepare(payments: int) -> None:
    """So many payments and instalments, a third as many contracts and invoices, unless there."""
    if Payment.objects.exists():
        return
    ensure_dollars(system_access())
    rows = Party.objects.filter(owner__isnull=False).order_by("pk").values_list("pk", "owner")
    contracts = _contracts(list(rows), payments // INSTALMENTS)
    plans = _plans(contracts)
    keep(Contract, contracts)
    keep(PaymentPlan, plans)
    keep(InvoiceRequest, _invoices(contracts))
    paid = [plan for plan in plans if not plan.left]
    keep(Payment, (_payment(paid[n % len(paid)], n) for n in range(payments)))
    _count(sorted({plan.party_id for plan in plans if plan.left}))
    look_over()


def _count(parties: Sequence[UUID]) -> None:
    for begin in range(0, len(parties), CHUNK):
        with transaction.atomic():
            count(parties[begin : begin + CHUNK])


def counted() -> dict[str, Any]:
    """What there is, and how long it takes to count anew what all customers owe."""
    open_ = PaymentPlan.objects.filter(left__gt=0)
    parties = sorted(set(open_.values_list("party", flat=True)))
    start = time.perf_counter()
    _count(parties)
    seconds = round(time.perf_counter() - start, 1)
    return {
        "payments": Payment.objects.count(), "instalments": PaymentPlan.objects.count(),
        "open": open_.count(), "contracts": Contract.objects.count(),
        "invoices": InvoiceRequest.objects.count(), "debtors": len(parties),
        "sums": Outstanding.objects.count(), "recount_seconds": seconds,
    }  # fmt: skip


def probes(company: Company, who: str) -> Iterator[Probe]:
    """The pages about money, and what is written about it most often."""
    access = company.access(who)
    for name, path in (
        ("receivables", "/receivables/"), ("receivables by owner", "/receivables/?by=owner"),
        ("receivables by team", "/receivables/?by=team"), ("payments", "/payments/"),
        ("instalments", "/payment-plans/"), ("invoices", "/invoice-requests/"),
        ("contracts", "/contracts/"),
    ):  # fmt: skip
        yield Probe(name, lambda _n, path=path: Request(path))  # type: ignore[misc]
    kinds: Sequence[tuple[str, type[Any], str]] = (
        ("a contract", Contract, "contracts"), ("a payment", Payment, "payments"),
        ("an invoice", InvoiceRequest, "invoice-requests"),
    )  # fmt: skip
    for name, model, kind in kinds:
        ids = list(access.rows(model).order_by("-pk").values_list("pk", flat=True)[:SAMPLES])
        paths = [f"/{kind}/{pk}/" for pk in ids]
        yield Probe(name, lambda n, paths=paths: Request(paths[n % len(paths)]))  # type: ignore[misc]
    rows = access.rows(PaymentPlan).filter(left__gt=0).order_by("due_on", "pk")
    owing = list(dict.fromkeys(rows.values_list("party", flat=True)[:SAMPLES]))
    paths = [f"/parties/{pk}/" for pk in owing]
    yield Probe("a customer who owes", lambda n: Request(paths[n % len(paths)]))
    yield Probe("API payments", lambda _n: Request("/api/v1/payments?limit=50"), is_api=True)
    yield Probe("API pay", lambda n: _payment_of(owing[n % len(owing)]), is_api=True)


def _payment_of(party: UUID) -> Request:
    body = {"party": str(party), "amount": "10.00", "currency": "CNY",
            "received_on": timezone.localdate().isoformat()}  # fmt: skip
    headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
    return Request("/api/v1/payments", json.dumps(body), headers)


def keep(model: type[models.Model], rows: Iterable[Any], *, dated: bool = True) -> None:
    """Write these rows, as of now where they are to be `dated`."""
    waiting = iter(rows)
    while some := list(islice(waiting, CHUNK)):
        now = timezone.now()
        for row in some if dated else ():
            row.version, row.created_at, row.updated_at = 1, now, now
        with transaction.atomic():
            models.QuerySet[Any](model).bulk_create(some)


def look_over() -> None:
    """Let the database look at what it holds now, as PostgreSQL does by itself and SQLite never."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _contracts(customers: Sequence[tuple[UUID, UUID]], how_many: int) -> list[Contract]:
    found = []
    for number in range(how_many):
        party, owner = customers[number % len(customers)]
        values: dict[str, Any] = {"amount": INSTALMENTS * INSTALMENT}
        found.append(Contract(
            party_id=party, owner_id=owner, name=f"合同{number}", number=f"HT{number:08}",
            status="approved", currency="CNY" if number % FOREIGN_ONE_IN else "USD", **values,
        ))  # fmt: skip
    return found


def _plans(contracts: Iterable[Contract]) -> list[PaymentPlan]:
    chance, today = Random(5), timezone.localdate()  # noqa: S311 (no secret)
    found = []
    for contract in contracts:
        for number in range(1, INSTALMENTS + 1):
            late = chance.randrange(-LATEST, OLDEST)
            is_open = late < 0 or chance.randrange(100) < OPEN_IN_100
            values: dict[str, Any] = {
                "amount": INSTALMENT,
                "left": INSTALMENT if is_open else 0,
                "received": 0 if is_open else INSTALMENT,
                "number": number,
                "status": "done" if not is_open else "overdue" if late > 0 else "open",
            }
            found.append(PaymentPlan(
                contract_id=contract.pk, party_id=contract.party_id, owner_id=contract.owner_id,
                currency=contract.currency, due_on=today - dt.timedelta(days=late), **values,
            ))  # fmt: skip
    return found


def _invoices(contracts: Iterable[Contract]) -> Iterator[InvoiceRequest]:
    today = timezone.localdate()
    for number, one in enumerate(contracts):
        values: dict[str, Any] = {"amount": one.amount, "net": one.amount, "contract_id": one.pk}
        is_issued = number % 10 > 0
        yield InvoiceRequest(
            party_id=one.party_id, owner_id=one.owner_id, name=one.name, number=f"KP{number:08}",
            currency=one.currency, status="issued" if is_issued else "approved",
            invoice_number=f"{number:020}" if is_issued else "",
            issued_on=today - dt.timedelta(days=number % OLDEST) if is_issued else None, **values,
        )  # fmt: skip


def _payment(plan: PaymentPlan, number: int) -> Payment:
    values: dict[str, Any] = {"amount": plan.amount, "received_on": plan.due_on}
    return Payment(
        party_id=plan.party_id, owner_id=plan.owner_id, currency=plan.currency,
        status="confirmed", reference=f"R{number}", **values,
    )  # fmt: skip
