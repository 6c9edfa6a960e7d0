"""Instalments and payments: no more than the contract, each once, confirmed by finance."""

from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from tests.sales.company import party
from tests.sales.debtors import contract, day, do, grant, pay, plan, reread
from zhike.ledger.actions import NotNow
from zhike.ledger.current import change_set
from zhike.ledger.models import ChangeSet
from zhike.ledger.undo import undo
from zhike.ledger.undoable import CannotUndo
from zhike.records import saving
from zhike.records.errors import Invalid
from zhike.records.models import ExchangeRate
from zhike.records.resource import resource_named
from zhike.sales.models import Payment, PaymentPlan, PaymentTerms, TermsLine
from zhike.sales.rules.receivables import Open, instalments, oldest_first


@pytest.fixture
def house(company):
    with override("en"):
        yield grant(company)


def errors(call):
    with pytest.raises(Invalid) as error:
        call()
    return {one.field: one.message for one in error.value.errors}


def terms(*lines):
    made = PaymentTerms(name=f"{len(lines)} instalments")
    with change_set(by=None, door="system"):
        made.save()
        for kind, percent, days in lines:
            TermsLine(terms=made, kind=kind, percent=Decimal(percent), days=days).save()
    return made


THREE = (("prepayment", "30", 0), ("delivery", "60", 30), ("retention", "10", 365))


# Plans


def test_instalments_are_never_more_than_their_contract_and_what_is_left_is_said(house):
    one = contract(house, "100000")
    plan(house, one, "60000")
    found = errors(lambda: plan(house, one, "40000.01"))
    assert "40,000.00 CNY" in found["amount"]
    assert plan(house, one, "40000").number == 2


@pytest.mark.parametrize(("whole", "parts"), [
    ("100000", ["30000.00", "60000.00", "10000.00"]),
    ("99999.99", ["30000.00", "59999.99", "10000.00"]),
    ("0.05", ["0.02", "0.03", "0.00"]),
])  # fmt: skip
def test_terms_make_instalments_that_are_the_whole_to_the_cent(house, whole, parts):
    known = terms(*THREE)
    one = contract(house, whole, payment_terms=str(known.pk), signed_on=day(0).isoformat())
    plans = PaymentPlan.objects.filter(contract=one).order_by("number")
    assert [str(p.amount) for p in plans] == [part for part in parts if part != "0.00"]
    assert sum(p.amount for p in plans) == one.amount
    assert [p.due_on for p in plans] == [day(0), day(30), day(365)][: len(plans)]


def test_instalments_by_percent_are_the_whole_to_the_cent_whoever_enters_them(house):
    one = contract(house, "1000.01")
    for percent in ("33.33", "33.33", "33.34"):
        raw = {"contract": str(one.pk), "percent": percent, "due_on": day(9).isoformat()}
        saving.create(resource_named("payment-plans"), house.access("林"), raw)
    amounts = PaymentPlan.objects.values_list("amount", flat=True)
    assert sum(amounts) == Decimal("1000.01")


@given(
    st.decimals("0", "9000000000000", places=2),
    st.lists(st.decimals("0", "100", places=2), min_size=1, max_size=6),
)
def test_instalments_of_the_whole_add_up_to_it(whole, shares):
    total = sum(shares)
    percents = [share * 100 / total for share in shares] if total else [Decimal(100)]
    percents[-1] = 100 - sum(percents[:-1])
    if min(percents) >= 0:
        assert sum(instalments(whole, percents)) == whole


@pytest.mark.parametrize(("field", "value"), [
    ("amount", "-1"), ("amount", "0"), ("amount", "NaN"), ("amount", "Infinity"),
    ("amount", "1e3"), ("amount", "1000000000000000"), ("amount", "1.005"),
    ("amount", "100 USD"), ("percent", "0"), ("percent", "101"), ("percent", "NaN"),
    ("due_on", "2026-13-01"), ("due_on", ""), ("number", "0"), ("kind", "gift"),
])  # fmt: skip
def test_what_is_no_instalment_is_refused_by_its_field(house, field, value):
    one = contract(house, "100000")
    raw = {"contract": str(one.pk), "amount": "1", "due_on": day(1).isoformat(), field: value}
    found = errors(lambda: saving.create(
        resource_named("payment-plans"), house.access("林"), raw))  # fmt: skip
    assert list(found) == [field]


