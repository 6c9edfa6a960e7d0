"""A company that writes quotes: a bus for 1,000, a head of each team, rights for everybody."""

from __future__ import annotations

from typing import Any

from tests.sales.company import SalesCompany, party
from zhike.access.models import Grant, Role, Scope
from zhike.catalog.models import Product
from zhike.engagement.models import Approval
from zhike.ledger.current import change_set
from zhike.records import saving
from zhike.records.resource import resource_for, resource_named
from zhike.sales.models import Quote

QUOTES = resource_named("quotes")
VERBS = ("read", "create", "update", "delete", "void")


def house(company: SalesCompany) -> Any:
    """Everybody may write quotes; Zhou heads the teams; K10 costs 1,000, X 100 (and us 70)."""
    found: Any = company
    with change_set(by=None, door="system"):
        for role in Role.objects.all():
            for verb in VERBS:
                Grant(role=role, resource="quote", verb=verb, scope=Scope.OWN).save()
        for seen in Grant.objects.filter(resource="party", verb="read"):
            seen.scope = Scope.ALL
            seen.save()
        found.k10 = product("K10", 1000, cost=700, series="城客")
        found.x = product("X", 100, cost=70)
        for team in company.teams.values():
            team.head = company.people["周"]
            team.save()
    found.party = party(company, "蜀运")
    return found


def product(name: str, price: Any, **more: Any) -> Product:
    """A product on the list, without tax unless said."""
    made = Product(name=name, list_price=price, currency="CNY", **({"tax_rate": "0"} | more))
    made.save()
    return made


def quote(house: Any, by: str, *lines: dict[str, Any], **values: Any) -> Quote:
    """A draft of somebody's, over REST's own door to saving."""
    rows = [{"product": str(house.x.pk), **line} for line in lines or ({},)]
    raw = {"party": str(house.party.pk), "lines": rows} | values
    made: Quote = saving.create(QUOTES, house.access(by), raw)
    return made


def do(house: Any, quote: Quote, verb: str, by: str = "林", **raw: Any) -> Quote:
    """A verb on a quote, by somebody."""
    saving.perform(QUOTES, house.access(by), quote.pk, verb, raw)
    return reread(quote)


def reread(quote: Quote) -> Quote:
    """As it stands now."""
    return Quote.objects.get(pk=quote.pk)


def sent(house: Any, by: str, *lines: dict[str, Any], **values: Any) -> Quote:
    """One that the customer has; whoever is asked agrees."""
    made = do(house, quote(house, by, *lines, **values), "submit", by)
    if made.status == "submitted":
        agree(house, made)
    return do(house, made, "send", by)


def agree(house: Any, quote: Quote, by: str = "周") -> None:
    """Consent to what is asked about it."""
    asked = Approval.objects.get(purpose="document", status="open", about=f"quote:{quote.pk}")
    saving.perform(resource_for(Approval), house.access(by), asked.pk, "agree", {})
