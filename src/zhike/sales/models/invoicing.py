"""What invoices come to, line by line and in all, and how much of contracts is invoiced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Sum

from zhike.ledger.projections import register
from zhike.ledger.writes import DELETE, Write
from zhike.sales.models.contract import Contract
from zhike.sales.models.invoice import InvoiceLine, InvoiceRequest
from zhike.sales.models.projecting import keep
from zhike.sales.rules.vat import taxes

NOUGHT = Decimal(0)
KIND = InvoiceRequest.record_type


class Invoicing:
    """The projection that keeps the sums of invoices, and what contracts are invoiced."""

    rank = 58
    is_late = False

    def apply(self, writes: Sequence[Write]) -> None:
        """Add up the invoices that these writes touch, and those of their contracts."""
        touched: set[UUID] = set()
        contracts: set[UUID] = set()
        for write in writes:
            if write.kind != KIND:
                continue
            contracts |= {UUID(str(one)) for one in write.fields.get("contract", ()) if one}
            if write.operation != DELETE:
                touched.add(write.id)
        if touched:
            contracts |= add_up(touched)
        if contracts:
            count_invoiced(contracts)


def add_up(ids: Iterable[UUID]) -> set[UUID]:
    """Work out tax and net of lines and invoices; the contracts that they are for."""
    waiting, contracts = sorted(ids), set()
    lines: dict[UUID, list[Any]] = defaultdict(list)
    for line in models.QuerySet[Any](InvoiceLine).filter(invoice__in=waiting).order_by("pk"):
        lines[line.invoice_id].append(line)
    rows = models.QuerySet[Any](InvoiceRequest).filter(pk__in=waiting)
    for row in rows.values("pk", "contract", "rounds_in_total", "amount", "net", "tax"):
        some = lines[row["pk"]]
        found = taxes([(one.amount, Decimal(one.tax_rate or 0)) for one in some],
                      in_total=row["rounds_in_total"])  # fmt: skip
        for line, tax in zip(some, found, strict=True):
            was = {"pk": line.pk, "tax": line.tax, "net": line.net}
            keep(InvoiceLine, was, tax=tax, net=line.amount - tax)
        amount, tax = sum((one.amount for one in some), NOUGHT), sum(found, NOUGHT)
        keep(InvoiceRequest, row, amount=amount, tax=tax, net=amount - tax)
        contracts |= {row["contract"]} - {None}
    return contracts


def count_invoiced(ids: Iterable[UUID]) -> None:
    """Work out what contracts are invoiced."""
    waiting = sorted(ids)
    issued = models.QuerySet[Any](InvoiceRequest).filter(contract__in=waiting, status="issued")
    sums = dict(issued.order_by().values_list("contract").annotate(Sum("amount")))
    rows = models.QuerySet[Any](Contract).filter(pk__in=waiting)
    for row in rows.values("pk", "invoiced"):
        keep(Contract, row, invoiced=sums.get(row["pk"]) or NOUGHT)


register(Invoicing())
