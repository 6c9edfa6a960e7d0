"""From the contract in force to the issued invoice through REST, and payments from a file."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override

from tests.sales.debtors import contract, day, do, grant, plan, reread
from zhike.access.models import ApiToken
from zhike.access.rights import system_access
from zhike.exchange.models import ImportRun
from zhike.ledger import jobs
from zhike.ledger.current import change_set
from zhike.ledger.models import Change
from zhike.records import saving
from zhike.records.resource import resource_named
from zhike.sales.models import InvoiceRequest, Payment, PaymentPlan

CSV = "客户,回款日期,金额,银行流水号\n蜀运,{day},400000,ICBC-1\n蜀运,{day},200000,ICBC-2\n"


@pytest.fixture
def house(company):
    with override("en"):
        yield grant(company)


class Program:
    """A program that speaks for one of them."""

    def __init__(self, house, name):
        with change_set(by=None, door="system"):
            token = ApiToken.issue(house.people[name], "erp")
        self.client = Client(headers={"Authorization": f"Bearer {token}", "Accept-Language": "en"})

    def post(self, path, body=None, code=200):
        answer = self.client.post(f"/api/v1{path}", body or {}, content_type="application/json")
        assert answer.status_code == code, answer.content
        return answer.json()

    def get(self, path):
        return self.client.get(f"/api/v1{path}").json()


@pytest.mark.requirement("A20")
def test_a_contract_in_force_and_what_followed_from_it_are_not_undone_through_rest(house):
    """Its instalments, its customer's stage: without them it would stand half."""
    parts = [{"percent": "30", "days": "0"}, {"percent": "70", "days": "60"}]
    terms = saving.create(
        resource_named("payment-terms"), system_access(), {"name": "3-7", "instalments": parts}
    )
    draft = contract(house, "1000", stands=False, payment_terms=str(terms.pk))
    sales = Program(house, "林")
    sales.post(f"/contracts/{draft.pk}/submit")
    done = Change.objects.get(record=draft.pk, action="approve").change_set
    assert done.change_count > 1
    said = sales.post(f"/change-sets/{done.pk}/undo", code=409)
    assert "make it void" in said["detail"]
    assert draft.payment_plans.count() == 2


@pytest.mark.requirement("A20")
def test_what_is_agreed_is_planned_paid_and_invoiced_through_rest(house):
    sales, finance = Program(house, "林"), Program(house, "郭")
    one = contract(house, "113000")
    planned = sales.post("/payment-plans", {
        "contract": str(one.pk), "percent": "30", "due_on": day(5).isoformat()}, 201)  # fmt: skip
    assert (planned["amount"], planned["status"]) == ("33900.00", "open")
    said = sales.post("/payment-plans", {
        "contract": str(one.pk), "amount": "79100.01", "due_on": day(9).isoformat(),
    }, 400)  # fmt: skip
    assert "79,100.00 CNY" in str(said)
    paid = sales.post("/payments", {
        "party": str(house.party.pk), "amount": "50000", "reference": "icbc 7",
        "received_on": day(0).isoformat(),
        "shares": [{"contract": str(one.pk), "plan": planned["id"], "amount": "33900"}],
    }, 201)  # fmt: skip
    finance.post(f"/payments/{paid['id']}/confirm")
    finance.post(f"/payments/{paid['id']}/confirm", code=409)
    assert finance.get(f"/payment-plans/{planned['id']}")["status"] == "done"
    assert finance.get(f"/payments/{paid['id']}")["left"] == "16100.00"
    sales.post("/invoice-titles", {
        "party": str(house.party.pk), "name": "蜀运集团", "tax_number": "91510100ma6000001r",
    }, 201)  # fmt: skip
    sales.post(f"/contracts/{one.pk}/ask_for_invoice")
    made = InvoiceRequest.objects.get()
    sales.post(f"/invoice-requests/{made.pk}/submit")
    finance.post(f"/invoice-requests/{made.pk}/issue", {
        "invoice_number": "26512000000000000007", "issued_on": day(0).isoformat()})  # fmt: skip
    said = finance.get(f"/invoice-requests/{made.pk}")
    assert (said["net"], said["tax"], said["status"]) == ("100000.00", "13000.00", "issued")
    assert reread(one).invoiced == 113000


@pytest.mark.parametrize("amount", ["-1", "NaN", "Infinity", "1e3", "1000000000000000", "0.001"])
def test_an_amount_that_is_none_is_400_and_names_the_field(house, amount):
    said = Program(house, "林").post(
        "/payments", {"party": str(house.party.pk), "amount": amount}, 400)  # fmt: skip
    assert "amount" in str(said)
    assert Payment.objects.count() == 0


@pytest.mark.requirement("A38")
def test_receipts_of_a_file_pay_the_plan_and_the_same_file_again_makes_none_new(house):
    one = contract(house, "1000000")
    first, second = plan(house, one, "500000", due=-9), plan(house, one, "500000", due=9)
    finance = Program(house, "郭")
    text = CSV.format(day=day(0).isoformat()).encode()
    for _turn in range(2):
        answer = finance.client.post("/api/v1/imports?resource=payments", {
            "file": SimpleUploadedFile("receipts.csv", text)})  # fmt: skip
        assert answer.status_code == 202, answer.content
        while (job := jobs.claim()) is not None:
            jobs.run(job)
        assert Payment.objects.count() == 2, ImportRun.objects.values_list("report", flat=True)
    for payment in Payment.objects.all():
        do(house, payment, "confirm")
    assert [reread(p).status for p in (first, second)] == ["done", "part"]
    assert PaymentPlan.objects.get(pk=second.pk).received == 100_000
