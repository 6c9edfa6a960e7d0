"""Merging by programs: the verb, its way back, and who asks for the loser."""

import pytest

from zhike.access.models import Grant, Role
from zhike.ledger.current import change_set
from zhike.people.models import Party

pytestmark = pytest.mark.requirement("B47")


@pytest.fixture
def pair(li, company):
    with change_set(by=None, door="system"):
        for role in Role.objects.all():
            Grant(role=role, resource="party", verb="merge", scope="own").save()
    return [li.post("/parties", {"name": name, "external_ids": {"erp": number}}).json()["id"]
            for name, number in (("川途客运", "1"), ("四川川途", "2"))]  # fmt: skip


def test_records_are_merged_and_taken_apart_again(li, pair):
    first, second = pair
    answer = li.post(f"/parties/{first}/merge", {"with": [second], "values": {"tier": "gold"}})
    assert answer.status_code == 200
    assert "Change-Set" in answer.headers
    body = answer.json()
    assert (body["id"], body["tier"]) == (first, "gold")
    assert body["external_ids"] == {"erp": "1", "erp#2": "2"}
    assert li.post(f"/parties/{first}/unmerge", {"loser": second}).status_code == 200
    assert li.get(f"/parties/{second}").json()["external_ids"] == {"erp": "2"}
    assert li.get(f"/parties/{first}").json()["external_ids"] == {"erp": "1"}


def test_what_came_since_is_named_and_goes_with_the_loser_where_a_program_says_so(li, pair):
    first, second = pair
    li.post(f"/parties/{first}/merge", {"with": [second]})
    tasks = [li.post("/tasks", {"party": first, "subject": text}).json()["id"] for text in "甲乙"]
    version = li.get(f"/parties/{first}").json()["version"]
    li.patch(f"/parties/{first}", {"website": "chuantu.cn"}, version=version)
    answer = li.get(f"/parties/{first}/unmerge?loser={second}")
    assert (answer.status_code, answer.json()["loser"]) == (200, second)
    came = {(one["field"] or one["text"]): one for one in answer.json()["since"]}
    assert came["website"]["text"] == "chuantu.cn"
    assert {came[text]["id"] for text in "甲乙"} == set(tasks)
    sent = {"loser": second, "to_loser": [came["乙"]["key"], came["website"]["key"]]}
    wrong = li.post(f"/parties/{first}/unmerge", sent | {"to_loser": ["field:planet"]})
    assert wrong.status_code == 400
    assert li.post(f"/parties/{first}/unmerge", sent).status_code == 200
    assert [li.get(f"/tasks/{id_}").json()["party"] for id_ in tasks] == [first, second]
    sites = [li.get(f"/parties/{id_}").json()["website"] for id_ in (first, second)]
    assert sites == ["", "chuantu.cn"]


def test_who_asks_for_the_loser_hears_of_the_survivor(li, pair):
    first, second = pair
    li.post(f"/parties/{first}/merge", {"with": [second]})
    answer = li.get(f"/parties/{second}")
    assert answer.status_code == 410
    assert answer.json()["survivor"] == first
    assert li.patch(f"/parties/{second}", {"note": "x"}, version=1).status_code == 410


def test_a_merge_that_cannot_be_is_refused_and_writes_nothing(li, pair, company):
    first, second = pair
    for body, status in (
        ({}, 400), ({"with": "7"}, 400), ({"with": [first]}, 409),
        ({"with": [second], "x": 1}, 400),
        ({"with": [second], "values": {"planet": 1}}, 400),
        ({"with": [second], "values": {"region": "nowhere"}}, 400),
        ({"with": [str(company.parties["wang"].pk)]}, 404),
    ):  # fmt: skip
        assert li.post(f"/parties/{first}/merge", body).status_code == status, body
    assert li.post(f"/parties/{first}/unmerge", {"loser": second}).status_code == 400
    assert li.post(f"/products/{first}/merge", {"with": [second]}).status_code in (403, 404)
    assert Party.objects.filter(pk__in=pair).count() == 2