def test_a_contract_that_is_not_in_force_is_owed_nothing_yet(house):
    one = contract(house, "1000", stands=False)
    first = plan(house, one, "600", due=-3)
    assert (first.status, first.left) == ("pending", 0)
    do(house, one, "submit", by="林")
    assert (reread(first).status, reread(first).left) == ("overdue", 600)


def test_a_contract_is_not_agreed_to_with_more_instalments_than_money(house):
    one = contract(house, "1000", stands=False)
    plan(house, one, "1000")
    line = one.lines.get()
    raw = {"lines": [{"id": str(line.pk), "unit_price": "900"}]}
    saving.change(resource_named("contracts"), house.access("林"), one.pk, raw)
    assert "100.00 CNY" in errors(lambda: do(house, one, "submit", by="林"))["payment_plans"]


@pytest.mark.requirement("C39")
@pytest.mark.parametrize(("percent", "amounts"), [
    ("30", ["15000.00", "35000.00"]), ("100", ["50000.00"]), ("12.5", ["6250.00", "43750.00"]),
])  # fmt: skip
def test_a_prepayment_that_credit_asks_for_is_the_first_instalment(house, percent, amounts):
    contract(house, "50000", prepay=percent, payment_days="30", signed_on=day(0).isoformat())
    plans = PaymentPlan.objects.order_by("number")
    assert [str(p.amount) for p in plans] == amounts
    assert [p.due_on for p in plans] == [day(0), day(30)][: len(amounts)]


# Payments


def test_a_payment_counts_once_finance_confirmed_it(house):
    one = contract(house, "1000")
    first = plan(house, one, "600")
    paid = pay(house, "200", {"contract": one.pk, "plan": first.pk, "amount": "200"})
    assert (reread(first).received, reread(first).left) == (0, 600)
    paid = do(house, paid, "confirm")
    first = reread(first)
    assert (paid.status, paid.confirmed_by_id) == ("confirmed", house.people["郭"].pk)
    assert (first.status, first.received, first.left) == ("part", 200, 400)
    assert reread(one).received == 200


def test_unspread_it_pays_what_was_due_first_and_the_rest_stays_the_customers(house):
    early, late = contract(house, "1000"), contract(house, "500")
    second = plan(house, early, "400", due=60)
    first, third = plan(house, late, "500", due=-10), plan(house, early, "600", due=90)
    paid = do(house, pay(house, "1600"), "confirm")
    assert [reread(p).status for p in (first, second, third)] == ["done", "done", "done"]
    assert (paid.left, paid.shares.count()) == (100, 3)
    later = plan(house, contract(house, "80"), "80")
    do(house, paid, "spread_oldest_first")
    assert (reread(later).status, reread(paid).left) == ("done", 20)


@given(
    st.decimals("0.01", "1000000", places=2),
    st.lists(st.decimals("0", "100000", places=2), max_size=8),
)
def test_what_is_spread_is_never_more_than_was_paid_or_is_owed(amount, owed):
    waiting = [Open(number, day(number), left) for number, left in enumerate(owed)]
    found = oldest_first(amount, reversed(waiting))
    assert sum((part for _n, part in found), Decimal(0)) == min(amount, sum(owed, Decimal(0)))
    assert [n for n, _part in found] == sorted(n for n, _part in found)
    assert all(part <= owed[n] for n, part in found[:-1])
    assert all(part == owed[n] for n, part in found[:-1])


def test_no_more_is_paid_than_the_contract_unless_it_stays_the_customers(house):
    one = contract(house, "1000")
    do(house, pay(house, "700", {"contract": one.pk, "amount": "700"}), "confirm")
    found = errors(lambda: pay(house, "400", {"contract": one.pk, "amount": "400"}))
    assert "300.00 CNY" in found["shares.0.amount"]
    paid = do(house, pay(house, "400", {"contract": one.pk, "amount": "300"}), "confirm")
    assert (reread(one).received, paid.left) == (1000, 100)


def test_what_waits_for_finance_is_counted_against_the_contract(house):
    one = contract(house, "1000")
    pay(house, "700", {"contract": one.pk, "amount": "700"})
    found = errors(lambda: pay(house, "400", {"contract": one.pk, "amount": "400"}))
    assert "300.00" in found["shares.0.amount"]


