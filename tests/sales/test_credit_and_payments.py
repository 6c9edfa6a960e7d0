"""What customers pay, and when, is their own record: it makes scores, limits and what stops."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.sales import creditors
from tests.sales.creditors import do, document, in_force, set_limit
from zhike.access.rights import system_access
from zhike.ledger.current import change_set
from zhike.records import saving
from zhike.records.resource import resource_named
from zhike.sales.models import CreditFile, Payment, PaymentPlan, PaymentShare
from zhike.sales.models.credit_allowance import allowance
from zhike.sales.models.payment_record import overdue_of


@pytest.fixture
def house(company):
    return creditors.bound(company)


def unplanned(contract):
    """A contract without the instalments that its grade's prepayment brought."""
    with change_set(by=None, door="system"):
        for made in PaymentPlan.objects.filter(contract=contract):
            made.delete()
    return contract


def instalment(contract, amount, late):
    """An instalment that was due so many days ago."""
    plan = PaymentPlan(
        contract=contract, amount=Decimal(amount), due_on=timezone.localdate() - dt.timedelta(late)
    )
    with change_set(by=None, door="system"):
        plan.save()
    return plan


def paid(plan, amount, ago):
    """A confirmed receipt for it, so many days ago."""
    with change_set(by=None, door="system"):
        payment = Payment(
            party=plan.contract.party, amount=Decimal(amount), status=Payment.Status.CONFIRMED,
            received_on=timezone.localdate() - dt.timedelta(ago),
        )  # fmt: skip
        payment.save()
        PaymentShare(
            payment=payment, contract=plan.contract, plan=plan, amount=Decimal(amount)
        ).save()  # fmt: skip


@pytest.mark.requirement("C38")
@pytest.mark.parametrize(("agency", "open_", "late", "score"), [
    (80, 1, 1, 60), (80, 2, 0, 60), (80, 0, 2, 60), (90, 3, 0, 60), (80, 0, 0, 80),
])  # fmt: skip
def test_overdue_instalments_take_points_off_whether_they_were_paid_late_or_are_open(
    house, agency, open_, late, score
):
    contract = in_force(house, 100_000)
    for number in range(open_):
        instalment(contract, 1000, 20 + number)
    for number in range(late):
        paid(instalment(contract, 1000, 60 + number), 1000, 10)
    paid(instalment(contract, 1000, 90), 1000, 90)
    instalment(contract, 1000, -30)
    credit = creditors.keep_file(house.party, agency)
    assert (credit.score, credit.overdue_count) == (score, open_ + late)
    seen = overdue_of(house.party.pk, timezone.localdate() - dt.timedelta(400),
                      timezone.localdate())  # fmt: skip
    assert sorted(one.is_open for one in seen) == [False] * late + [True] * open_


@pytest.mark.requirement("C39")
def test_what_was_received_frees_the_limit(house):
    creditors.graded(house.party, "C")
    contract = unplanned(in_force(house, 80_000))
    plan = instalment(contract, 50_000, -10)
    assert do(house, document(house, "contracts", 50_000), "submit").status == "submitted"
    paid(plan, 30_000, 0)
    assert allowance(house.party).exposure.total == 50_000
    assert do(house, document(house, "contracts", 50_000), "submit").status == "approved"


@pytest.mark.requirement("C40")
def test_an_instalment_thirty_days_overdue_stops_signing_until_it_is_paid(house):
    creditors.graded(house.party, "A")
    contract = in_force(house, 1000)
    plan = instalment(contract, 1000, 30)
    made = do(house, document(house, "contracts", 500), "submit")
    assert made.status == "submitted"
    do(house, made, "withdraw")
    paid(plan, 1000, 0)
    assert do(house, made, "submit").status == "approved"


@pytest.mark.requirement("C40")
def test_who_is_stopped_and_over_the_limit_is_invoiced_all_the_same(house):
    set_limit("A", 1000)
    creditors.graded(house.party, "A")
    contract = in_force(house, 1000)
    instalment(contract, 1000, 30)
    title = {"party": str(house.party.pk), "name": "大华客运"}
    access = system_access("api")
    saving.create(resource_named("invoice-titles"), access, title)
    invoice = saving.perform(
        resource_named("contracts"), access, contract.pk, "ask_for_invoice", {}
    ).made
    saving.perform(resource_named("invoice-requests"), access, invoice.pk, "submit", {})
    assert type(invoice).objects.get(pk=invoice.pk).status == "approved"


@pytest.mark.requirement("C39")
def test_the_prepayment_of_the_contract_comes_before_its_delivery(house):
    creditors.graded(house.party, "C")
    contract = do(house, document(house, "contracts", 90_000), "submit")
    plan = instalment(unplanned(contract), 27_000, -3)
    order = do(house, document(house, "orders", 90_000, contract=str(contract.pk)), "submit")
    order = do(house, order, "confirm")
    with pytest.raises(Exception, match=r"27,000\.00|预付款"):
        do(house, order, "ship")
    paid(plan, 27_000, 0)
    assert do(house, order, "ship").status == "shipped"


def test_a_file_grown_worse_by_itself_is_graded_anew(house):
    contract = in_force(house, 10_000)
    credit = creditors.keep_file(house.party, 70)
    assert credit.grade.name == "B"
    instalment(contract, 100, 3)
    assert allowance(house.party).grade.name == "C", "the answer does not wait for the night"
    assert CreditFile.objects.get().grade.name == "B"
