"""Dunning: one task for each step and instalment, once, until it is paid; in time."""

import pytest

from tests.sales.debtors import contract, day, do, grant, pay, plan
from zhike.access.rights import system_access
from zhike.engagement.models import Task
from zhike.ledger.current import change_set
from zhike.ledger.models import ChangeSet
from zhike.ledger.undo import undo
from zhike.sales.defaults import ensure_payment_rules
from zhike.sales.models import DunningStep, PaymentTerms
from zhike.sales.receivables.dunning import dun


@pytest.fixture
def house(company):
    ensure_payment_rules(system_access("system"))
    ensure_payment_rules(system_access("system"))
    return grant(company)


def run(today):
    assert sum(dun(today)) >= 0
    return list(Task.objects.order_by("pk").values_list("subject", flat=True))


def test_what_a_new_installation_has_may_be_asked_for_any_number_of_times(house):
    assert list(DunningStep.objects.order_by("days").values_list("days", flat=True)) == [1, 15, 30]
    assert PaymentTerms.objects.count() == 3


@pytest.mark.requirement("C40")
def test_after_1_15_and_30_days_the_owner_gets_a_task_once(house):
    owed = plan(house, contract(house, "1000"), "1000", due=0)
    assert run(day(0)) == []
    for later, count in ((1, 1), (1, 1), (2, 1), (14, 1), (15, 2), (29, 2), (30, 3), (400, 3)):
        assert len(run(day(later))) == count, later
    first = Task.objects.order_by("pk").first()
    assert (first.owner, first.party, first.about) == (
        house.people["林"], house.party, f"payment-plan:{owed.pk}",
    )  # fmt: skip
    assert "¥1,000.00" in first.note
    assert owed.due_on.isoformat() in first.note


def test_what_is_paid_is_not_asked_for(house):
    plan(house, contract(house, "1000"), "1000", due=-1)
    assert len(run(day(0))) == 1
    do(house, pay(house, "1000"), "confirm")
    assert len(run(day(40))) == 1


def test_of_several_steps_that_are_due_at_once_the_last_alone_asks(house):
    plan(house, contract(house, "1000"), "1000", due=-50)
    assert len(run(day(0))) == 1
    assert "停止" in Task.objects.get().subject
    assert len(run(day(90))) == 1


def test_a_task_that_was_undone_does_not_come_again(house):
    plan(house, contract(house, "1000"), "1000", due=-1)
    run(day(0))
    undo(ChangeSet.objects.get(action="dun"), by=None, door="web")
    assert run(day(0)) == []


def test_steps_are_the_companys_own(house):
    with change_set(by=None, door="system"):
        for step in DunningStep.objects.all():
            step.is_active = False
            step.save()
        DunningStep(name="third day", days=3, subject="write", letter="{days} {nonsense}").save()
    plan(house, contract(house, "1000"), "1000", due=-2)
    assert run(day(0)) == []
    assert len(run(day(1))) == 1
    assert Task.objects.get().note == "3 {nonsense}"


def test_more_than_a_hundred_instalments_are_each_asked_for_once(house):
    """Some on one day, some on others: where a hundred ends nothing is passed over."""
    one = contract(house, "260")
    for number in range(130):
        plan(house, one, "2", due=-20 - number // 60)
    assert list(dun(day(0))) == [100, 30]
    assert Task.objects.values("about").distinct().count() == 130
    assert list(dun(day(0))) == []
