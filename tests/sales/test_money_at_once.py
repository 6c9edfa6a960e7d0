"""Two people enter, confirm, plan and number at once: one effect, the other is told.

With real commits on PostgreSQL; SQLite has one writer at a time anyway.
"""

from __future__ import annotations

import threading

import pytest
from django.db import connection, connections

from tests.sales.company import found
from tests.sales.debtors import contract, day, do, grant, pay, plan, reread
from zhike.ledger.actions import NotNow
from zhike.records import saving
from zhike.records.errors import Duplicate, Invalid
from zhike.records.resource import resource_for, resource_named
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


def verb(house, record, name, by="郭", **raw):
    """A deed to be done later, in a thread of its own."""
    resource = resource_for(type(record))
    return lambda: saving.perform(resource, house.access(by), record.pk, name, raw)


def changed(house, record, **raw):
    """An edit to be made later, in a thread of its own."""
    resource = resource_for(type(record))
    return lambda: saving.change(resource, house.access("郭"), record.pk, raw)


@pytest.mark.requirement("A20")
def test_an_instalment_is_made_void_or_paid_never_both_and_nobody_waits_crosswise(house):
    for _turn in range(TIMES):
        owed = plan(house, contract(house, "1000"), "1000")
        paid = pay(house, "400")
        results = at_once(verb(house, paid, "confirm"), verb(house, owed, "void", reason="不要了"))
        assert set(results) <= {"done", "Invalid", "NotNow"}, results
        owed = reread(owed)
        assert owed.is_void is (owed.received == 0)
        if not owed.is_void:
            do(house, owed, "write_off", reason="清")


@pytest.mark.requirement("A20")
def test_a_contract_is_made_void_or_paid_never_both_and_nobody_waits_crosswise(house):
    for _turn in range(TIMES):
        one = contract(house, "1000")
        plan(house, one, "1000")
        paid = pay(house, "400")
        results = at_once(verb(house, paid, "confirm"), verb(house, one, "void", void_reason="错"))
        assert set(results) <= {"done", "Invalid"}, results
        one = reread(one)
        assert (one.status == "void") is (one.received == 0)
        if one.status != "void":
            do(house, one.payment_plans.get(), "write_off", reason="清")


@pytest.mark.requirement("A20")
def test_what_is_written_off_and_what_is_given_back_at_once_are_both_counted(house):
    for _turn in range(TIMES):
        owed = plan(house, contract(house, "1000"), "1000")
        paid = do(house, pay(house, "400"), "confirm")
        results = at_once(
            verb(house, owed, "write_off", reason="破产"),
            verb(house, paid, "give_back", amount="400", reason="多付"),
        )
        assert results == ["done", "done"]
        owed = reread(owed)
        assert (owed.received, owed.written_off + owed.left) == (0, 1000)
        if owed.left:
            do(house, owed, "write_off", reason="清")


@pytest.mark.requirement("A20")
def test_whoever_edits_instalment_contract_or_payment_meanwhile_waits_for_nobody_crosswise(house):
    for turn in range(TIMES):
        one = contract(house, "1000")
        owed = plan(house, one, "1000")
        paid = pay(house, "1000")
        results = at_once(
            verb(house, paid, "confirm"),
            changed(house, owed, note=f"第{turn}期"),
            changed(house, one, owner=str(house.people["陈"].pk)),
        )
        assert results == ["done"] * 3
        assert reread(owed).received == 1000


@pytest.mark.requirement("A20")
def test_an_invoice_is_issued_or_its_contract_made_void_never_both(house):
    title = {"party": str(house.party.pk), "name": "蜀运"}
    saving.create(resource_named("invoice-titles"), house.access("林"), title)
    for turn in range(TIMES):
        one = contract(house, "1000")
        access = house.access("郭")
        made = saving.perform(
            resource_named("contracts"), access, one.pk, "ask_for_invoice", {}
        ).made
        verb(house, made, "submit")()
        results = at_once(
            verb(house, made, "issue", invoice_number=f"{turn:020}",
                 issued_on=day(0).isoformat()),
            verb(house, one, "void", void_reason="错"),
        )  # fmt: skip
        assert results == ["done", "Invalid"]
        assert reread(one).invoiced == 1000