def test_payments_are_for_contracts_in_force_of_the_same_customer(house):
    draft = contract(house, "1000", stands=False)
    found = errors(lambda: pay(house, "1", {"contract": draft.pk, "amount": "1"}))
    assert "in force" in found["shares.0.contract"]
    theirs = contract(house, "1000", party=str(party(house, "湖南").pk))
    found = errors(lambda: pay(house, "1", {"contract": theirs.pk, "amount": "1"}))
    assert "this customer" in found["shares.0.contract"]


@pytest.mark.parametrize(("field", "value"), [
    ("amount", "-1"), ("amount", "0"), ("amount", "NaN"), ("amount", "-Infinity"),
    ("amount", "1e3"), ("amount", "1000000000000000"), ("amount", "0.001"),
    ("amount", "5 EUR"), ("currency", "ABC"), ("received_on", "2999-01-01"),
    ("received_on", "no day"), ("method", "gold"), ("party", "nobody"),
])  # fmt: skip
def test_what_is_no_payment_is_refused_by_its_field(house, field, value):
    assert list(errors(lambda: pay(house, **({"amount": "1"} | {field: value})))) == [field]


@pytest.mark.parametrize("value", ["-1", "0", "NaN", "1e3", "1000000000000000", "0.001", "11"])
def test_what_is_no_share_is_refused_by_its_field(house, value):
    one = contract(house, "1000")
    found = errors(lambda: pay(house, "10", {"contract": one.pk, "amount": value}))
    assert list(found) == ["shares.0.amount"]


def test_a_receipt_of_the_bank_is_entered_once(house):
    pay(house, "10", reference="icbc-２０２６ ")
    found = errors(lambda: pay(house, "10", reference="ICBC-2026"))
    assert "already" in found["reference"]
    do(house, do(house, Payment.objects.get(), "confirm"), "reverse", reason="typed twice")
    assert pay(house, "10", reference="ICBC-2026").reference == "ICBC-2026"


def test_what_finance_confirmed_is_neither_changed_nor_deleted_nor_undone(house):
    one = contract(house, "1000")
    paid = pay(house, "10", {"contract": one.pk, "amount": "10"})
    saving.perform(resource_named("payments"), house.access("郭"), paid.pk, "confirm", {})
    done = ChangeSet.objects.filter(action="confirm").get()
    payments, access = resource_named("payments"), house.access("郭")
    share = paid.shares.get()
    for raw in ({"amount": "20"}, {"method": "cash"},
                {"shares": [{"id": str(share.pk), "amount": "5"}]},
                {"shares": [{"id": str(share.pk), "remove": True}]}):  # fmt: skip
        with pytest.raises(Invalid) as error:
            saving.change(payments, access, paid.pk, raw)
        assert "taken back" in error.value.errors[0].message
    with pytest.raises(Invalid):
        saving.remove(payments, access, paid.pk)
    with pytest.raises(CannotUndo):
        undo(done, by=None, door="web")
    assert reread(paid).status == "confirmed"
    saving.change(payments, access, paid.pk, {"note": "by phone"})


def test_what_is_taken_back_counts_no_more(house):
    one = contract(house, "1000")
    first = plan(house, one, "1000", due=-5)
    paid = do(house, pay(house, "1000"), "confirm")
    assert reread(first).status == "done"
    paid = do(house, paid, "reverse", reason="the bank took it back")
    first = reread(first)
    assert (first.status, first.left, reread(one).received, paid.left) == ("overdue", 1000, 0, 0)
    with pytest.raises(NotNow):
        do(house, paid, "reverse", reason="again")


def test_what_is_given_back_comes_from_the_customers_credit_first(house):
    one = contract(house, "1000")
    first = plan(house, one, "1000")
    paid = do(house, pay(house, "1300"), "confirm")
    do(house, paid, "give_back", amount="400", reason="two seats fewer")
    assert (reread(paid).left, reread(first).received, reread(first).left) == (0, 900, 100)
    found = errors(lambda: do(house, paid, "give_back", amount="900.01", reason="more"))
    assert "900.00" in found["amount"]
    do(house, paid, "give_back", amount="900", reason="all of it")
    assert (reread(first).received, reread(one).received) == (0, 0)


