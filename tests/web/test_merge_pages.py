"""Merging on screen: side by side, done, led on, taken back."""

import pytest

from tests.web.company import make
from zhike.access.models import Grant, Role
from zhike.ledger.current import change_set
from zhike.ledger.models import Change
from zhike.people.models import Party
from zhike.records.models import Merge

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(company):
    return company.party("川途客运", website="a.cn"), company.party("四川川途", website="b.cn")


def run(client, first, second, **values):
    sent = {"ids": [str(first.pk), str(second.pk)], "step": "run", **values}
    return client.post("/parties/merge/", sent)


@pytest.mark.requirement("B47")
def test_two_records_stand_side_by_side_and_the_chosen_value_wins(company, pair) -> None:
    first, second = pair
    admin = company.browsers["admin"]
    page = admin.get(f"/parties/merge/?ids={first.pk}&ids={second.pk}")
    text = page.content.decode()
    assert [word for word in ("a.cn", "b.cn", "admin · ") if word not in text] == []
    answer = run(admin, first, second, **{"v-website": str(second.pk)})
    assert answer.headers["Location"] == f"/parties/{first.pk}/"
    one = Party.objects.get()
    assert (one.website, one.name, one.other_names) == ("b.cn", "川途客运", ["四川川途"])
    assert "四川川途" in admin.get(f"/parties/{first.pk}/").content.decode()


def test_an_address_of_the_loser_leads_to_the_same_page_of_the_survivor(company, pair) -> None:
    first, second = pair
    admin = company.browsers["admin"]
    run(admin, first, second)
    for page in ("", "history/", "edit/"):
        led = admin.get(f"/parties/{second.pk}/{page}?x=1")
        assert led.headers["Location"] == f"/parties/{first.pk}/{page}?x=1"
    posted = admin.post(f"/parties/{second.pk}/edit/", {"name": "neu"})
    assert posted.headers["Location"] == f"/parties/{first.pk}/"
    assert Party.objects.get().name == "川途客运"


def test_a_merge_is_taken_back_from_the_survivors_page(company, pair) -> None:
    first, second = pair
    admin = company.browsers["admin"]
    run(admin, first, second)
    since = make("tasks", by=company.access("admin"), party=str(first.pk), subject="later")
    address = f"/parties/{first.pk}/merged/?loser={second.pk}"
    assert "later" in admin.get(address).content.decode()
    done = admin.post(address, {f"to-task:{since.pk}:party": "loser"})
    assert done.headers["Location"] == f"/parties/{second.pk}/"
    since.refresh_from_db()
    assert since.party_id == second.pk
    assert Party.objects.count() == 2


def test_who_may_not_merge_sees_no_way_to_and_gets_none(company) -> None:
    mine, theirs = company.party("mine", by="li"), company.party("theirs", by="li")
    li = company.browsers["li"]
    assert "/parties/merge/" not in li.get(f"/parties/{mine.pk}/").content.decode()
    assert run(li, mine, theirs).status_code == 403
    with change_set(by=None, door="system"):
        role = Role.objects.get(name="representative")
        Grant(role=role, resource="party", verb="merge", scope="own").save()
    elsewhere = company.party("elsewhere", by="wang")
    assert run(li, mine, elsewhere).status_code == 404
    assert run(li, mine, theirs).status_code == 302
    assert Merge.objects.count() == 1


def test_undo_of_a_merge_brings_back_also_what_its_person_may_not_change(company) -> None:
    with change_set(by=None, door="system"):
        role = Role.objects.get(name="representative")
        Grant(role=role, resource="party", verb="merge", scope="team").save()
    mine, other = company.party("mine", by="li"), company.party("other", by="li")
    task = make("tasks", by=company.access("wang"), subject="of wang")
    with change_set(by=None, door="system"):
        task.party = other
        task.save()
    li = company.browsers["li"]
    run(li, mine, other)
    task.refresh_from_db()
    assert task.party_id == mine.pk
    merging = Change.objects.filter(kind="merge").latest("seq").change_set_id
    assert f"/change-sets/{merging}/undo/" in li.get(f"/parties/{mine.pk}/").content.decode()
    li.post(f"/change-sets/{merging}/undo/")
    task.refresh_from_db()
    assert task.party_id == other.pk
