"""Payments and invoices, killed between any two steps: all of a step is there or nothing."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from tests.reliability.installations import ROOT, Installation, database

pytestmark = [
    pytest.mark.slow,
    # Its databases are its own; so that it runs on PostgreSQL, too.
    pytest.mark.django_db,
]

SET_UP = """
import argparse
from zhike.access.rights import system_access
from zhike.catalog.models import Product
from zhike.ledger.current import change_set
from zhike.people.models import Party
from zhike.project import first_start
from zhike.project.commands import migrate
from zhike.records import saving
from zhike.records.resource import resource_named
migrate.run(argparse.Namespace())
first_start.ensure()
access = system_access("api")
with change_set(by=None, door="system"):
    bus = Product(name="K10", list_price=1000, currency="CNY", tax_rate="13"); bus.save()
def make(kind, **raw):
    return saving.create(resource_named(kind), access, raw)
for n in range(40):
    with change_set(by=None, door="system"):
        party = Party(name=f"第{n}客运"); party.save()
    whose = {"party": str(party.pk)}
    make("invoice-titles", name=party.name, **whose)
    contract = make("contracts", lines=[{"product": str(bus.pk), "unit_price": "1000.03"}], **whose)
    saving.perform(resource_named("contracts"), access, contract.pk, "submit", {})
    for amount, due in (("600.01", "2026-01-01"), ("400.02", "2026-02-01")):
        make("payment-plans", contract=str(contract.pk), amount=amount, due_on=due)
"""
WORK = """
from zhike.access.rights import system_access
from zhike.records import saving
from zhike.records.resource import resource_for, resource_named
from zhike.sales.models import Contract, InvoiceRequest, Payment
access = system_access("api")
def do(record, verb, **raw):
    return saving.perform(resource_for(type(record)), access, record.pk, verb, raw)
number = InvoiceRequest.objects.count() + 1
for contract in Contract.objects.filter(party__payments=None).order_by("pk"):
    first, second = contract.payment_plans.order_by("due_on")
    share = {"contract": str(contract.pk), "plan": str(first.pk), "amount": "200"}
    raw = {"party": str(contract.party_id), "amount": "700", "received_on": "2026-03-01"}
    payment = saving.create(resource_named("payments"), access, {**raw, "shares": [share]})
    print("paid", flush=True)
    do(payment, "confirm")
    do(payment, "spread_oldest_first")
    do(payment, "give_back", amount="150", reason="too much")
    do(second, "write_off", reason="bankrupt")
    wrong = saving.create(resource_named("payments"), access, {**raw, "amount": "5"})
    do(do(wrong, "confirm"), "reverse", reason="not ours")
    invoice = do(contract, "ask_for_invoice").made
    do(invoice, "submit")
    do(invoice, "issue", invoice_number=f"{number:020}", issued_on="2026-03-02")
    red = do(invoice, "take_back", red_reason="wrong").made
    do(red, "submit")
    do(red, "confirm_red", red_confirmation="X1")
    do(red, "issue", invoice_number=f"{number + 1:020}", issued_on="2026-03-03")
    number += 2
    print("done", flush=True)
"""
LOOK = """
from collections import Counter
from decimal import Decimal
from tests.reliability.checks import assert_whole
from zhike.records.models import Total
from zhike.sales.models import Contract, InvoiceRequest, Payment, PaymentPlan, PaymentShare
from zhike.sales.models.outstanding import AGE_SLOTS, KIND, Outstanding
assert_whole()
SIGN = {"receipt": 1, "return": -1}
def paid(rows, kinds):
    rows = [s for s in rows if s.payment.status == "confirmed" and s.payment.kind in kinds]
    return sum((SIGN.get(s.payment.kind, 1) * s.settled for s in rows), Decimal(0))
