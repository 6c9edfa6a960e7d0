"""Who gets a contract gets what is still to be paid of it; what has its number has no way back."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.translation import override

from tests.sales import contracting
from tests.sales.debtors import contract, do, grant, pay, plan, reread
from zhike.ledger.models import ChangeSet
from zhike.records import saving, undoing
from zhike.records.resource import resource_for
from zhike.sales.models import PaymentPlan

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(company):
    """A company in which money comes in."""
    with override("en"):
        yield grant(company)


def given(house, contract, name, by="郭"):
    """The contract in somebody else's hands."""
    raw = {"owner": str(house.people[name].pk)}
    return saving.change(resource_for(type(contract)), house.access(by), contract.pk, raw)


def owners(contract):
    plans = PaymentPlan.objects.filter(contract=contract).order_by("number")
    return [one.owner.name for one in plans]


@pytest.mark.requirement("C38")
@pytest.mark.parametrize("amounts", [("300000", "500000", "200000"), ("1.10", "2.20", "3.30")])
def test_open_instalments_go_with_their_contract_and_come_back_with_it(house, amounts):
    agreed = contract(house)
    plans = [plan(house, agreed, amount) for amount in amounts]
    share = {"contract": str(agreed.pk), "plan": str(plans[0].pk), "amount": amounts[0]}
    do(house, pay(house, amounts[0], share), "confirm")
    do(house, plans[2], "void", reason="不再需要")
    changed = given(house, agreed, "陈")
    assert owners(agreed) == ["林", "陈", "林"]
    undoing.take_back(house.access("郭"), ChangeSet.objects.get(pk=changed.change_set_id))
    assert owners(agreed) == ["林", "林", "林"]
    assert reread(agreed).owner.name == "林"


def test_an_instalment_that_a_colleague_answers_for_stays_with_them(house):
    agreed = contract(house)
    first, _second = plan(house, agreed, "1000"), plan(house, agreed, "2000")
    given(house, first, "何")
    given(house, agreed, "陈")
    assert owners(agreed) == ["何", "陈"]


@pytest.mark.requirement("A20")
def test_no_way_back_is_offered_where_it_would_be_refused():
    with override("en"):
        house = contracting.House()
    draft = house.make("contracts")
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(house.company.people["林"])
    url = f"/contracts/{draft.pk}/"
    edited = client.post(f"{url}edit/", {"version": draft.version, "name": "K10 spare parts"},
                         follow=True).content.decode()  # fmt: skip
    assert "data-undo" in edited
    version = contracting.reread(draft).version
    page = client.post(f"{url}submit/", {"version": version}, follow=True).content.decode()
    approved = contracting.reread(draft)
    assert (approved.status, bool(approved.number)) == ("approved", True)
    assert approved.number in page
    assert "data-undo" not in page
    last = ChangeSet.objects.filter(changes__record=draft.pk).latest("at")
    assert f"/change-sets/{last.pk}/undo/" not in page
    assert f"{last.pk}/undo/" not in client.get(f"/change-sets/{last.pk}/").content.decode()