def test_what_is_given_back_takes_back_what_it_had_paid_whatever_a_dollar_is_worth_since(house):
    """$100 paid 700 yuan at 7; at 9 they still take 700 back, in three parts to the cent."""
    with change_set(by=None, door="system"):
        for rate, when in (("7", day(-30)), ("9", day(-1))):
            ExchangeRate(currency="USD", rate=rate, valid_from=when).save()
    one = contract(house, "1000")
    first = plan(house, one, "1000")
    paid = pay(house, "100", {"plan": first.pk, "contract": one.pk, "amount": "100"},
               currency="USD", received_on=day(-20).isoformat())  # fmt: skip
    paid = do(house, paid, "confirm")
    assert (reread(first).received, reread(first).left) == (700, 300)
    for part, received in (("33.33", "466.69"), ("33.34", "233.31"), ("33.33", "0")):
        do(house, paid, "give_back", amount=part, reason="two seats fewer")
        assert reread(first).received == reread(one).received == Decimal(received)
    assert reread(first).left == 1000


def test_what_paid_an_instalment_in_two_shares_is_given_back_whole(house):
    one = contract(house, "1000")
    first = plan(house, one, "1000")
    paid = pay(house, "700", {"plan": first.pk, "contract": one.pk, "amount": "200"})
    paid = do(house, do(house, paid, "confirm"), "spread_oldest_first")
    assert (paid.shares.count(), reread(first).received) == (2, 700)
    for part, received in (("300", 400), ("350", 50), ("50", 0)):
        do(house, paid, "give_back", amount=part, reason="less")
        assert (reread(first).received, reread(one).received) == (received, received)
    back = paid.given_back.get(amount=350)
    do(house, back, "reverse", reason="was not paid out")
    assert reread(first).received == 350
    do(house, paid, "give_back", amount="350", reason="now it is")
    assert reread(first).received == 0


def test_what_nobody_expects_any_more_is_written_off_with_a_reason(house):
    one = contract(house, "1000")
    first = plan(house, one, "1000", due=-400)
    do(house, pay(house, "990"), "confirm")
    with pytest.raises(Invalid):
        do(house, first, "write_off")
    first = do(house, first, "write_off", reason="bank charges")
    assert (first.status, first.received, first.written_off) == ("done", 990, 10)
    assert (reread(one).received, reread(one).written_off) == (990, 10)


def test_a_contract_for_which_payments_came_is_not_made_void(house):
    one = contract(house, "1000")
    pay(house, "10", {"contract": one.pk, "amount": "10"})
    assert "take them back" in errors(lambda: do(house, one, "void", void_reason="x"))["status"]


def test_another_currency_is_converted_by_the_rate_of_the_day_and_it_is_said(house):
    with change_set(by=None, door="system"):
        ExchangeRate(currency="USD", rate="7.10", valid_from=day(-40)).save()
        ExchangeRate(currency="USD", rate="7.2345", valid_from=day(-3)).save()
    one = contract(house, "100000")
    first = plan(house, one, "10000")
    paid = do(house, pay(house, "1000", currency="USD", received_on=str(day(-5))), "confirm")
    share = paid.shares.get()
    assert (share.settled, reread(first).left) == (Decimal("7100.00"), Decimal("2900.00"))
    assert share.rate_note == f"1 USD = 7.100000 CNY · {day(-40)}"
    rest = do(house, pay(house, "500", currency="USD"), "confirm")
    assert reread(first).status == "done"
    assert (rest.shares.get().amount, rest.left) == (Decimal("400.86"), Decimal("99.14"))


def test_a_currency_without_a_rate_is_refused_with_what_to_do(house):
    one = contract(house, "100000")
    found = errors(lambda: pay(house, "5", {"contract": one.pk, "amount": "5"}, currency="CHF"))
    assert "rate of CHF" in found["shares.0.amount"]


def test_whoever_enters_it_a_payment_is_of_who_has_the_customer(house):
    one = contract(house, "1000")
    assert pay(house, "10", by="郭").owner_id == house.people["林"].pk
    assert plan(house, one, "10", by="郭").owner_id == house.people["林"].pk


def test_a_plan_that_is_paid_is_neither_void_nor_deleted_nor_made_less(house):
    one = contract(house, "1000")
    first = plan(house, one, "1000")
    do(house, pay(house, "600"), "confirm")
    plans, access = resource_named("payment-plans"), house.access("林")
    with pytest.raises(Invalid):
        saving.remove(plans, access, first.pk)
    with pytest.raises(Invalid):
        do(house, first, "void", reason="no")
    with pytest.raises(Invalid) as error:
        saving.change(plans, access, first.pk, {"amount": "599.99"})
    assert "600.00" in error.value.errors[0].message
    saving.change(plans, access, first.pk, {"amount": "600"})
    assert reread(first).status == "done"
