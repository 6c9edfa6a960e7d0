"""Verbs, batches, change sets, undo."""

import pytest

from zhike.access.models import Grant
from zhike.base.ids import uuid7
from zhike.ledger import jobs
from zhike.ledger.current import change_set
from zhike.ledger.models import Change, ChangeSet
from zhike.people.models import Party


def rows(li, party, *some):
    return li.post("/parties/batch", {"rows": list(some)})


def test_each_row_of_a_batch_has_its_own_verdict_in_one_change_set(li, party, company):
    id_ = str(uuid7())
    answer = rows(
        li, party,
        {"method": "create", "values": {"name": "甲"}},
        {"method": "create", "id": id_, "values": {"name": "乙"}},
        {"method": "create", "id": id_, "values": {"name": "丙"}},
        {"method": "create", "values": {"kind": "planet"}},
        {"method": "update", "id": str(party.pk), "version": 99, "values": {"note": "x"}},
        {"method": "update", "id": str(party.pk), "values": {"note": "x"}},
        {"method": "update", "id": str(party.pk), "version": 1, "values": {"note": "y"}},
        {"method": "update", "id": str(company.parties["wang"].pk), "version": 1, "values": {}},
        {"method": "delete", "id": "7"},
        {"method": "delete", "id": str(party.pk)},
    )  # fmt: skip
    body = answer.json()
    assert answer.status_code == 200
    assert [row["status"] for row in body["rows"]] == [
        201, 201, 409, 400, 412, 428, 200, 404, 400, 200,
    ]  # fmt: skip
    assert body["rows"][1]["id"] == id_
    assert {e["field"] for e in body["rows"][3]["errors"]} == {"kind", "name"}
    assert body["rows"][6]["version"] == 2
    assert Party.objects.filter(name__in=["甲", "乙", "丙"]).count() == 2
    assert not Party.objects.filter(pk=party.pk).exists()
    assert Change.objects.filter(change_set=body["change_set"]).count() == 4
    assert ChangeSet.objects.filter(door="api").count() == 1


@pytest.mark.parametrize(
    "body",
    [{}, {"rows": []}, {"rows": {}}, {"rows": [1]}, {"rows": [{"method": "burn"}]},
     {"rows": [{"method": "delete", "values": {}}]}, {"rows": [{"method": "create"}] * 501},
     {"rows": [{"method": []}]}, {"rows": [], "dry": True}],
)  # fmt: skip
def test_a_batch_that_is_none_is_refused(li, body):
    assert li.post("/parties/batch", body).status_code == 400


def test_a_batch_of_failures_writes_nothing(li):
    before = ChangeSet.objects.count()
    answer = li.post("/parties/batch", {"rows": [{"method": "create", "values": 3}]})
    assert answer.json()["change_set"] is None
    assert ChangeSet.objects.count() == before


def test_one_sees_ones_own_change_sets_and_an_administrator_all(company, li, admin):
    li.post("/parties", {"name": "甲"})
    company.apis["wang"].post("/parties", {"name": "乙"})
    mine = li.get("/change-sets").json()["items"]
    assert [s["actor_name"] for s in mine] == ["li"]
    assert {s["actor_name"] for s in admin.get("/change-sets").json()["items"]} >= {"li", "wang"}
    other = company.apis["wang"].get("/change-sets").json()["items"][0]["id"]
    for method, path in (("GET", ""), ("POST", "/undo")):
        assert li.send(method, f"/change-sets/{other}{path}").status_code == 404


def test_change_sets_are_paged_by_cursor(company, li):
    for n in range(5):
        li.post("/parties", {"name": f"客户{n}"})
    first = li.get("/change-sets", limit=2).json()
    second = li.get("/change-sets", limit=2, cursor=first["next_cursor"]).json()
    third = li.get("/change-sets", limit=2, cursor=second["next_cursor"]).json()
    ids = [s["id"] for page in (first, second, third) for s in page["items"]]
    assert len(set(ids)) == 5
    assert third["next_cursor"] is None
    assert li.get("/change-sets", cursor="x").status_code == 400


def test_a_change_set_shows_its_changes_as_far_as_they_may_be_seen_today(company, li, party):
    answer = li.patch(f"/parties/{party.pk}", {"note": "新", "owner": None}, party.version)
    path = f"/change-sets/{answer['Change-Set']}"
    change = li.get(path).json()["changes"]
    assert answer.json() == {"id": str(party.pk)}
    assert change[0]["lines"] == []
    shown = company.apis["admin"].get(path).json()["changes"][0]
    assert {line["field"] for line in shown["lines"]} == {"note", "owner"}
    assert shown["name"] == party.name


def test_undo_names_what_has_changed_since(company, li, party):
    answer = li.patch(f"/parties/{party.pk}", {"note": "一", "website": "a.cn"}, party.version)
    li.patch(f"/parties/{party.pk}", {"note": "二"}, party.version + 1)
    undone = li.post(f"/change-sets/{answer['Change-Set']}/undo", {})
    assert undone.json()["conflict_count"] == 1
    assert undone.json()["conflicts"][0]["field"] == "note"
    shown = li.get(f"/parties/{party.pk}").json()
    assert (shown["note"], shown["website"]) == ("二", "")
    assert li.post(f"/change-sets/{answer['Change-Set']}/undo").status_code == 409


