"""Two people enter, confirm, plan and number at once: one effect, the other is told.

With real commits on PostgreSQL; SQLite has one writer at a time anyway.
"""

from __future__ import annotations

import threading

import pytest
from django.db import connection, connections

from tests.sales.company import found
from tests.sales.debtors import contract, day, grant, pay, plan, reread
from zhike.ledger.actions import NotNow
from zhike.records import saving
from zhike.records.errors import Duplicate, Invalid
from zhike.records.resource import resource_named
from zhike.sales.models import InvoiceRequest, Payment, PaymentPlan

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 6


@pytest.fixture
def house():
    return grant(found())


def at_once(*deeds):
    """Run each in a thread of its own, all together; what each came to."""
    gate, results = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(number, deed):
        try:
            gate.wait(60)
            deed()
            results[number] = "done"
        except (Invalid, Duplicate, NotNow) as error:
            results[number] = type(error).__name__
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


@pytest.fixture(autouse=True)
def postgres_alone():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")


def test_the_same_receipt_is_entered_once(house):
    for turn in range(TIMES):
        results = at_once(*[lambda n=turn: pay(house, "10", reference=f"ICBC{n}")] * 3)
        assert results.count("done") == 1, results
        assert None not in results
    assert Payment.objects.count() == TIMES


def test_a_payment_is_confirmed_once(house):
    one = contract(house, "1000")
    plan(house, one, "1000")
    for turn in range(TIMES):
        paid = pay(house, "100")
        verb = lambda p=paid: saving.perform(  # noqa: E731
            resource_named("payments"), house.access("郭"), p.pk, "confirm", {})  # fmt: skip
        assert sorted(at_once(verb, verb)) == ["NotNow", "done"]
        assert reread(one).received == 100 * (turn + 1)


def test_two_payments_never_pay_more_than_is_owed(house):
    one = contract(house, "1000")
    owed = plan(house, one, "1000")
    deed = lambda: pay(house, "600", {"contract": one.pk, "plan": owed.pk, "amount": "600"})  # noqa: E731
    assert sorted(at_once(deed, deed)) == ["Invalid", "done"]
    assert reread(owed).taken == 600


def test_two_confirmations_are_both_counted(house):
    one = contract(house, "1000")
    owed = plan(house, one, "1000")
    some = [pay(house, "50", {"contract": one.pk, "plan": owed.pk, "amount": "50"})
            for _n in range(TIMES)]  # fmt: skip
    deeds = [lambda p=p: saving.perform(
        resource_named("payments"), house.access("郭"), p.pk, "confirm", {})
        for p in some]  # fmt: skip
    assert at_once(*deeds) == ["done"] * TIMES
    owed = reread(owed)
    assert (owed.received, owed.left, reread(one).received) == (300, 700, 300)


def test_instalments_entered_at_once_are_never_more_than_the_contract(house):
    one = contract(house, "1000")
    deed = lambda: plan(house, one, "600")  # noqa: E731
    assert sorted(at_once(deed, deed)) == ["Invalid", "done"]
    assert PaymentPlan.objects.count() == 1


def test_an_invoice_number_is_given_once(house):
    made = []
    for _n in range(2):
        raw = {"party": str(house.party.pk), "lines": [{"name": "K10", "amount": "5"}]}
        title = {"party": str(house.party.pk), "name": "蜀运"}
        saving.create(resource_named("invoice-titles"), house.access("林"), title)
        one = saving.create(resource_named("invoice-requests"), house.access("林"), raw)
        saving.perform(resource_named("invoice-requests"), house.access("林"), one.pk, "submit", {})
        made.append(one)
    values = {"invoice_number": "2" * 20, "issued_on": day(0).isoformat()}
    deeds = [lambda p=p: saving.perform(
        resource_named("invoice-requests"), house.access("郭"), p.pk, "issue", values)
        for p in made]  # fmt: skip
    assert sorted(at_once(*deeds)) == ["Invalid", "done"]
    assert InvoiceRequest.objects.filter(status="issued").count() == 1
