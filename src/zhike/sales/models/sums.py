"""What documents come to: kept true with every write of theirs and of their lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Sum

from zhike.ledger.models import Record
from zhike.ledger.models.record import root_of
from zhike.ledger.projections import register, register_column
from zhike.ledger.writes import DELETE, Write
from zhike.sales.models.document import Document, DocumentLine
from zhike.sales.rules.amounts import line_amount, reduced

_lines: dict[str, type[DocumentLine]] = {}
"""The kinds of lines by the kind of their document."""


class Sums:
    """The projection that keeps every document's amount: its lines less its discount."""

    rank = 55
    is_late = False

    def apply(self, writes: Sequence[Write]) -> None:
        """Add up the lines of the documents of which these writes touch a line or the discount."""
        touched: dict[str, set[UUID]] = defaultdict(set)
        for write in writes:
            if write.kind in _lines and write.operation != DELETE and _concerns(write):
                touched[write.kind].add(write.id)
        for kind, ids in touched.items():
            add_up(_lines[kind], ids)


def _concerns(write: Write) -> bool:
    return not write.columns and (bool(write.parts) or "discount" in write.fields)


def add_up(line: type[DocumentLine], ids: Iterable[UUID]) -> None:
    """Work out what documents come to, and keep what changed; two queries and one a change."""
    document: type[Record] = root_of(line)
    rows = models.QuerySet[Any](document).filter(pk__in=set(ids))
    known = {pk: (discount, amount) for pk, discount, amount in
             rows.values_list("pk", "discount", "amount")}  # fmt: skip
    sums = models.QuerySet[Any](line).filter(**{f"{line.part_of}__in": list(known)})
    found = dict(sums.order_by().values_list(line.part_of).annotate(Sum("amount")))
    for pk, (discount, before) in known.items():
        amount = reduced(found.get(pk) or Decimal(0), discount)
        if amount != before:
            models.QuerySet[Any](document).filter(pk=pk).update(amount=amount)


def of_new(writes: Sequence[Write]) -> Iterator[Decimal]:
    """What new documents that come in bulk come to, for their rows to be written with."""
    for write in writes:
        values = {name: after for name, (_before, after) in write.fields.items()}
        kind = _lines[write.kind].record_type
        lines = (part.fields for part in write.parts if part.kind == kind)
        yield reduced(sum(map(_amount, lines), Decimal(0)), Decimal(values.get("discount") or 0))


def _amount(fields: Any) -> Decimal:
    values = {name: after for name, (_before, after) in fields.items()}
    if values.get("unit_price") is None:
        return Decimal(0)
    return line_amount(
        Decimal(values.get("quantity") or 1), Decimal(values["unit_price"]),
        Decimal(values.get("discount") or 0),
    )  # fmt: skip


def keep_sums(document: type[Document], line: type[DocumentLine]) -> None:
    """Keep the amounts of a kind of document, by its lines; said once beside the model."""
    _lines[document.record_type] = line
    register_column(document.record_type, "amount", of_new)


register(Sums())