shares = list(PaymentShare.objects.select_related("payment"))
for one in Payment.objects.all():
    parts = sum((s.amount for s in shares if s.payment_id == one.pk), Decimal(0))
    assert (one.confirmed_at is None) == (one.status == "entered")
    if one.kind != "receipt":
        assert one.status == "confirmed", "given back or written off as a whole"
        assert parts == one.amount or one.kind == "return"
    elif one.amount == 700:
        back = {b.pk: b.amount for b in Payment.objects.filter(returns=one.pk)}
        mine = [s.amount for s in shares if s.payment_id in back]
        loose = sum(back.values(), Decimal(0)) - sum(mine, Decimal(0))
        assert one.left == 700 - parts - loose, (one.left, parts, loose)
for plan in PaymentPlan.objects.all():
    mine = [s for s in shares if s.plan_id == plan.pk]
    received, off = paid(mine, SIGN), paid(mine, ["write_off"])
    assert (plan.received, plan.written_off) == (received, off)
    assert plan.left == plan.amount - received - off >= 0
    assert (plan.status == "done") == (plan.left == 0)
for contract in Contract.objects.all():
    mine = [s for s in shares if s.contract_id == contract.pk]
    assert contract.received == paid(mine, SIGN)
    assert contract.written_off == paid(mine, ["write_off"])
    issued = contract.invoices.filter(status="issued").values_list("amount", flat=True)
    assert contract.invoiced == sum(issued, Decimal(0)) in (0, contract.amount)
for one in InvoiceRequest.objects.all():
    (line,) = one.lines.all()
    assert (one.amount, one.net, one.tax) == (line.amount, line.net, line.tax)
    assert one.net + one.tax == one.amount == (-1 if one.red_of_id else 1) * Decimal("1000.03")
    assert bool(one.number) == (one.status != "draft")
    assert bool(one.invoice_number) == bool(one.issued_on) == (one.status == "issued")
numbers = sorted(InvoiceRequest.objects.exclude(number="").values_list("number", flat=True))
assert [int(one[-4:]) for one in numbers] == list(range(1, len(numbers) + 1)), numbers
owed = sum(PaymentPlan.objects.values_list("left", flat=True), Decimal(0))
assert owed == sum(Outstanding.objects.values_list("left", flat=True), Decimal(0))
totals = Total.objects.filter(kind=KIND, value__in=AGE_SLOTS).values_list("amount", flat=True)
assert owed == sum(totals, Decimal(0))
red = InvoiceRequest.objects.filter(red_of__isnull=False, status="issued").count()
print(Payment.objects.count(), red)
"""


def begun(there: Installation) -> subprocess.Popen[bytes]:
    """A worker that has entered its first payment: only what has begun can be killed at work."""
    worker = subprocess.Popen(
        [sys.executable, "-c", "import django; django.setup()\n" + WORK], cwd=ROOT,
        env=there.environment, stdout=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    assert worker.stdout is not None
    assert worker.stdout.readline() == b"paid\n"
    return worker


def killed(worker: subprocess.Popen[bytes]) -> None:
    assert worker.poll() is None, "the worker was killed while it worked"
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


def seen(there: Installation) -> tuple[int, int]:
    """How many payments and red invoices there are, once all that must hold was found to hold."""
    payments, red = map(int, there.python(LOOK).split()[-2:])
    return payments, red


@pytest.mark.requirement("A20")
def test_money_that_is_killed_between_two_steps_is_counted_wholly_or_not_at_all(tmp_path) -> None:
    """The kills lie in each quarter of the time that one contract takes on this machine."""
    with database() as url:
        there, chance = Installation(tmp_path, url), random.Random(41)
        there.python(SET_UP)
        worker, since = begun(there), time.monotonic()
        assert worker.stdout is not None
        assert worker.stdout.readline() == b"done\n", "a contract to its very end"
        lasting = time.monotonic() - since
        killed(worker)
        made, red = seen(there)
        assert red >= 1
        for quarter in range(4):
            worker = begun(there)
            time.sleep(lasting * (quarter + chance.random()) / 4)
            killed(worker)
            payments, taken_back = seen(there)
            assert payments > made, "each worker has entered a payment"
            assert taken_back >= red
            made, red = payments, taken_back
