"""Credit files: ratings and our own record make a score, the score a grade."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from tests.sales import creditors
from tests.sales.company import party
from zhike.access.models import ApiToken
from zhike.access.rights import Denied
from zhike.ledger.actions import NotNow
from zhike.ledger.current import change_set
from zhike.ledger.models import Change, ChangeSet
from zhike.ledger.undo import undo
from zhike.records import saving
from zhike.records.errors import Invalid
from zhike.records.merging.merge import merge
from zhike.records.resource import resource_named
from zhike.sales.models import CreditEntry, CreditFile, CreditGrade, CreditPolicy
from zhike.sales.models.payment_record import Overdue

FILES, ENTRIES = resource_named("credit-files"), resource_named("credit-entries")


@pytest.fixture
def house(company):
    return creditors.found(company)


@pytest.fixture
def late(monkeypatch):
    """Lets a customer be late with so many instalments, as many days each."""

    def be(*days: int, is_open: bool = False) -> None:
        today = timezone.localdate()
        seen = [
            Overdue(today - dt.timedelta(days=one + 5), today - dt.timedelta(days=5), is_open,
                    Decimal(100), "CNY", "HT-1") for one in days
        ]  # fmt: skip
        monkeypatch.setattr("zhike.sales.models.credit_file.overdue_of", lambda *asked: seen)

    return be


def program(house, name: str) -> Client:
    with change_set(by=None, door="system"):
        token = ApiToken.issue(house.people[name], "test")
    return Client(headers={"Authorization": f"Bearer {token}"})


def sent(client: Client, method: str, path: str, body: object):
    return client.generic(
        method, f"/api/v1/{path}", json.dumps(body), content_type="application/json"
    )


def refused(error) -> dict[str, str]:
    return {one.field: one.message for one in error.value.errors}


@pytest.mark.requirement("C38")
@pytest.mark.parametrize(("agency", "days", "score", "name"), [
    (80, (3, 40), 60, "C"), (80, (), 80, "B"), (96, (1,), 86, "A"), (55, (2, 2, 2), 25, "D"),
])  # fmt: skip
def test_agency_and_own_record_make_the_corrected_score_with_both_components(
    house, late, agency, days, score, name
):
    late(*days)
    customer = party(house, "川途客运")
    raw = {"party": str(customer.pk), "entries": [
        {"source": "agency", "said_by": "邓白氏", "rated_on": "2026-03-01", "score": agency},
    ]}  # fmt: skip
    answer = sent(program(house, "郭"), "POST", "credit-files", raw)
    assert answer.status_code == 201, answer.content
    kept = program(house, "郭").get(f"/api/v1/credit-files/{answer.json()['id']}").json()
    assert (kept["rating"], kept["overdue_count"], kept["deduction"], kept["score"]) == (
        agency, len(days), 10 * len(days), score,
    )  # fmt: skip
    assert kept["grade"] == str(creditors.grade(name).pk)
    assert kept["entries"][0]["said_by"] == "邓白氏"
    assert answer.json()["score"] == score, "the answer is what stands"


def test_the_weights_are_the_policys(house, late):
    late(3, 40, 1)
    with change_set(by=None, door="system"):
        CreditPolicy(name="严", points_per_overdue=15, grace_days=2, weight_bank=3).save()
    credit = creditors.keep_file(party(house, "甲"), 40)
    saving.create(ENTRIES, house.access("郭"), {"credit": str(credit.pk), "source": "bank",
                                                "score": "80"})  # fmt: skip
    credit.refresh_from_db()
    assert (credit.rating, credit.overdue_count, credit.deduction, credit.score) == (70, 2, 30, 40)


def test_an_old_rating_is_forgotten_and_one_without_a_score_counts_for_nothing(house):
    credit = creditors.keep_file(party(house, "甲"))
    assert (credit.rating, credit.score) == (None, 60)
    for raw in (
        {"source": "agency", "score": "99", "rated_on": "2020-01-01"},
        {"source": "bank", "note": "账户正常"},
    ):
        saving.create(ENTRIES, house.access("郭"), {"credit": str(credit.pk), **raw})
    assert CreditFile.objects.get().rating is None


def test_changing_and_deleting_an_entry_changes_the_score_and_an_undo_takes_both_back(house):
    credit = creditors.keep_file(party(house, "甲"), 90)
    entry = CreditEntry.objects.get()
    saving.change(ENTRIES, house.access("郭"), entry.pk, {"score": "70"})
    assert CreditFile.objects.get().score == 70
    set_ = saving.remove(ENTRIES, house.access("郭"), entry.pk)
    assert CreditFile.objects.get().score == 60
    undo(ChangeSet.objects.get(pk=set_), by=None, door="web")
    credit.refresh_from_db()
    assert (credit.score, credit.grade.name) == (70, "B")


def test_a_grade_set_by_hand_holds_until_its_day_and_the_score_goes_on(house):
    credit = creditors.keep_file(party(house, "甲"), 90)
    until = timezone.localdate() + dt.timedelta(days=10)
    raw = {"manual_grade": str(creditors.grade("C").pk), "manual_reason": "换股东，先观察",
           "manual_until": str(until)}  # fmt: skip
    saving.perform(FILES, house.access("郭"), credit.pk, "set_grade", raw)
    credit.refresh_from_db()
    assert (credit.grade.name, credit.rule_grade.name, credit.manual_reason) == (
        "C", "A", "换股东，先观察",
    )  # fmt: skip
    credit.work_out(until + dt.timedelta(days=1))
    assert credit.grade.name == "A"
    credit.refresh_from_db()
    saving.perform(FILES, house.access("郭"), credit.pk, "follow_score", {})
    credit.refresh_from_db()
    assert (credit.grade.name, credit.manual_grade) == ("A", None)
    with pytest.raises(NotNow):
        saving.perform(FILES, house.access("郭"), credit.pk, "follow_score", {})


@pytest.mark.parametrize(("raw", "field"), [
    ({"manual_reason": "x", "manual_until": "2999-01-01"}, "manual_grade"),
    ({"manual_grade": "C", "manual_until": "2999-01-01"}, "manual_reason"),
    ({"manual_grade": "C", "manual_reason": "x"}, "manual_until"),
    ({"manual_grade": "C", "manual_reason": "x", "manual_until": "2020-01-01"}, "manual_until"),
])  # fmt: skip
def test_a_grade_set_by_hand_needs_a_reason_and_an_end(house, raw, field):
    credit = creditors.keep_file(party(house, "甲"), 90)
    if "manual_grade" in raw:
        raw = raw | {"manual_grade": str(creditors.grade("C").pk)}
    with pytest.raises(Invalid) as error:
        saving.perform(FILES, house.access("郭"), credit.pk, "set_grade", raw)
    assert field in refused(error)


def test_only_who_may_sets_a_grade(house):
    credit = creditors.keep_file(party(house, "甲"), 90)
    raw = {"manual_grade": str(creditors.grade("A").pk), "manual_reason": "x",
           "manual_until": "2999-01-01"}  # fmt: skip
    with pytest.raises(Denied):
        saving.perform(FILES, house.access("林"), credit.pk, "set_grade", raw)
    with pytest.raises(Denied):
        saving.change(FILES, house.access("林"), credit.pk, {"note": "好客户"})
    with pytest.raises(CreditFile.DoesNotExist):
        saving.change(FILES, house.access("何"), credit.pk, {"note": "别人的"})


@pytest.mark.parametrize(("raw", "field"), [
    ({"score": 101}, "score"), ({"score": -1}, "score"), ({"score": "1e3"}, "score"),
    ({"score": "NaN"}, "score"), ({"score": 79.5}, "score"),
    ({"rated_on": "2999-01-01"}, "rated_on"),
    ({"source": "gossip"}, "source"),
])  # fmt: skip
def test_bad_entries_are_refused_naming_the_field(house, raw, field):
    credit = creditors.keep_file(party(house, "甲"))
    answer = sent(program(house, "郭"), "POST", "credit-entries", {"credit": str(credit.pk), **raw})
    assert answer.status_code == 400, answer.content
    assert field in answer.content.decode()


@pytest.mark.parametrize(("raw", "field"), [
    ({"limit": "-1"}, "limit"), ({"limit": "1e15"}, "limit"), ({"limit": "NaN"}, "limit"),
    ({"limit": "Infinity"}, "limit"), ({"limit": "10.005"}, "limit"), ({"prepay": "101"}, "prepay"),
    ({"prepay": "-1"}, "prepay"), ({"discount": "100.01"}, "discount"), ({"days": 4000}, "days"),
    ({"from_score": 101}, "from_score"), ({"from_score": 70}, "from_score"),
    ({"currency": "XYZ"}, "currency"),
])  # fmt: skip
def test_bad_grades_are_refused_naming_the_field(house, raw, field):
    with change_set(by=None, door="system"):
        house.people["郭"].is_admin = True
        house.people["郭"].save()
    body = {"name": "E", "from_score": 30, **raw}
    answer = sent(program(house, "郭"), "POST", "credit-grades", body)
    assert answer.status_code == 400, answer.content
    assert f'"{field}"' in answer.content.decode()
    assert CreditGrade.objects.count() == 4


def test_a_file_goes_with_its_entries_and_comes_back_with_them(house):
    credit = creditors.keep_file(party(house, "甲"), 90)
    set_ = saving.remove(FILES, house.access("郭"), credit.pk)
    assert not CreditFile.objects.exists()
    changes = Change.objects.filter(record=credit.pk, change_set=set_)
    assert [one.operation for one in changes] == [Change.Operation.DELETE]
    undo(ChangeSet.objects.get(pk=set_), by=None, door="web")
    credit = CreditFile.objects.get()
    assert (credit.score, credit.grade.name, CreditEntry.objects.count()) == (90, "A", 1)


def test_two_customers_who_are_one_have_one_file_with_the_entries_of_both(house):
    one, other = party(house, "甲"), party(house, "甲公司")
    creditors.keep_file(one, 90)
    credit = creditors.keep_file(other)
    saving.create(ENTRIES, house.access("郭"), {"credit": str(credit.pk), "source": "bank",
                                                "score": "50"})  # fmt: skip
    with change_set(by=None, door="system"):
        merge(one, other)
    (kept,) = CreditFile.objects.filter(party=one)
    assert (kept.score, kept.entries.count()) == (70, 2)


def test_a_customer_has_one_file(house):
    customer = party(house, "甲")
    creditors.keep_file(customer)
    with pytest.raises(Invalid) as error:
        creditors.keep_file(customer)
    assert "party" in refused(error)
