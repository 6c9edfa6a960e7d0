"""Two records of one customer become one, and can be told apart again."""

from __future__ import annotations

import pytest

from tests.people.merging import company_of, everything, merged, now, party, save, taken_back
from zhike.engagement.models import Interaction, Task
from zhike.ledger.actions import NotNow
from zhike.ledger.fields import RecordRef
from zhike.ledger.models import Change
from zhike.ledger.undo import undo
from zhike.people.models import ContactPoint, Party, Relationship
from zhike.records.models import ExternalId, Merge

pytestmark = pytest.mark.django_db
SHARED, OWN = "13800138000", "13900139000"
USCC = "91310000MA1FL2K35X"


@pytest.mark.requirement("B47")
def test_three_departments_know_one_customer_and_each_keeps_its_number() -> None:
    sales = party("川途客运", external_ids={"销售": "S-1"}, uscc=None)
    service = party("川途客运有限公司", external_ids={"服务": "F-7"}, tags=["重点"])
    finance = party("四川川途", external_ids={"财务": "K-9", "销售": "S-2"}, industry="logistics")
    visit = save(Interaction(party=service, subject="保养"))
    call = save(Task(subject="对账", party=finance))
    before = everything()
    first, second = merged(sales, service), merged(sales, finance)

    one = now(sales)
    assert Party.objects.count() == 1
    assert one.external_ids == {"销售": "S-1", "服务": "F-7", "财务": "K-9", "销售#2": "S-2"}
    found = ExternalId.objects.filter(record=one.pk).values_list("source", "value")
    assert set(found) == {("销售", "S-1"), ("服务", "F-7"), ("财务", "K-9"), ("销售", "S-2")}
    assert (one.tags, one.industry) == (["重点"], "logistics")
    assert one.other_names == ["川途客运有限公司", "四川川途"]
    assert {now(visit).party_id, now(call).party_id} == {one.pk}

    taken_back(second)
    taken_back(first)
    assert everything() == before


def test_a_value_that_is_chosen_wins_and_the_rest_is_filled_from_the_loser() -> None:
    a = party("甲", note="老客户", website="a.cn", tier="gold")
    b = party("乙", note="要发票", website="b.cn", uscc=USCC)
    row = merged(a, b, {"website": "b.cn", "tier": "silver"})
    one = now(a)
    assert (one.website, one.tier, one.uscc) == ("b.cn", "silver", USCC)
    assert one.note == "老客户\n\n要发票"
    assert row.sources == {"website": "merged", "tier": "typed", "uscc": "merged", "note": "both"}


def test_what_both_have_stands_once_and_nobody_is_tied_to_themselves() -> None:
    a, b, c = party("甲", (SHARED,)), party("乙", ("138 0013 8000", OWN)), party("丙")
    company_of(a, b, c)
    merged(a, b)
    assert [p.value for p in ContactPoint.objects.order_by("pk")] == [SHARED, OWN]
    tie = Relationship.objects.get()
    assert (tie.from_party_id, tie.to_party_id, tie.role, tie.note) == (
        a.pk, c.pk, "经理", "老同事",
    )  # fmt: skip
    assert Interaction.objects.get().about == RecordRef.to(a)


def test_undoing_the_set_of_a_merge_is_the_same_as_taking_it_back() -> None:
    a, b, c = party("甲", (SHARED,)), party("乙", (SHARED, OWN), uscc=USCC), party("丙")
    company_of(a, b, c)
    before = everything()
    merged(a, b)
    undo(Change.objects.latest("seq").change_set, by=None, door="web")
    assert everything() == before
    taken_back(merged(a, b))
    assert everything() == before


def test_a_record_merged_into_one_that_is_merged_comes_back_last() -> None:
    a, c, d = party("甲"), party("丙", (OWN,)), party("丁", (SHARED,))
    before = everything()
    inner = merged(c, d)
    between = everything()
    outer = merged(a, c)
    with pytest.raises(NotNow):
        taken_back(inner)
    taken_back(outer)
    assert everything() == between
    taken_back(inner)
    assert everything() == before


def test_of_two_merged_into_one_either_comes_back_first() -> None:
    a = party("甲", tags=["东"])
    b = party("乙", tags=["南"], external_ids={"erp": "1"})
    c = party("丙", tags=["西"], external_ids={"crm": "2"})
    before = everything()
    first, second = merged(a, b), merged(a, c)
    taken_back(first)
    assert (now(a).tags, now(a).external_ids, now(a).other_names) == (
        ["东", "西"], {"crm": "2"}, ["丙"],
    )  # fmt: skip
    taken_back(Merge.objects.get(loser=c.pk))
    assert everything() == before
    assert not Merge.objects.filter(pk=second.pk).exists()


def test_what_came_since_stays_or_goes_with_the_loser_as_a_person_says() -> None:
    a, b = party("甲", (SHARED,), website="a.cn"), party("乙", (OWN,), industry="logistics")
    row = merged(a, b)
    stays, goes = (save(Task(subject=text, party=now(a))) for text in ("留下", "带走"))
    added = save(ContactPoint(party=now(a), type="email", value="yi@example.com"))
    one = now(a)
    one.website, one.industry = "yi.cn", "energy"
    save(one)
    corrected = ContactPoint.objects.get(party=a, value=OWN)
    corrected.label = "新的"
    save(corrected)
    taken_back(row, (f"task:{goes.pk}:party", f"contact-point:{added.pk}", "field:website",
                     f"contact-point:{corrected.pk}"))  # fmt: skip

    assert (now(stays).party_id, now(goes).party_id) == (a.pk, b.pk)
    assert (now(a).website, now(b).website) == ("a.cn", "yi.cn")
    assert (now(a).industry, now(b).industry) == ("energy", "logistics")
    points = {(p.party_id, p.value, p.label) for p in ContactPoint.objects.all()}
    assert points == {(a.pk, SHARED, ""), (b.pk, OWN, "新的"), (b.pk, "yi@example.com", "")}


def test_what_came_since_stays_with_the_survivor_unless_said_otherwise() -> None:
    a, b = party("甲", (SHARED,)), party("乙", (OWN,), industry="logistics")
    row = merged(a, b)
    task = save(Task(subject="新的", party=now(a)))
    one = now(a)
    one.industry = "energy"
    save(one)
    corrected = ContactPoint.objects.get(party=a, value=OWN)
    corrected.label = "新的"
    save(corrected)
    taken_back(row)
    assert (now(task).party_id, now(a).industry, now(b).industry) == (a.pk, "energy", "logistics")
    points = {(p.party_id, p.value, p.label) for p in ContactPoint.objects.all()}
    assert points == {(a.pk, SHARED, ""), (a.pk, OWN, "新的"), (b.pk, OWN, "")}


def test_who_is_gone_or_the_same_is_not_merged() -> None:
    a, b = party("甲"), party("乙")
    merged(a, b)
    for survivor, loser in ((a, b), (b, a), (a, a)):
        with pytest.raises(NotNow):
            merged(survivor, loser)
    assert Merge.objects.count() == 1
