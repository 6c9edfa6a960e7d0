"""Where a lead, deal or document comes from, what came of it; and an order's way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from zhike.access.rights import Access
from zhike.ledger.models import Record
from zhike.records.resource import resource_for
from zhike.records.titles import named, titles
from zhike.sales.contracts.chain import hop_of, hops, origins, outcomes
from zhike.sales.contracts.steps import steps_of
from zhike.sales.models import Order
from zhike.web.cells import TONES, Cell, money
from zhike.web.links import record_url
from zhike.web.panels import Panel, register_panel

PLACE = 6


def chain(access: Access, record: Record) -> dict[str, Any] | None:
    """Both ways; nothing where it neither comes from anything nor came to anything."""
    from_ = origins(access, record)
    to = outcomes(access, record)
    if not (from_ or to):
        return None
    return {
        "origins": [line for one in reversed(from_) for line in _lines(access, [one])],
        "outcomes": [line for some in to for line in _lines(access, some)],
    }  # fmt: skip


def _lines(access: Access, records: Sequence[Record]) -> list[dict[str, Any]]:
    """Records of one kind as lines: what it is, what it is called, how far, what it comes to."""
    resource = resource_for(type(records[0]))
    called, states = titles(access, records), _states(access, records)
    return [
        {
            "icon": resource.icon, "kind": capfirst(str(resource.label)),
            "name": called[one.pk], "url": record_url(resource, one.pk),
            "state": states[one.pk]["text"], "tone": states[one.pk]["tone"],
            "amount": _amount(access, one),
        }
        for one in records
    ]  # fmt: skip


def _states(access: Access, records: Sequence[Record]) -> dict[Any, Cell]:
    """How far each is, as far as the reader may know."""
    hop = hop_of(type(records[0]))
    spec = resource_for(hop.model).specs(access).get(hop.state)
    if spec is None or not spec.searchable:
        return {one.pk: {"text": "", "tone": ""} for one in records}
    values = {one.pk: spec.value(one) for one in records}
    if spec.target is not None:
        names = named(access, spec.target, set(values.values()) - {None})
        return {pk: {"text": names.get(id_, ""), "tone": ""} for pk, id_ in values.items()}
    return {
        one.pk: {"text": spec.text(one), "tone": TONES.get(str(values[one.pk]), "")}
        for one in records
    }  # fmt: skip


def _amount(access: Access, record: Any) -> Cell | None:
    hop = hop_of(type(record))
    specs = resource_for(hop.model).specs(access)
    spec = specs.get(hop.amount)
    if spec is None or not spec.searchable or not spec.value(record):
        return None
    return money(spec.value(record), str(record.currency))


def way(access: Access, order: Order) -> dict[str, Any] | None:
    """How far an order is on its way to the customer, with the days."""
    specs = resource_for(Order).specs(access)
    steps = steps_of(order, specs) if "status" in specs else []
    return {"steps": steps} if steps else None


for _hop in hops():
    register_panel(
        _hop.model,
        Panel("chain", gettext_lazy("from lead to cash"), PLACE, "sales/chain.html", chain,
              side=True),
    )  # fmt: skip
register_panel(Order, Panel("way", gettext_lazy("delivery"), 3, "sales/order_way.html", way))
