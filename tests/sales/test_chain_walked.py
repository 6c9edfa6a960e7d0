"""From the lead to the invoice by REST, and on the pages back again link by link, and forward."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tests.api.company import Api
from tests.sales.company import found
from zhike.access.models import ApiToken, User
from zhike.catalog.models import Product
from zhike.ledger.current import change_set

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("A20")]
WAY = ["leads", "opportunities", "quotes", "contracts", "orders", "invoice-requests"]
LINES = re.compile(r'<h3 class="small soft">([^<]+)</h3>\s*<ul class="plain-list">(.*?)</ul>', re.S)
LINK = re.compile(r'<a href="([^"]+)"')


class Seller:
    """Somebody who goes the way by REST and looks at the pages."""

    def __init__(self) -> None:
        """An administrator, so that nothing is out of sight."""
        found()
        with change_set(by=None, door="system"):
            boss = User(login="boss", name="boss", is_admin=True, language="en")
            boss.save()
            self.api = Api(ApiToken.issue(boss))
        self.browser = Client()
        self.browser.force_login(User.objects.get(pk=boss.pk))

    def ask(self, path: str, body: dict[str, Any] | None = None, code: int = 200) -> Any:
        """Have something done."""
        answer = self.api.post(path, body or {})
        assert answer.status_code == code, answer.json()
        return answer.json()

    def only(self, kind: str) -> Any:
        """The one record of its kind."""
        (one,) = self.api.get(f"/{kind}").json()["items"]
        return self.api.get(f"/{kind}/{one['id']}").json()

    def chain(self, url: str) -> tuple[list[str], list[str]]:
        """The links of a page to what its record comes from, and to what came of it."""
        html = self.browser.get(url).content.decode()
        lists = {title: LINK.findall(body) for title, body in LINES.findall(html)}
        return lists.get("Where it comes from", []), lists.get("What came of it", [])


def sold(seller: Seller, quantity: str, price: str) -> None:
    """A lead is typed, its deal gets a line, the invoice a number and a day: nothing else."""
    with change_set(by=None, door="system"):
        bus = Product(name="K10", list_price=1000, currency="CNY", tax_rate="13")
        bus.save()
    raw = {"name": "何卫国", "company_name": "蜀运集团", "mobile": "13812345678",
           "opportunity_name": "蜀运 3 台"}  # fmt: skip
    lead = seller.ask("/leads", raw, 201)
    seller.ask(f"/leads/{lead['id']}/convert")
    deal = seller.only("opportunities")
    line = {"product": str(bus.pk), "quantity": quantity, "unit_price": price}
    answer = seller.api.patch(f"/opportunities/{deal['id']}", {"lines": [line]}, deal["version"])
    assert answer.status_code == 200, answer.json()
    seller.ask(f"/opportunities/{deal['id']}/make_quote")
    quote = seller.only("quotes")
    seller.ask(f"/quotes/{quote['id']}/submit")
    seller.ask(f"/quotes/{quote['id']}/send")
    seller.ask(f"/quotes/{quote['id']}/accept", {"answered_by": "何卫国"})
    seller.ask(f"/quotes/{quote['id']}/make_contract")
    contract = seller.only("contracts")
    seller.ask(f"/contracts/{contract['id']}/submit")
    seller.ask(f"/contracts/{contract['id']}/make_order")
    order = seller.only("orders")
    seller.ask(f"/orders/{order['id']}/submit")
    title = {"party": deal["party"]["id"] if isinstance(deal["party"], dict) else deal["party"],
             "name": "四川蜀运客运有限公司"}  # fmt: skip
    seller.ask("/invoice-titles", title, 201)
    seller.ask(f"/orders/{order['id']}/ask_for_invoice")
    invoice = seller.only("invoice-requests")
    seller.ask(f"/invoice-requests/{invoice['id']}/submit")
    issued = {"invoice_number": "24512000000123456789", "issued_on": "2026-01-05"}
    seller.ask(f"/invoice-requests/{invoice['id']}/issue", issued)


@pytest.mark.parametrize(("quantity", "price", "gross", "net"), [
    ("3", "1000", "3000.00", "2654.87"), ("7", "999.99", "6999.93", "6194.63"),
])  # fmt: skip
def test_from_an_issued_invoice_back_to_the_lead_and_forward_again_link_by_link(
    quantity, price, gross, net
):
    seller = Seller()
    sold(seller, quantity, price)
    records = {kind: seller.only(kind) for kind in WAY}
    assert (records["invoice-requests"]["status"], records["invoice-requests"]["net"]) == (
        "issued", net,
    )  # fmt: skip
    urls = [f"/{kind}/{records[kind]['id']}/" for kind in WAY]
    # Each page leads to what is nearest in either direction: the last line before, the first after.
    back = [urls[-1]]
    while origins := seller.chain(back[-1])[0]:
        assert origins == urls[: len(urls) - len(back)]
        back.append(origins[-1])
    assert back == urls[::-1]
    forward = [back[-1]]
    while outcomes := seller.chain(forward[-1])[1]:
        assert outcomes == urls[len(forward) :]
        forward.append(outcomes[0])
    assert forward == urls
    for kind in WAY[2:]:
        (line,) = records[kind]["lines"]
        assert (Decimal(line["quantity"]), line["amount"]) == (Decimal(quantity), gross)
        assert records[kind]["amount"] == gross
        assert records[kind]["party"] == records["opportunities"]["party"]
