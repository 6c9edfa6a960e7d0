"""From the lead to the order without re-keying, each page with the way back up to the lead."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from tests.sales.contracting import House, reread, told
from zhike.access.models import ApiToken, FieldRight, Grant, Level, Role
from zhike.access.rights import Denied
from zhike.ledger.actions import NotNow
from zhike.ledger.current import change_set
from zhike.people.models import Lead
from zhike.records import saving
from zhike.records.resource import resource_named
from zhike.sales.contracts.chain import origins, outcomes
from zhike.sales.contracts.panels import chain
from zhike.sales.models import Contract, Opportunity, Order, Quote

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(db):
    """A company that sells from leads to orders."""
    with override("en"):
        yield House()


class Program:
    """A program that speaks for one of them."""

    def __init__(self, house: House, name: str = "林") -> None:
        """With a token of its own."""
        with change_set(by=None, door="system"):
            token = ApiToken.issue(house.company.people[name], "erp")
        self.client = Client(headers={"Authorization": f"Bearer {token}", "Accept-Language": "en"})

    def post(self, path: str, body: dict[str, Any] | None = None, code: int = 200) -> Any:
        """Ask for something to be done, with the answer that is expected."""
        answer = self.client.post(f"/api/v1{path}", body or {}, content_type="application/json")
        assert answer.status_code == code, answer.content
        return answer.json()


def converted(house: House, **values: Any) -> Opportunity:
    """A deal that was opened of a lead, with a person who asked."""
    raw = {"name": "何卫国", "company_name": "蜀运集团", "mobile": "13812345678",
           "opportunity_name": "蜀运 3 台", "amount": "2000000", **values}  # fmt: skip
    lead = saving.create(resource_named("leads"), house.access(), raw)
    house.do(lead, "convert")
    return Opportunity.objects.get(lead=lead)


@pytest.mark.requirement("A20")
def test_a_lead_becomes_an_order_and_nothing_is_keyed_in_again(house):
    deal = converted(house)
    lines = [{"product": str(house.bus.pk), "quantity": "3", "unit_price": "980.50"},
             {"product": str(house.charger.pk), "quantity": "2", "discount": "10"}]  # fmt: skip
    deal = house.do(house.change(deal, lines=lines), "win")
    contract = house.do(deal, "make_contract").made
    assert (contract.party_id, contract.contact_id) == (deal.party_id, deal.lead.person_id)
    assert told(contract.lines) == told(deal.lines)
    assert reread(contract).amount == Decimal("3031.50")
    house.do(contract, "submit")
    order = house.do(contract, "make_order").made
    assert told(order.lines) == told(deal.lines)
    assert (order.party_id, order.contact_id, order.currency) == (
        deal.party_id, deal.lead.person_id, deal.currency
    )  # fmt: skip
    access = house.access()
    assert origins(access, order) == [contract, deal, deal.lead]
    assert outcomes(access, deal.lead) == [[deal], [contract], [order]]


@pytest.mark.requirement("A20")
def test_programs_go_the_same_way(house):
    program = Program(house)
    deal = converted(house, name="任亚兰", company_name="黔山旅运", amount="70000")
    program.post(f"/opportunities/{deal.pk}/win")
    with change_set(by=None, door="system"):
        quote = house.accepted({"quantity": "7", "unit_price": "10000.01"}, discount="2.5",
                               party=str(deal.party_id), contact=str(deal.lead.person_id),
                               opportunity=str(deal.pk))  # fmt: skip
    program.post(f"/quotes/{quote.pk}/make_contract")
    contract = Contract.objects.get(quote=quote)
    answer = program.post(f"/contracts/{contract.pk}/submit")
    assert answer["status"] == "approved"
    assert answer["number"].startswith("HT")
    assert Decimal(answer["amount"]) == Decimal("68250.07")
    program.post(f"/contracts/{contract.pk}/make_order")
    order = Order.objects.get(contract=contract)
    assert (order.quote_id, order.opportunity_id) == (quote.pk, deal.pk)
    assert told(order.lines) == told(quote.lines)
    assert order.discount == Decimal("2.50")
    assert origins(house.access(), order) == [contract, quote, deal, deal.lead]


def test_an_accepted_quote_is_gone_on_from_once(house):
    quote = house.accepted()
    house.do(quote, "make_contract")
    for verb in ("make_contract", "make_order"):
        with pytest.raises(NotNow):
            house.do(quote, verb)
    house.do(house.do(Contract.objects.get(), "submit"), "void", void_reason="改签")
    assert house.do(quote, "make_order").made.quote_id == quote.pk


def test_what_is_not_accepted_or_won_makes_no_contract(house):
    with pytest.raises(NotNow):
        house.do(house.do(house.make("quotes"), "submit"), "make_contract")
    with pytest.raises(NotNow):
        house.do(converted(house), "make_contract")


def test_who_may_not_write_contracts_makes_none(house):
    quote = house.accepted()
    with change_set(by=None, door="system"):
        for grant in Grant.objects.filter(resource="contract", verb="create"):
            grant.delete()
    with pytest.raises(Denied):
        house.do(quote, "make_contract")
    assert not Contract.objects.exists()


# The way back, as far as one sees


def _whole(house):
    deal = house.do(converted(house), "win")
    house.change(deal, lines=[{"product": str(house.bus.pk)}])
    contract = house.do(house.do(deal, "make_contract").made, "submit")
    return deal, contract, house.do(contract, "make_order").made


def test_a_page_says_where_it_comes_from_and_what_came_of_it(house):
    deal, contract, order = _whole(house)
    data = chain(house.access(), contract)
    assert [line["name"] for line in data["origins"]] == ["何卫国", "蜀运 3 台"]
    (line,) = data["outcomes"]
    assert (line["name"], line["url"]) == ("蜀运 3 台", f"/orders/{order.pk}/")
    assert line["amount"]["exact"]
    assert chain(house.access(), house.make("contracts")) is None
    page = Client()
    page.force_login(house.company.people["林"])
    for record, name in ((order, "orders"), (contract, "contracts"), (deal, "opportunities")):
        body = page.get(f"/{name}/{record.pk}/").content.decode()
        assert f'href="/leads/{deal.lead_id}/"' in body
    body = page.get(f"/leads/{deal.lead_id}/").content.decode()
    assert f'href="/orders/{order.pk}/"' in body
    assert f'href="/contracts/{contract.pk}/"' in body


def test_a_hop_that_one_may_not_see_is_passed_over_and_not_named(house):
    deal, _contract, order = _whole(house)
    with change_set(by=None, door="system"):
        for grant in Grant.objects.filter(resource="contract"):
            grant.delete()
    access = house.access()
    assert origins(access, order) == [deal, deal.lead]
    assert outcomes(access, deal.lead) == [[deal], [order]]
    assert "HT" not in str(chain(access, order))


def test_a_field_that_one_may_not_read_leads_nowhere_and_its_sum_is_not_told(house):
    deal, contract, order = _whole(house)
    with change_set(by=None, door="system"):
        for role in Role.objects.all():
            for kind, name in (("order", "contract"), ("opportunity", "lead"),
                               ("order", "amount")):  # fmt: skip
                FieldRight(role=role, resource=kind, field=name, level=Level.HIDDEN).save()
    access = house.access()
    assert origins(access, order) == [deal]
    assert outcomes(access, contract) == []
    assert outcomes(access, deal.lead) == []
    (line,) = (one for one in chain(access, deal)["outcomes"] if "/orders/" in one["url"])
    assert line["amount"] is None


def test_others_customers_are_not_in_the_chain(house):
    _deal, _contract, order = _whole(house)
    assert origins(house.access("何"), order) == []
    assert Quote.objects.count() == 0
    assert Lead.objects.count() == 1
