"""From a deal to its order, killed between any two steps: all of a step is there or nothing."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from tests.reliability.installations import ROOT, Installation

pytestmark = pytest.mark.slow

SET_UP = """
import argparse
from decimal import Decimal
from zhike.catalog.models import Product
from zhike.ledger.current import change_set
from zhike.people.models import Party
from zhike.project import first_start
from zhike.project.commands import migrate
from zhike.sales.models import Opportunity, OpportunityLine, Pipeline, Stage
migrate.run(argparse.Namespace())
first_start.ensure()
with change_set(by=None, door="system"):
    bus = Product(name="K10", list_price=1000, currency="CNY", tax_rate="13"); bus.save()
    won = Stage.objects.get(kind="won")
    for n in range(400):
        party = Party(name=f"第{n}客运"); party.save()
        deal = Opportunity(name=f"{n}", party=party, stage=won); deal.save()
        for quantity in (Decimal("1.0000"), Decimal("2.0000")):
            OpportunityLine(opportunity=deal, product=bus, quantity=quantity).save()
"""
WORK = """
from zhike.access.rights import system_access
from zhike.records import saving
from zhike.records.resource import resource_for
from zhike.sales.models import Opportunity
access = system_access("api")
def do(record, verb):
    return saving.perform(resource_for(type(record)), access, record.pk, verb, {})
for deal in Opportunity.objects.filter(contracts=None).order_by("pk"):
    contract = do(deal, "make_contract").made
    print("made", flush=True)
    do(contract, "submit")
    do(do(contract, "make_order").made, "submit")
"""
LOOK = """
from tests.reliability.checks import assert_whole
from zhike.records.models import NumberCounter
from zhike.sales.models import Contract, Order
assert_whole()
for model in (Contract, Order):
    found = list(model.objects.all())
    numbers = sorted(int(one.number[-4:]) for one in found if one.number)
    assert numbers == list(range(1, len(numbers) + 1)), numbers
    for one in found:
        assert bool(one.number) == (one.status == "approved"), (one.number, one.status)
        assert [line.quantity for line in one.lines.order_by("pk")] == [1, 2]
        assert one.amount == 3000
    known = NumberCounter.objects.filter(key__startswith=model.record_type + "|").first()
    assert (known.serial if known else 0) == len(numbers)
print(Contract.objects.count(), Order.objects.count())
"""


@pytest.mark.requirement("A20")
def test_what_is_killed_between_two_steps_leaves_all_of_a_step_or_none(tmp_path) -> None:
    there, chance, made = Installation(tmp_path), random.Random(40), 0
    there.python(SET_UP)
    for _ in range(5):
        worker = subprocess.Popen(
            [sys.executable, "-c", "import django; django.setup()\n" + WORK], cwd=ROOT,
            env=there.environment, stdout=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        assert worker.stdout is not None
        # On a busy machine the first takes long: only what has begun can be killed at work.
        assert worker.stdout.readline() == b"made\n"
        time.sleep(chance.uniform(0, 1.2))
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        contracts, orders = map(int, there.python(LOOK).split()[-2:])
        assert contracts >= max(made, orders)
        made = contracts
    assert 0 < made < 400, "the worker was killed while it worked"
