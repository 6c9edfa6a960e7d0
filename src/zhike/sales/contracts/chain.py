"""From the lead to the cash: what comes from what, said once, read upwards and downwards.

Each kind of record says by which of its fields it points at what it comes from, the nearest first.
Whatever is made of these later (payments, invoices) is added by `register_hop`. What the reader
may not see is passed over: neither its name nor that there is one is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from zhike.access.rights import Access
from zhike.ledger.models import Record
from zhike.ledger.models.record import field_of
from zhike.people.models import Lead
from zhike.records.resource import resource_for
from zhike.sales.models import Contract, Opportunity, Order, Quote

MOST = 20


@dataclass(frozen=True)
class Hop:
    """A kind of record in the chain: the fields that point at what it comes from, nearest first."""

    model: type[Record]
    comes_from: tuple[str, ...] = ()
    state: str = "status"
    amount: str = "amount"


_hops: list[Hop] = [
    Hop(Lead),
    Hop(Opportunity, ("lead",), state="stage"),
    Hop(Quote, ("opportunity",)),
    Hop(Contract, ("quote", "opportunity")),
    Hop(Order, ("contract", "quote", "opportunity")),
]


def register_hop(hop: Hop) -> None:
    """Add a kind of record behind those that are known; called when apps are ready."""
    _hops.append(hop)


def hops() -> list[Hop]:
    """The chain, from the lead on."""
    return list(_hops)


def hop_of(model: type[Record]) -> Hop:
    """The place of a kind of record in it."""
    return next(hop for hop in _hops if hop.model is model)


def origins(access: Access, record: Record) -> list[Record]:
    """What a record comes from, up to the lead: the nearest first, as far as the reader sees it."""
    found: list[Record] = []
    at: Record | None = record
    while at is not None:
        at = next(_above(access, at), None)
        if at is not None:
            found.append(at)
    return found


def _above(access: Access, record: Record) -> Iterator[Record]:
    """What it comes from, the nearest first; a lead that is out of sight ends it."""
    for name in _readable(access, hop_of(type(record))):
        id_ = getattr(record, f"{name}_id")
        if id_ is not None:
            yield from access.rows(_target(type(record), name)).filter(pk=id_)


def outcomes(access: Access, record: Record) -> list[list[Record]]:
    """What came of a record, kind by kind, as far as the reader sees it; up to twenty of each."""
    known: dict[type[Record], set[UUID]] = {type(record): {record.pk}}
    found = []
    for hop in _hops[_hops.index(hop_of(type(record))) + 1 :]:
        of_these = _of(access, hop, known)
        if of_these:
            some = list(access.rows(hop.model).filter(of_these).order_by("pk")[:MOST])
            known[hop.model] = {one.pk for one in some}
            if some:
                found.append(some)
    return found


def _of(access: Access, hop: Hop, known: dict[type[Record], set[UUID]]) -> Q:
    found = Q()
    for name in _readable(access, hop):
        if ids := known.get(_target(hop.model, name)):
            found |= Q(**{f"{name}__in": ids})
    return found


def _readable(access: Access, hop: Hop) -> list[str]:
    specs = resource_for(hop.model).specs(access)
    return [name for name in hop.comes_from if name in specs and specs[name].searchable]


def _target(model: type[Record], name: str) -> Any:
    return field_of(model, name).related_model
