"""Invoices: titles, tax to the cent, never more than the contract, numbers, red letters."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import models
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from tests.sales.company import party
from tests.sales.debtors import contract, day, do, grant, reread
from zhike.access.models import Grant, Role, Scope
from zhike.access.rights import system_access
from zhike.ledger.actions import NotNow
from zhike.ledger.current import change_set
from zhike.records import saving
from zhike.records.errors import Invalid
from zhike.records.resource import resource_named
from zhike.sales.models import InvoiceRequest, InvoiceTitle
from zhike.sales.receivables.lapsing import lapse_red_letters
from zhike.sales.rules.vat import taxes

NUMBER = "24512000000123456789"
INVOICES, TITLES = "invoice-requests", "invoice-titles"


@pytest.fixture
def house(company):
    with override("en"):
        house = grant(company)
        house.title = saving.create(resource_named(TITLES), house.access("林"), {
            "party": str(house.party.pk), "name": "四川蜀运客运有限公司",
        })  # fmt: skip
        yield house


def errors(call):
    with pytest.raises(Invalid) as error:
        call()
    return {one.field: one.message for one in error.value.errors}


def draft(house, *lines, **values):
    raw = {"party": str(house.party.pk), "lines": [
        {"name": "K10", "tax_rate": "13", **line} for line in lines]}  # fmt: skip
    return saving.create(resource_named(INVOICES), house.access("林"), raw | values)


def issued(house, invoice, number=NUMBER):
    do(house, invoice, "submit", by="林")
    return do(house, invoice, "issue", invoice_number=number, issued_on=day(0).isoformat())


@pytest.mark.parametrize(("gross", "rate", "net", "tax"), [
    ("113000", "13", "100000.00", "13000.00"), ("0.05", "13", "0.04", "0.01"),
    ("1350000", "13", "1194690.27", "155309.73"), ("999.99", "6", "943.39", "56.60"),
    ("100", "0", "100.00", "0.00"),
])  # fmt: skip
def test_the_tax_in_an_amount_is_split_off_to_the_cent(house, gross, rate, net, tax):
    made = reread(draft(house, {"amount": gross, "tax_rate": rate}))
    assert (str(made.net), str(made.tax), made.net + made.tax) == (net, tax, made.amount)


def test_tax_rounded_line_by_line_and_in_total_differs_by_cents_and_both_add_up(house):
    lines = [{"amount": "0.10"}] * 3
    by_line, in_total = draft(house, *lines), draft(house, *lines, rounds_in_total=True)
    assert (reread(by_line).tax, reread(in_total).tax) == (Decimal("0.03"), Decimal("0.03"))
    lines = [{"amount": "0.40"}] * 3
    by_line, in_total = draft(house, *lines), draft(house, *lines, rounds_in_total=True)
    assert (reread(by_line).tax, reread(in_total).tax) == (Decimal("0.15"), Decimal("0.14"))
    assert [line.tax + line.net for line in in_total.lines.all()] == [Decimal("0.40")] * 3


@given(
    st.lists(st.tuples(
        st.decimals("0.01", "9000000", places=2), st.sampled_from(["0", "1", "3", "6", "9", "13"]),
    ), min_size=1, max_size=12),
    st.booleans(),
)  # fmt: skip
def test_net_and_tax_are_the_whole_for_any_split(lines, in_total):
    rows = [(amount, Decimal(rate)) for amount, rate in lines]
    found = taxes(rows, in_total=in_total)
    assert all(0 <= tax <= amount for tax, (amount, _rate) in zip(found, rows, strict=True))
    whole = sum(amount for amount, _rate in rows)
    assert sum(amount - tax for tax, (amount, _rate) in zip(found, rows, strict=True)) + sum(
        found) == whole  # fmt: skip
    exact = sum(amount * rate / (100 + rate) for amount, rate in rows)
    assert abs(sum(found) - exact) <= Decimal("0.005") * (6 if in_total else len(rows)) + (
        Decimal("0.0001"))  # fmt: skip


def test_an_invoice_is_asked_for_without_keying_in_anything_again(house):
    one = contract(house, "113000")
    do(house, one, "ask_for_invoice", by="林")
    made = InvoiceRequest.objects.get()
    assert (made.party, made.contract, made.title) == (house.party, one, house.title)
    assert (made.amount, made.net, made.tax) == (113000, 100000, 13000)
    assert [str(line) for line in made.lines.all()] == ["K10"]
    made = issued(house, made)
    assert (made.status, made.invoice_number, reread(one).invoiced) == ("issued", NUMBER, 113000)
    assert made.number.startswith("KP")


def test_no_more_is_invoiced_than_the_contract_and_what_is_left_is_said(house):
    one = contract(house, "1000")
    do(house, draft(house, {"amount": "700"}, contract=str(one.pk)), "submit", by="林")
    more = draft(house, {"amount": "300.01"}, contract=str(one.pk))
    assert "300.00 CNY" in errors(lambda: do(house, more, "submit", by="林"))["lines"]
    with house.access("林").change_set("edit"):
        line = more.lines.get()
        line.amount = Decimal("300")
        line.save()
    assert do(house, more, "submit", by="林").status == "approved"
    assert "already" in errors(lambda: do(house, one, "ask_for_invoice", by="林"))["amount"]


@pytest.mark.parametrize(("kind", "number"), [
    ("e_special", "12345678"), ("e_special", "2451200000012345678X"), ("e_normal", "１"),
    ("special", NUMBER[:9]), ("normal", "no number"),
])  # fmt: skip
def test_what_is_no_number_of_such_an_invoice_is_refused(house, kind, number):
    made = draft(house, {"amount": "5"}, kind=kind)
    assert list(errors(lambda: issued(house, made, number))) == ["invoice_number"]


def test_each_number_is_entered_once_and_what_is_issued_is_never_edited(house):
    first, second = draft(house, {"amount": "5"}), draft(house, {"amount": "6"})
    first = issued(house, first)
    assert "already" in errors(lambda: issued(house, second))["invoice_number"]
    invoices, access = resource_named(INVOICES), house.access("郭")
    line = first.lines.get()
    for raw in ({"kind": "normal"}, {"lines": [{"id": str(line.pk), "amount": "1"}]},
                {"lines": [{"id": str(line.pk), "remove": True}]}):  # fmt: skip
        with pytest.raises(Invalid):
            saving.change(invoices, access, first.pk, raw)
    assert "red letter" in errors(lambda: do(house, first, "void", void_reason="x"))["status"]
    saving.change(invoices, access, first.pk, {"mailed_on": day(0).isoformat()})
    with pytest.raises(Invalid):
        saving.remove(invoices, access, first.pk)


def test_a_red_letter_takes_back_at_most_the_invoice_once_it_is_confirmed(house):
    one = contract(house, "1130")
    do(house, one, "ask_for_invoice", by="林")
    blue = issued(house, InvoiceRequest.objects.get())
    do(house, blue, "take_back", by="林", red_reason="returned")
    red = InvoiceRequest.objects.get(red_of=blue)
    assert (red.amount, red.tax, red.net) == (-1130, -130, -1000)
    line = red.lines.get()
    invoices = resource_named(INVOICES)
    for wrong in ("5", "0"):
        found = errors(lambda amount=wrong: saving.change(
            invoices, house.access("林"), red.pk,
            {"lines": [{"id": str(line.pk), "amount": amount}]}))  # fmt: skip
        assert list(found) == ["lines.0.amount"]
    saving.change(invoices, house.access("林"), red.pk,
                  {"lines": [{"id": str(line.pk), "amount": "-1130.01"}]})  # fmt: skip
    assert "1,130.00" in errors(lambda: do(house, red, "submit", by="林"))["lines"]
    saving.change(invoices, house.access("林"), red.pk,
                  {"lines": [{"id": str(line.pk), "amount": "-113"}]})  # fmt: skip
    do(house, red, "submit", by="林")
    other = NUMBER[:-1] + "0"
    with pytest.raises(NotNow):
        do(house, red, "issue", invoice_number=other, issued_on=day(0).isoformat())
    do(house, red, "confirm_red", red_confirmation="51000026110000001")
    red = do(house, red, "issue", invoice_number=other, issued_on=day(0).isoformat())
    assert (red.status, red.tax, reread(one).invoiced) == ("issued", -13, 1017)
    do(house, blue, "take_back", by="林", red_reason="reduced")
    again = InvoiceRequest.objects.filter(red_of=blue).exclude(pk=red.pk).get()
    assert again.amount == -1017


def test_a_red_letter_that_nobody_confirms_within_72_hours_lapses(house):
    blue = issued(house, draft(house, {"amount": "113"}))
    do(house, blue, "take_back", by="林", red_reason="wrong")
    red = do(house, InvoiceRequest.objects.get(red_of=blue), "submit", by="林")
    hours = (red.red_lapses_at - timezone.now()) / dt.timedelta(hours=1)
    assert 71.9 < hours <= 72
    lapse_red_letters()
    assert reread(red).status == "approved"
    rows = models.QuerySet(InvoiceRequest).filter(pk=red.pk)
    rows.update(red_lapses_at=timezone.now() - dt.timedelta(seconds=1))
    with pytest.raises(NotNow):
        do(house, red, "confirm_red", red_confirmation="1")
    lapse_red_letters()
    assert (reread(red).status, "72" in reread(red).void_reason) == ("void", True)
    do(house, blue, "take_back", by="林", red_reason="wrong")


@pytest.mark.parametrize(("field", "value"), [
    ("amount", "-1"), ("amount", "0"), ("amount", "NaN"), ("amount", "Infinity"),
    ("amount", "1e3"), ("amount", "1000000000000000"), ("amount", "0.001"), ("amount", "5 USD"),
    ("tax_rate", "12"), ("quantity", "-1"), ("quantity", "NaN"),
])  # fmt: skip
def test_what_is_no_line_is_refused_by_its_field(house, field, value):
    found = errors(lambda: draft(house, {"amount": "1", field: value}))
    assert list(found) == [f"lines.0.{field}"]


@pytest.mark.parametrize("number", ["123", "91510100MA6000001A", "91510100MA600000IT", "号"])
def test_what_is_no_tax_number_is_refused(house, number):
    raw = {"party": str(house.party.pk), "name": "蜀运", "tax_number": number}
    found = errors(lambda: saving.create(resource_named(TITLES), house.access("林"), raw))
    assert list(found) == ["tax_number"]


def test_one_title_of_a_customer_is_used_by_default(house):
    raw = {"party": str(house.party.pk), "name": "蜀运二公司", "is_default": True}
    second = saving.create(resource_named(TITLES), house.access("林"), raw)
    assert list(InvoiceTitle.objects.filter(is_default=True)) == [second]
    assert draft(house, {"amount": "5"}).title == second


def test_titles_and_contracts_of_others_are_refused(house):
    theirs = contract(house, "1000", party=str(party(house, "湖南").pk))
    found = errors(lambda: draft(house, {"amount": "5"}, contract=str(theirs.pk)))
    assert "contract" in found


@pytest.mark.parametrize(("typed", "kept"), [
    ("5100 1234-5678", "5100 1234-5678"), ("５１００１２３４", "51001234"),
])  # fmt: skip
def test_an_account_is_read_alike_on_a_title_and_on_a_legal_entity(house, typed, kept):
    title = saving.change(resource_named(TITLES), house.access("林"), house.title.pk,
                          {"account": typed})  # fmt: skip
    entity = saving.create(resource_named("legal-entities"), system_access(),
                           {"name": "华骏", "bank_account": typed})  # fmt: skip
    assert (reread(title).account, reread(entity).bank_account) == (kept, kept)
    for kind, pk, name in ((TITLES, title.pk, "account"),
                           ("legal-entities", entity.pk, "bank_account")):  # fmt: skip
        access = system_access()
        found = errors(lambda kind=kind, pk=pk, name=name, access=access: saving.change(
            resource_named(kind), access, pk, {name: "农行 51#"}))  # fmt: skip
        assert "digits and letters" in str(found[name])


def test_an_order_is_invoiced_once_even_without_a_contract(house):
    raw = {"party": str(house.party.pk),
           "lines": [{"product": str(house.bus.pk), "unit_price": "1130"}]}  # fmt: skip
    orders = resource_named("orders")
    with change_set(by=None, door="system"):
        for role in Role.objects.all():
            for verb in ("read", "create", "update", "void", "approve"):
                scope = Scope(role.name.split()[-1])
                Grant(role=role, resource="order", verb=verb, scope=scope).save()
    order = saving.create(orders, house.access("林"), raw)
    order = do(house, order, "submit", by="林")
    ask = lambda: saving.perform(orders, house.access("林"), order.pk, "ask_for_invoice", {})  # noqa: E731
    first, second = ask().made, ask().made
    issued(house, first)
    found = errors(lambda: do(house, second, "submit", by="林"))
    assert "More than the order: at most 0.00 CNY" in str(found["lines"])
    assert "invoiced already" in str(errors(ask)["amount"])
    assert "Invoices stand" in str(errors(
        lambda: do(house, order, "void", by="林", void_reason="wrong"))["status"])  # fmt: skip
    wrong = errors(lambda: draft(house, {"amount": "1"}, order=str(order.pk), currency="USD"))
    assert "The order is in CNY" in str(wrong["currency"])


def test_a_contract_for_which_an_invoice_stands_is_not_made_void(house):
    one = contract(house, "1130")
    invoice = issued(house, draft(house, {"amount": "1130"}, contract=str(one.pk)))
    found = errors(lambda: do(house, one, "void", by="林", void_reason="wrong"))
    assert "red letters" in str(found["status"])
    red = saving.perform(resource_named(INVOICES), house.access("林"), invoice.pk, "take_back",
                         {"red_reason": "wrong"}).made  # fmt: skip
    do(house, red, "submit", by="林")
    do(house, red, "confirm_red", red_confirmation="1")
    do(house, red, "issue", invoice_number="24512000000123456780", issued_on=day(0).isoformat())
    assert do(house, one, "void", by="林", void_reason="wrong").status == "void"
