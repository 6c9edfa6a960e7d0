"""What a customer may do on credit is checked where one offers, signs and ships."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.sales import creditors
from tests.sales.creditors import do, document, in_force, set_limit
from zhike.access.models import Grant, Role, Scope, UserRole
from zhike.engagement.models import Approval
from zhike.ledger.current import change_set
from zhike.records import saving
from zhike.records.errors import Invalid
from zhike.records.models import ExchangeRate
from zhike.records.resource import resource_for
from zhike.sales.models import Contract, CreditPolicy
from zhike.sales.models.credit_allowance import allowance
from zhike.sales.models.payment_record import Overdue

APPROVALS = resource_for(Approval)
EXACT = {"prepay": "30", "payment_days": 30}


@pytest.fixture
def house(company):
    return creditors.bound(company)


@pytest.fixture
def late(monkeypatch):
    """Lets the customer be so many days late with an instalment."""

    def be(days: int) -> None:
        today = timezone.localdate()
        seen = [Overdue(today - dt.timedelta(days=days), today, True, Decimal(20000), "CNY",
                        "HT-7 2")]  # fmt: skip
        monkeypatch.setattr("zhike.sales.models.credit_allowance.overdue_of", lambda *asked: seen)

    return be


def refused(error) -> str:
    return " ".join(one.message for one in error.value.errors)


def agree(house, by="钱", verb="agree", **raw):
    approval = Approval.objects.filter(status="open").get()
    saving.perform(APPROVALS, house.access(by), approval.pk, verb, raw)


@pytest.mark.requirement("C39")
@pytest.mark.parametrize(("limit", "used", "amount", "over"), [
    (100_000, 80_000, 50_000, "30,000.00"), (100_000, 80_000, 20_000, None),
    (300_000, 280_000, "20000.01", "0.01"), (0, 0, 1, "1.00"),
])  # fmt: skip
def test_a_contract_over_the_limit_asks_finance_with_the_sum_that_explains_it(
    house, limit, used, amount, over
):
    creditors.graded(house.party, "C")
    set_limit("C", limit)
    if used:
        in_force(house, used)
    made = do(house, document(house, "contracts", amount), "submit")
    if over is None:
        assert (made.status, Approval.objects.count()) == ("approved", 0)
        return
    assert made.status == "submitted"
    approval = Approval.objects.get()
    (step,) = approval.open_steps()
    assert step.team == house.teams["财务部"]
    total = Decimal(used) + Decimal(amount)
    for part in (f"{used:,}.00", f"{Decimal(amount):,.2f}", f"{total:,.2f}", f"{limit:,}.00", over):
        assert part in approval.text
    agree(house)
    assert Contract.objects.get(pk=made.pk).status == "approved"
    assert allowance(house.party).exposure.total == total


@pytest.mark.requirement("C39")
def test_the_row_prepayment_and_days_are_preset_by_the_grade(house):
    creditors.graded(house.party, "C")
    for kind in ("quotes", "contracts", "orders"):
        made = document(house, kind, 1000)
        assert (made.prepay, made.payment_days) == (30, 30)
    said = document(house, "contracts", 1000, prepay="50", payment_days=10)
    assert (said.prepay, said.payment_days) == (50, 10)


@pytest.mark.parametrize(("given", "words"), [
    ({"prepay": "20"}, "30%"), ({"payment_days": 31}, "31"), ({"prepay": "0"}, "30%"),
])  # fmt: skip
def test_softer_terms_than_the_grades_need_consent(house, given, words):
    creditors.graded(house.party, "C")
    made = do(house, document(house, "contracts", 1000, **given), "submit")
    assert made.status == "submitted"
    assert words in Approval.objects.get().text
    agree(house, verb="refuse", comment="按等级执行")
    assert Contract.objects.get().status == "draft"


def buses(house, count, price=1000):
    """A quote for so many at a price."""
    return document(house, "quotes", price, quantity=count)


def test_a_quote_beyond_the_limit_needs_consent_too(house):
    creditors.graded(house.party, "C")
    in_force(house, 80_000)
    assert do(house, buses(house, 20), "submit").status == "approved"
    made = do(house, buses(house, 21), "submit")
    assert made.status == "submitted"
    assert "101,000.00" in Approval.objects.get().text
    agree(house)


def test_a_quote_beyond_the_grades_discount_needs_consent_too(house):
    creditors.graded(house.party, "C")
    set_limit("C", 100_000, discount=Decimal(5))
    assert do(house, buses(house, 1, 900), "submit").status == "submitted"
    assert "10%" in Approval.objects.get().text


def test_without_a_file_nothing_limits_a_customer_unless_the_policy_names_a_grade(house):
    assert do(house, document(house, "contracts", 10**8), "submit").status == "approved"
    with change_set(by=None, door="system"):
        policy = CreditPolicy.objects.get()
        policy.grade_without_file = creditors.grade("D")
        policy.save()
    assert do(house, document(house, "contracts", 1), "submit").status == "submitted"


def test_an_order_under_a_contract_in_force_is_not_counted_twice(house):
    creditors.graded(house.party, "C")
    contract = in_force(house, 90_000)
    order = document(house, "orders", 90_000, contract=str(contract.pk))
    assert do(house, order, "submit").status == "approved"
    assert allowance(house.party).exposure.total == 90_000
    alone = do(house, document(house, "orders", 20_000), "submit")
    assert alone.status == "submitted"
    agree(house)
    used = allowance(house.party).exposure
    assert (used.contracts, used.orders, used.total) == (90_000, 20_000, 110_000)


def test_other_currencies_count_by_the_days_rate_and_an_unknown_one_needs_consent(house):
    creditors.graded(house.party, "C")
    with change_set(by=None, door="system"):
        ExchangeRate(currency="USD", rate=Decimal("7.15"),
                     valid_from=timezone.localdate() - dt.timedelta(days=3)).save()  # fmt: skip
    in_force(house, 10_000, currency="USD")
    allowed = allowance(house.party)
    assert (allowed.exposure.total, allowed.left, allowed.used.foreign) == (
        71_500, 28_500, ("USD",),
    )  # fmt: skip
    assert do(house, document(house, "contracts", 28_500), "submit").status == "approved"
    made = do(house, document(house, "contracts", 1, currency="EUR"), "submit")
    assert made.status == "submitted"
    assert "EUR" in Approval.objects.get().text


@pytest.mark.requirement("C40")
@pytest.mark.parametrize(("days", "stopped"), [(29, False), (30, True), (45, True)])
def test_who_is_thirty_days_overdue_signs_nothing_without_consent(house, late, days, stopped):
    creditors.graded(house.party, "A")
    late(days)
    made = do(house, document(house, "contracts", 1000), "submit")
    assert made.status == ("submitted" if stopped else "approved")
    if stopped:
        assert f"{days}" in Approval.objects.get().text


@pytest.mark.requirement("C40")
def test_who_is_thirty_days_overdue_gets_nothing_shipped_without_consent(house, late):
    creditors.graded(house.party, "A")
    order = ready(house, do(house, document(house, "orders", 1000), "submit"))
    late(31)
    with pytest.raises(Invalid) as error:
        ship(house, order)
    assert "HT-7" in refused(error)
    do(house, order, "ask_to_ship")
    with pytest.raises(Invalid):
        ship(house, order)
    agree(house)
    assert ship(house, order).status == "shipped"


def ready(house, order):
    """An order as far as it can be before it is shipped."""
    for verb in ("confirm", "start_production"):
        if hasattr(order, verb):
            order = do(house, order, verb)
    return order


def ship(house, order):
    """The verb, or the status while there is none."""
    if hasattr(order, "ship"):
        return do(house, order, "ship")
    order = type(order).objects.get(pk=order.pk)
    with house.access("林").change_set("ship"):
        order.go_to("shipped")
    return order


def test_what_was_used_up_since_the_order_keeps_it_from_leaving(house):
    creditors.graded(house.party, "C")
    order = ready(house, do(house, document(house, "orders", 50_000), "submit"))
    in_force(house, 60_000)
    with pytest.raises(Invalid) as error:
        ship(house, order)
    assert "110,000.00" in refused(error)
    do(house, order, "ask_to_ship")
    agree(house)
    assert ship(house, order).status == "shipped"


def test_the_head_of_the_selling_team_is_asked_where_the_policy_names_nobody(house):
    with change_set(by=None, door="system"):
        policy = CreditPolicy.objects.get()
        policy.consent_team = None
        policy.save()
    creditors.graded(house.party, "D")
    do(house, document(house, "contracts", 1000), "submit")
    (step,) = Approval.objects.get().open_steps()
    assert step.user == house.people["周"]


def test_somebody_of_the_role_is_asked_but_not_who_asks(house):
    with change_set(by=None, door="system"):
        role = Role.objects.get(name="财务")
        UserRole(user=house.people["林"], role=role).save()
        policy = CreditPolicy.objects.get()
        policy.consent_team, policy.consent_role = None, role
        policy.save()
    creditors.graded(house.party, "D")
    do(house, document(house, "contracts", 1000), "submit")
    (step,) = Approval.objects.get().open_steps()
    assert step.user == house.people["钱"]


def test_agreeing_by_right_does_not_skip_finance_unless_one_may_set_grades(house):
    creditors.graded(house.party, "D")
    made = do(house, document(house, "contracts", 1000), "submit")
    with pytest.raises(Invalid) as error:
        do(house, made, "approve", by="周")
    assert "不能跳过" in refused(error)
    assert Approval.objects.get().status == "open", "the consent is still waited for"
    with change_set(by=None, door="system"):
        Grant(role=Role.objects.get(name=f"销售 {Scope.ALL}"), resource="contract",
              verb="approve", scope=Scope.ALL).save()  # fmt: skip
    assert do(house, made, "approve", by="郭").status == "approved"


def test_consent_covers_no_more_than_was_asked_for(house):
    creditors.graded(house.party, "C")
    in_force(house, 80_000)
    made = do(house, document(house, "contracts", 50_000), "submit")
    in_force(house, 5_000)
    with pytest.raises(Invalid) as error:
        agree(house)
    assert "135,000.00" in refused(error)
    do(house, made, "withdraw")
    do(house, made, "submit")
    agree(house)
    assert Contract.objects.get(pk=made.pk).status == "approved"


@pytest.mark.parametrize(("raw", "field"), [
    ({"prepay": "101"}, "prepay"), ({"prepay": "-1"}, "prepay"), ({"prepay": "NaN"}, "prepay"),
    ({"payment_days": 4000}, "payment_days"), ({"payment_days": -1}, "payment_days"),
])  # fmt: skip
def test_impossible_terms_are_refused_naming_the_field(house, raw, field):
    with pytest.raises(Invalid) as error:
        document(house, "contracts", 1000, **raw)
    assert field in {one.field for one in error.value.errors}
