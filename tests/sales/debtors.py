"""A small company whose customers owe it: contracts in force, instalments, payments."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone

from tests.sales.company import SalesCompany, party
from zhike.access.models import Grant, Role, Scope
from zhike.catalog.models import Product
from zhike.ledger.current import change_set
from zhike.records import saving
from zhike.records.resource import resource_for, resource_named
from zhike.sales.models import Contract, Payment, PaymentPlan

VERBS = {
    "contract": ("read", "create", "update", "delete", "void", "approve"),
    "payment-plan": ("read", "create", "update", "delete", "void", "write_off", "export"),
    "payment": ("read", "create", "update", "delete", "confirm", "reverse", "give_back", "import",
                "export"),
    "invoice-title": ("read", "create", "update", "delete"),
    "invoice-request": ("read", "create", "update", "delete", "void", "approve", "issue",
                        "export"),
    "task": ("read",),
}  # fmt: skip


def day(days: int) -> dt.date:
    """So many days from today."""
    return timezone.localdate() + dt.timedelta(days=days)


def grant(company: SalesCompany) -> SalesCompany:
    """Everybody of the company may do everything about money, as far as they reach."""
    with change_set(by=None, door="system"):
        for role in Role.objects.all():
            scope = role.name.split()[-1]
            for kind, verbs in VERBS.items():
                for verb in verbs:
                    Grant(role=role, resource=kind, verb=verb, scope=Scope(scope)).save()
        bus = Product(name="K10", list_price=1000, currency="CNY", tax_rate="13")
        bus.save()
    company.bus = bus
    company.party = party(company, "蜀运")
    return company


def contract(house: Any, amount: str = "1000000", by: str = "林", *, stands: bool = True,
             **values: Any) -> Contract:  # fmt: skip
    """A contract of so much, in force unless said otherwise."""
    raw = {
        "party": str(house.party.pk),
        "lines": [{"product": str(house.bus.pk), "unit_price": amount}],
    }
    access = house.access(by)
    made = saving.create(resource_named("contracts"), access, raw | values)
    if stands:
        saving.perform(resource_named("contracts"), access, made.pk, "submit", {})
    return reread(made)


def plan(house: Any, of: Contract, amount: str, due: int = 30, by: str = "林", **values: Any
         ) -> PaymentPlan:  # fmt: skip
    """An instalment, due so many days from now."""
    raw = {"contract": str(of.pk), "amount": amount, "due_on": day(due).isoformat()}
    return reread(saving.create(resource_named("payment-plans"), house.access(by), raw | values))


def pay(house: Any, amount: str, *shares: dict[str, Any], by: str = "林", **values: Any
        ) -> Payment:  # fmt: skip
    """A payment that is entered, with its shares."""
    raw = {"party": str(house.party.pk), "amount": amount, "received_on": day(0).isoformat()}
    rows = [{name: str(one) for name, one in share.items()} for share in shares]
    made = saving.create(
        resource_named("payments"), house.access(by), raw | {"shares": rows} | values
    )
    return reread(made)


def do(house: Any, record: Any, verb: str, by: str = "郭", **raw: Any) -> Any:
    """Somebody does something with a record; as it is afterwards."""
    saving.perform(resource_for(type(record)), house.access(by), record.pk, verb, raw)
    return reread(record)


def reread(record: Any) -> Any:
    """As it stands in the database."""
    return type(record).objects.get(pk=record.pk)


def money(text: str) -> Decimal:
    """An amount."""
    return Decimal(text)