def test_undo_needs_the_rights_that_it_uses(company, admin, li):
    made = li.post("/parties", {"name": "甲"})
    with change_set(by=None, door="system"):
        Grant.objects.get(resource="party", verb="delete").delete()
    undone = li.post(f"/change-sets/{made['Change-Set']}/undo")
    assert [c["reason"] for c in undone.json()["conflicts"]] == ["denied"]
    assert Party.objects.filter(name="甲").exists()


@pytest.mark.full
def test_a_large_undo_is_a_job_that_its_user_can_follow(company, li):
    batch = {"rows": [{"method": "create", "values": {"name": f"客户{n}"}} for n in range(101)]}
    made = li.post("/parties/batch", batch).json()["change_set"]
    answer = li.post(f"/change-sets/{made}/undo", Idempotency_Key="u")
    assert answer.status_code == 202
    again = li.post(f"/change-sets/{made}/undo", Idempotency_Key="u")
    assert again.json()["id"] == answer.json()["id"]
    path = answer["Location"].removeprefix("/api/v1")
    assert li.get(path).json()["state"] == "waiting"
    assert company.apis["wang"].get(path).status_code == 404
    jobs.run(jobs.claim())
    assert li.get(path).json()["state"] == "done"
    assert not Party.objects.filter(name__startswith="客户").exists()
    assert ChangeSet.objects.get(undoes=made).door == "api"


def test_history_tells_field_by_field_who_did_what(li, party, company):
    li.patch(f"/parties/{party.pk}", {"website": "a.cn", "annual_revenue": 5}, party.version)
    page = li.get(f"/parties/{party.pk}/history", limit=1).json()
    line = {line["field"]: line for line in page["items"][0]["lines"]}["website"]
    assert (line["before"], line["after"]) == ("", "a.cn")
    assert page["items"][0]["actor_name"] == "li"
    older = li.get(f"/parties/{party.pk}/history", cursor=page["next_cursor"]).json()
    assert older["items"][0]["operation"] == "create"
    seen = company.apis["reader"].get(f"/parties/{party.pk}/history").content.decode()
    assert "1,200" not in seen
    assert "1200.5" not in seen


def test_the_timeline_holds_the_changes(li, party):
    page = li.get(f"/parties/{party.pk}/timeline").json()
    assert [moment["source"] for moment in page["items"]] == ["changes"]
    assert li.get(f"/parties/{party.pk}/timeline", only="gossip").status_code == 400
    assert li.get(f"/parties/{party.pk}/timeline", cursor="then").status_code == 400


@pytest.fixture
def task(li):
    """Something that Li has to do."""
    return li.post("/tasks", {"subject": "回访"}).json()


def test_a_verb_does_what_the_button_does_and_can_be_undone(li, task):
    done = li.post(f"/tasks/{task['id']}/complete")
    assert done.status_code == 200
    assert done.json()["status"] == "done"
    assert done["ETag"] == '"2"'
    assert Change.objects.get(change_set=done["Change-Set"]).action == "complete"
    assert li.post(f"/tasks/{task['id']}/complete", {}).status_code == 409
    li.post(f"/change-sets/{done['Change-Set']}/undo")
    assert li.get(f"/tasks/{task['id']}").json()["status"] == "open"


def test_a_verb_takes_the_fields_that_it_asks_for_and_no_others(li, task):
    answer = li.post(f"/tasks/{task['id']}/complete", {"note": "x"})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "note"


def test_a_verb_heeds_the_version_where_one_is_given(li, task):
    li.patch(f"/tasks/{task['id']}", {"note": "x"}, 1)
    answer = li.post(f"/tasks/{task['id']}/complete", If_Match='"1"')
    assert answer.status_code == 412
    assert li.get(f"/tasks/{task['id']}").json()["status"] == "open"


def test_a_verb_that_is_not_granted_is_denied_and_read_as_405(company, li, task):
    with change_set(by=None, door="system"):
        Grant.objects.get(resource="task", verb="update").delete()
    path = f"/tasks/{task['id']}/complete"
    assert li.post(path).status_code == 403
    assert li.get(path).status_code == 405
    assert li.get(path)["Allow"] == "POST"


def test_paths_answer_405_with_what_they_take(li, party):
    for method, path, allowed in [
        ("PUT", "/parties", "GET, HEAD, POST"),
        ("DELETE", "/parties", "GET, HEAD, POST"),
        ("POST", f"/parties/{party.pk}", "DELETE, GET, HEAD, PATCH"),
        ("GET", "/parties/batch", "POST"),
        ("POST", f"/parties/{party.pk}/history", "GET, HEAD"),
        ("OPTIONS", "/me", "GET, HEAD"),
    ]:
        answer = li.send(method, path)
        assert answer.status_code == 405
        assert answer["Allow"] == allowed
        assert answer.json()["type"].endswith("method")


def test_unknown_paths_verbs_and_types_are_problems(li, party):
    for path in ("/nonsense", f"/parties/{party.pk}/fly", "/parties/7", "/a/b/c/d", "/parties/"):
        answer = li.get(path)
        assert answer.status_code == 404
        assert answer["Content-Type"] == "application/problem+json"
    assert li.post(f"/parties/{party.pk}/fly", {}).status_code == 404
