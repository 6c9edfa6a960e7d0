"""Contracts: numbered when they take effect, void and issued anew, renewed, never edited."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.translation import override

from tests.sales.contracting import House, day, reread, told
from zhike.ledger.actions import NotNow
from zhike.ledger.current import change_set
from zhike.ledger.models import ChangeSet
from zhike.ledger.models.record import RecordInUse
from zhike.ledger.undoable import FINAL, CannotUndo
from zhike.people.models import Party
from zhike.records import bulk_edit, saving, undoing
from zhike.records.errors import Invalid
from zhike.records.models import NumberRule
from zhike.records.resource import resource_named
from zhike.sales.actions.renew import as_long
from zhike.sales.contracts.reminding import expiring
from zhike.sales.models import Contract, Order

pytestmark = pytest.mark.django_db
CONTRACTS = resource_named("contracts")


@pytest.fixture
def house(db):
    """A company that writes contracts."""
    with override("en"):
        yield House()


def test_a_draft_has_no_number_and_what_takes_effect_has_the_next_one(house):
    year = timezone.localdate().year
    first, gone, second = (house.make("contracts") for _ in range(3))
    assert [one.number for one in (first, gone, second)] == ["", "", ""]
    saving.remove(CONTRACTS, house.access(), gone.pk)
    assert house.do(second, "submit").number == f"HT{year}-0001"
    assert house.do(first, "submit").number == f"HT{year}-0002"
    assert house.ordered().number == f"DD{timezone.localdate():%Y%m}-0001"


def test_a_void_contract_keeps_its_number_and_nobody_gets_it_again(house):
    contract = house.in_force()
    void = house.do(contract, "void", void_reason="客户名称写错")
    assert (void.status, void.number) == ("void", contract.number)
    assert house.in_force().number != contract.number


def test_a_number_is_not_taken_back_whatever_is_undone(house):
    contract = house.in_force()
    submitted = ChangeSet.objects.get(pk=contract.change_set_id)
    with pytest.raises(CannotUndo, match=FINAL):
        undoing.take_back(house.access(), submitted)
    assert reread(contract).status == "approved"
    assert reread(contract).number == contract.number


def test_undoing_an_edit_of_the_draft_does_not_edit_the_contract_that_it_became(house):
    draft = house.make("contracts", {"quantity": "2"})
    line = draft.lines.get()
    edits = [
        house.change(draft, discount="5"),
        house.change(draft, lines=[{"id": str(line.pk), "quantity": "3"}]),
    ]
    contract = house.do(draft, "submit")
    for edit in edits:
        done = undoing.take_back(house.access(), ChangeSet.objects.get(pk=edit.change_set_id))
        assert [one["reason"] for one in done.report["conflicts"]] == ["stands"]
    assert (reread(contract).discount, reread(contract).amount) == (5, Decimal("2850.00"))
    noted = house.change(contract, note="已寄出")
    undoing.take_back(house.access(), ChangeSet.objects.get(pk=noted.change_set_id))
    assert reread(contract).note == ""


def test_the_rule_of_an_administrator_numbers_by_team(house):
    with change_set(by=None, door="system"):
        NumberRule(document="contract", pattern="{team}-HT-{serial:3}", reset="never").save()
    draft = house.make("contracts")
    with pytest.raises(Invalid) as error:
        house.do(draft, "submit")
    assert error.value.errors[0].field == "number"
    assert "team" in error.value.errors[0].message
    assert reread(draft).status == "draft"
    team = house.company.teams["西区"]
    with change_set(by=None, door="system"):
        team.code = "XN"
        team.save()
    assert house.do(draft, "submit").number == "XN-HT-001"


def test_whoever_signs_is_acquired_unless_they_are_further(house):
    house.in_force()
    assert reread(house.party).lifecycle == Party.Lifecycle.ACQUIRED
    with change_set(by=None, door="system"):
        party = reread(house.party)
        party.lifecycle = Party.Lifecycle.RETAINED
        party.save()
    house.in_force()
    assert reread(house.party).lifecycle == Party.Lifecycle.RETAINED


# Never edited


EDITS = (
    {"name": "另一份"}, {"discount": "3"}, {"currency": "USD"}, {"starts_on": "2020-01-01"},
    {"ends_on": "2031-01-01"}, {"terms": "货到付款"}, {"quote": None, "contact": None},
)  # fmt: skip


@pytest.mark.parametrize("raw", EDITS, ids=lambda raw: "-".join(raw))
def test_no_form_edits_a_contract_in_force(house, raw):
    contract = house.in_force(ends_on=str(day(200)))
    with pytest.raises(Invalid) as error:
        house.change(contract, **raw)
    assert "take it back first, or make it void" in error.value.errors[0].message


def test_no_bulk_edit_changes_a_contract_in_force(house):
    contract, draft = house.in_force(), house.make("contracts")
    chosen = bulk_edit.Selection([str(contract.pk), str(draft.pk)])
    edit = bulk_edit.Edit("set", "discount", "7")
    done = bulk_edit.run(CONTRACTS, house.access(), edit, chosen)
    assert (done.report["failed"], reread(contract).discount) == (1, 0)
    assert "make it void" in done.report["failures"][0]["reason"]
    assert reread(draft).discount == 7


def test_what_a_customer_has_signed_is_needed(house):
    contract = house.in_force()
    with pytest.raises((Invalid, RecordInUse)):
        saving.remove(CONTRACTS, house.access(), contract.pk)
    assert Contract.objects.filter(pk=contract.pk).exists()


# Issued anew, renewed


def test_a_void_contract_is_issued_anew_with_everything_that_it_had(house):
    contract = house.in_force(
        {"quantity": "2", "unit_price": "990", "discount": "1"}, terms="验收后付款",
        starts_on=str(day(0)), ends_on=str(day(364)),
    )  # fmt: skip
    with pytest.raises(NotNow):
        house.do(contract, "reissue")
    house.do(contract, "void", void_reason="价格写错")
    made = house.do(contract, "reissue").made
    assert (made.status, made.number, made.replaces_id) == ("draft", "", contract.pk)
    assert told(made.lines) == told(contract.lines)
    assert (made.terms, made.ends_on, made.contact_id) == (
        contract.terms, contract.ends_on, contract.contact_id
    )  # fmt: skip
    assert reread(made).amount == reread(contract).amount
    with pytest.raises(NotNow):
        house.do(contract, "reissue")
    house.change(made, discount="2")
    assert house.do(made, "submit").number > contract.number


@pytest.mark.parametrize(
    ("begins", "ends", "next_end"),
    [
        ("2026-01-01", "2026-12-31", "2027-12-31"),
        ("2026-03-15", "2026-06-14", "2026-09-14"),
        ("2024-02-29", "2025-02-27", "2026-02-27"),
        ("2026-01-10", "2026-01-19", "2026-01-29"),
        ("2023-03-01", "2024-02-29", "2025-02-28"),
    ],
)
def test_a_renewal_is_as_long_as_the_contract_was(begins, ends, next_end):
    days = (dt.date.fromisoformat(text) for text in (begins, ends))
    assert as_long(*days) == dt.date.fromisoformat(next_end)


def test_a_contract_is_renewed_once_and_the_renewal_waits_as_a_draft(house):
    contract = house.in_force(starts_on="2026-01-01", ends_on="2026-12-31")
    made = house.do(contract, "renew").made
    assert (made.renews_id, str(made.starts_on), str(made.ends_on)) == (
        contract.pk, "2027-01-01", "2027-12-31"
    )  # fmt: skip
    with pytest.raises(NotNow):
        house.do(contract, "renew")
    saving.remove(CONTRACTS, house.access(), made.pk)
    assert house.do(contract, "renew").made.renews_id == contract.pk


def test_a_contract_without_an_end_is_renewed_without_a_term(house):
    made = house.do(house.in_force(), "renew").made
    assert (made.starts_on, made.ends_on) == (None, None)


# Reminded


def _due(days):
    until = timezone.now() + dt.timedelta(days=days)
    return [due.record.pk for due in expiring(until - dt.timedelta(days=1), until)]


def test_the_owner_hears_of_the_end_so_many_days_before_as_the_contract_says(house):
    near = house.in_force(ends_on=str(day(40)), remind_days=39)
    usual = house.in_force(ends_on=str(day(40)))
    never = house.in_force(ends_on=str(day(40)), remind_days=None)
    draft = house.make("contracts", ends_on=str(day(40)), remind_days=39)
    assert (reread(near).remind_on, reread(never).remind_on) == (day(1), None)
    assert _due(1) == [near.pk]
    assert _due(10) == [usual.pk]
    assert {never.pk, draft.pk}.isdisjoint(_due(1) + _due(10))
    house.change(near, remind_days="20")
    assert _due(1) == []
    assert near.pk in _due(20)


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        ({"ends_on": str(day(-9)), "starts_on": str(day(0))}, "ends_on"),
        ({"remind_days": "1001"}, "remind_days"),
        ({"remind_days": "-1"}, "remind_days"),
        ({"discount": "NaN"}, "discount"),
        ({"discount": "101"}, "discount"),
        ({"discount": "-1"}, "discount"),
        ({"currency": "RMBX"}, "currency"),
    ],
)
def test_what_makes_no_contract_is_refused_by_name(house, raw, field):
    with pytest.raises(Invalid) as error:
        house.make("contracts", **raw)
    assert field in [one.field for one in error.value.errors]


# Orders


def test_an_order_goes_its_way_step_by_step(house):
    order = house.ordered()
    for verb in ("start_production", "ship", "receive"):
        with pytest.raises(NotNow):
            house.do(order, verb)
    house.do(order, "confirm")
    house.do(order, "start_production")
    house.do(order, "ship", tracking="德邦 8812")
    order = house.do(order, "receive")
    assert (order.status, order.tracking, order.confirmed_by) == ("received", "德邦 8812", "林")
    moments = [order.confirmed_at, order.production_at, order.shipped_at, order.received_at]
    assert moments == sorted(moments)
    with pytest.raises(NotNow):
        house.do(order, "confirm")


def test_an_order_of_a_contract_has_what_nobody_has_ordered_yet(house):
    contract = house.in_force(
        {"quantity": "5", "unit_price": "900"}, {"product": str(house.charger.pk), "quantity": "2"}
    )
    first = house.do(contract, "make_order").made
    assert told(first.lines) == told(contract.lines)
    line = first.lines.order_by("pk").first()
    house.change(first, lines=[{"id": str(line.pk), "quantity": "3.5"}])
    second = house.do(contract, "make_order").made
    assert told(second.lines) == [("K10", Decimal("1.5"), Decimal(900), Decimal(0))]
    with pytest.raises(NotNow):
        house.do(contract, "make_order")
    house.do(house.do(second, "submit"), "void", void_reason="改期")
    assert house.do(contract, "make_order").made.lines.get().quantity == Decimal("1.5")
    assert Order.objects.filter(contract=contract).count() == 3


def test_contract_and_quote_of_an_order_are_its_customers(house):
    contract = house.in_force()
    other = House.__new__(House)
    other.__dict__.update(house.__dict__)
    with change_set(by=None, door="system"):
        other.party = Party(name="黔山", owner=house.company.people["林"])
        other.party.save()
    with pytest.raises(Invalid) as error:
        other.make("orders", contract=str(contract.pk), contact=None)
    assert error.value.errors[0].field == "contract"


def test_a_deal_that_is_deleted_leaves_its_contract_as_it_stands(house):
    deal = house.won_deal()
    contract = house.do(house.do(deal, "make_contract").made, "submit")
    saving.remove(resource_named("opportunities"), house.access(), deal.pk)
    contract = reread(contract)
    assert (contract.status, contract.opportunity_id) == ("approved", None)
