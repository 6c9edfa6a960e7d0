"""A house that writes quotes, contracts and orders, and a deal of which they are made."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone

from tests.sales import company as selling
from zhike.access.models import Grant, Role
from zhike.catalog.models import Product
from zhike.ledger.current import change_set
from zhike.people.models import Party
from zhike.records import saving
from zhike.records.resource import resource_for, resource_named
from zhike.sales.models import Contract, Opportunity, OpportunityLine, Order, Quote

VERBS = ("read", "create", "update", "delete", "void", "approve", "export", "import")


class House:
    """A small company whose people write documents; a bus costs 1,000, a charger 50."""

    def __init__(self) -> None:
        """Lin sells; Zhou leads the west; He is in the south."""
        self.company = selling.found()
        with change_set(by=None, door="system"):
            for role in Role.objects.all():
                scope = Grant.objects.filter(role=role, resource="party", verb="read").get().scope
                for kind in ("quote", "contract", "order", "lead", "public-link"):
                    for verb in (*VERBS, "convert"):
                        Grant(role=role, resource=kind, verb=verb, scope=scope).save()
            self.bus = Product(name="K10", list_price=1000, currency="CNY", tax_rate="13")
            self.bus.save()
            self.charger = Product(name="P120", list_price=50, currency="CNY", tax_rate="13")
            self.charger.save()
            for team in self.company.teams.values():
                team.head = self.company.people["周"]
                team.save()
        self.party = selling.party(self.company, "蜀运")
        self.contact = Party(name="何卫国", kind="person", owner=self.company.people["林"])
        with change_set(by=None, door="system"):
            self.contact.save()

    def access(self, name: str = "林", door: str = "web") -> Any:
        """What one of them may do."""
        return self.company.access(name, door)

    def make(self, kind: str, *lines: dict[str, Any], by: str = "林", **values: Any) -> Any:
        """A draft with lines; a bus where none is given."""
        raw = {"party": str(self.party.pk), "contact": str(self.contact.pk), "lines": [
            {"product": str(self.bus.pk), **line} for line in lines or ({},)]}  # fmt: skip
        return saving.create(resource_named(kind), self.access(by), raw | values)

    def do(self, document: Any, verb: str, by: str = "林", **raw: Any) -> Any:
        """Somebody does something with it."""
        resource = resource_for(type(document))
        return saving.perform(resource, self.access(by), document.pk, verb, raw)

    def change(self, document: Any, by: str = "林", **raw: Any) -> Any:
        """Somebody changes something of it."""
        return saving.change(resource_for(type(document)), self.access(by), document.pk, raw)

    def in_force(self, *lines: dict[str, Any], **values: Any) -> Contract:
        """A contract that has taken effect."""
        return self.do(self.make("contracts", *lines, **values), "submit")

    def ordered(self, *lines: dict[str, Any], **values: Any) -> Order:
        """An order that waits for the customer."""
        return self.do(self.make("orders", *lines, **values), "submit")

    def accepted(self, *lines: dict[str, Any], **values: Any) -> Quote:
        """A quote that the customer has accepted."""
        quote = self.do(self.make("quotes", *lines, **values), "submit")
        with change_set(by=None, door="system"):
            quote = reread(quote)
            quote.go_to(Quote.Status.ACCEPTED)
        return quote

    def won_deal(self, **values: Any) -> Opportunity:
        """A deal that was won, with two kinds of lines."""
        deal = selling.deal(self.company, party=self.party, **values)
        if deal is None:
            deal = Opportunity.objects.order_by("-pk").first()
        with change_set(by=None, door="system"):
            for product, quantity, price in ((self.bus, 3, "980.50"), (self.charger, 2, "50")):
                OpportunityLine(opportunity=deal, product=product, quantity=Decimal(quantity),
                                unit_price=Decimal(price)).save()  # fmt: skip
        return self.do(deal, "win")


def reread(record: Any) -> Any:
    """The record as it is now."""
    return type(record).objects.get(pk=record.pk)


def day(days: int) -> dt.date:
    """A day so many days from today."""
    return timezone.localdate() + dt.timedelta(days=days)


def told(lines: Any) -> list[tuple[str, Decimal, Decimal, Decimal]]:
    """What lines say."""
    return [
        (line.product.name, line.quantity, line.unit_price, line.discount)
        for line in lines.select_related("product").order_by("pk")
    ]
