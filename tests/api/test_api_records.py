"""Reading and writing single records."""

import json

import pytest

from zhike.access.models import Team
from zhike.base.ids import uuid7
from zhike.ledger.models import Change, ChangeSet
from zhike.people.models import ContactPoint, Party


def test_a_record_has_its_fields_its_parts_and_the_names_of_what_it_points_at(li, party, company):
    answer = li.get(f"/parties/{party.pk}")
    shown = answer.json()
    assert answer.status_code == 200
    assert answer["ETag"] == f'"{party.version}"'
    assert shown["name"] == "华北重工"
    assert "华北重工" in answer.content.decode()
    assert shown["owner"] == str(company.users["li"].pk)
    assert shown["owner_name"] == "li"
    assert shown["annual_revenue"] == "1200.50"
    assert [point["value"] for point in shown["contact_points"]] == ["13800138000"]


def test_a_hidden_field_is_absent_and_a_masked_one_masked(company, party):
    shown = company.apis["reader"].get(f"/parties/{party.pk}").json()
    assert "annual_revenue" not in shown
    assert shown["contact_points"][0]["value"] not in ("", "13800138000")


def test_chosen_fields_come_alone_and_an_unknown_one_is_refused(li, party):
    shown = li.get(f"/parties/{party.pk}", fields="name,contact_points").json()
    assert set(shown) == {"id", "version", "name", "contact_points"}
    assert li.get(f"/parties/{party.pk}", fields="name,salary").status_code == 400
    assert li.get(f"/parties/{party.pk}", colour="red").status_code == 400


def test_a_record_is_made_with_its_parts_and_owned_by_who_makes_it(li, company):
    points = [{"type": "phone", "value": "13912345678"}]
    answer = li.post("/parties", {"name": "东方电气", "contact_points": points})
    assert answer.status_code == 201
    made = answer.json()
    assert made["owner"] == str(company.users["li"].pk)
    assert answer["Location"] == f"/api/v1/parties/{made['id']}"
    assert li.get(f"/parties/{made['id']}").json() == made
    change_set = ChangeSet.objects.get(pk=answer["Change-Set"])
    assert (change_set.door, change_set.actor_name) == ("api", "li")


def test_what_a_record_lacks_is_named_field_by_field(li):
    answer = li.post("/parties", {"kind": "planet", "employee_count": "many"})
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert {error["field"] for error in answer.json()["errors"]} == {
        "name", "kind", "employee_count",
    }  # fmt: skip
    assert li.post("/parties", {"name": "A", "salary": 1}).status_code == 400


def test_an_offline_phone_gives_its_record_an_id_which_is_good_once(li, company):
    id_ = str(uuid7())
    assert li.post("/parties", {"id": id_, "name": "离线客户"}).json()["id"] == id_
    again = li.post("/parties", {"id": id_, "name": "离线客户"})
    foreign = li.post("/parties", {"id": str(company.parties["wang"].pk), "name": "离线客户"})
    assert again.status_code == foreign.status_code == 409
    assert "existing" not in again.json()
    assert again.content == foreign.content


def test_the_id_of_a_deleted_record_stays_taken(li, party):
    assert li.delete(f"/parties/{party.pk}").status_code == 200
    assert li.post("/parties", {"id": str(party.pk), "name": "又来"}).status_code == 409


@pytest.mark.parametrize("id_", ["7", 7, None, "00000000-0000-4000-8000-000000000000"])
def test_an_id_that_is_no_uuid_of_version_7_is_refused(li, id_):
    status = li.post("/parties", {"id": id_, "name": "A"}).status_code
    assert status == (201 if id_ is None else 400)


@pytest.mark.requirement("B45")
def test_a_taken_unique_key_names_the_record_only_to_those_who_see_it(li, company):
    code = "91350100M000100Y43"
    first = li.post("/parties", {"name": "甲", "uscc": code}).json()
    assert li.post("/parties", {"name": "乙", "uscc": code}).json()["existing"] == first["id"]
    answer = company.apis["wang"].post("/parties", {"name": "乙", "uscc": code})
    assert answer.status_code == 409
    assert first["id"] not in answer.content.decode()


@pytest.mark.requirement("B45")
def test_what_another_system_calls_a_record_is_one_records_alone(li, party, company):
    ids = {"erp": "C-1001", "sap": "7"}
    first = li.post("/parties", {"name": "甲", "external_ids": ids}).json()
    taken = {"name": "乙", "external_ids": {"sap": "7"}}
    answer = li.post("/parties", taken)
    assert answer.status_code == 409
    assert answer.json()["existing"] == first["id"]
    assert first["id"] not in company.apis["wang"].post("/parties", taken).content.decode()
    changed = li.patch(f"/parties/{party.pk}", {"external_ids": {"erp": "C-1001"}}, party.version)
    assert changed.status_code == 409
    assert li.post("/parties", {"name": "丙", "external_ids": {"erp": "7"}}).status_code == 201
    assert li.patch(f"/parties/{first['id']}", {"external_ids": {"sap": "8"}}, 1).status_code == 200
    assert li.post("/parties", taken).status_code == 201
    li.delete(f"/parties/{first['id']}")
    again = {"name": "丁", "external_ids": {"sap": "8"}}
    assert li.post("/parties", again).status_code == 201


def test_a_change_needs_the_version_it_started_from(li, party):
    path = f"/parties/{party.pk}"
    assert li.send("PATCH", path, {"name": "新名"}).status_code == 428
    assert li.send("PATCH", path, {"name": "新名"}, If_Match="*").status_code == 428
    assert li.send("PATCH", path, {"name": "新名"}, If_Match="1").status_code == 400
    answer = li.patch(path, {"name": "新名"}, party.version)
    assert answer.status_code == 200
    assert answer.json()["version"] == party.version + 1
    assert answer["ETag"] == f'"{party.version + 1}"'


def test_a_change_of_a_stale_version_shows_both(li, party):
    path = f"/parties/{party.pk}"
    li.patch(path, {"note": "先"}, party.version)
    answer = li.patch(path, {"note": "后"}, party.version)
    assert answer.status_code == 412
    problem = answer.json()
    assert problem["yours"] == {"version": party.version, "values": {"note": "后"}}
    assert problem["current"]["note"] == "先"
    assert problem["current"]["version"] == party.version + 1


def test_a_change_of_parts_alone_raises_the_version(li, party):
    point = ContactPoint.objects.get(party=party)
    rows = [{"id": str(point.pk), "label": "前台"}, {"type": "email", "value": "a@example.com"}]
    answer = li.patch(f"/parties/{party.pk}", {"contact_points": rows}, party.version)
    assert answer.json()["version"] == party.version + 1
    assert {p["label"] for p in answer.json()["contact_points"]} == {"前台", ""}


def test_nothing_changed_is_no_change_set(li, party):
    answer = li.patch(f"/parties/{party.pk}", {"name": party.name}, party.version)
    assert answer.status_code == 200
    assert "Change-Set" not in answer
    assert answer.json()["version"] == party.version


def test_a_record_that_leaves_the_users_sight_is_answered_by_its_id_alone(li, party, company):
    south = str(company.teams["south"].pk)
    company.apis["admin"].patch(f"/parties/{party.pk}", {"note": "秘密"}, party.version)
    with_team = {"owner": None, "team": south}
    answer = company.apis["admin"].post("/parties", with_team | {"name": "南方"})
    assert answer.status_code == 201
    assert li.get(f"/parties/{answer.json()['id']}").status_code == 404


def test_a_deleted_record_can_be_brought_back_by_its_change_set(li, party):
    answer = li.delete(f"/parties/{party.pk}", If_Match=f'"{party.version}"')
    assert answer.status_code == 200
    assert li.get(f"/parties/{party.pk}").status_code == 404
    undone = li.post(f"/change-sets/{answer.json()['change_set']}/undo")
    assert undone.status_code == 200
    assert undone.json()["conflicts"] == []
    assert li.get(f"/parties/{party.pk}").json()["name"] == party.name


def test_a_record_that_others_need_names_them(company, admin):
    user = company.users["li"]
    team = company.teams["north"]
    if "teams" not in admin.get("/me").json()["verbs"]:
        pytest.skip("teams are not on any surface")
    answer = admin.delete(f"/teams/{team.pk}")
    assert answer.status_code == 409
    assert str(user.pk) in {other["id"] for other in answer.json()["users"]}
    assert Team.objects.filter(pk=team.pk).exists()


def test_deleting_a_stale_version_is_refused(li, party):
    li.patch(f"/parties/{party.pk}", {"note": "x"}, party.version)
    answer = li.delete(f"/parties/{party.pk}", If_Match=f'"{party.version}"')
    assert answer.status_code == 412
    assert answer.json()["current"]["note"] == "x"


def test_a_record_is_shown_as_of_a_moment_with_todays_rights(li, party, company):
    li.patch(f"/parties/{party.pk}", {"name": "改名重工", "employee_count": 5}, party.version)
    before = Change.objects.filter(record=party.pk).order_by("seq").first().at
    shown = li.get(f"/parties/{party.pk}", as_of=before.isoformat()).json()
    assert shown["name"] == "华北重工"
    assert shown["employee_count"] is None
    assert shown["contact_points"][0]["value"] == "13800138000"
    assert "version" not in shown
    masked = company.apis["reader"].get(f"/parties/{party.pk}", as_of=before.isoformat()).json()
    assert "annual_revenue" not in masked
    assert masked["contact_points"][0]["value"] not in ("", "13800138000")
    assert li.get(f"/parties/{party.pk}", as_of="2001-01-01T00:00:00Z").status_code == 404


@pytest.mark.parametrize(
    "moment", ["", "yesterday", "2026-03-10", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00"]
)
def test_a_moment_that_cannot_be_read_is_refused(li, party, moment):
    assert li.get(f"/parties/{party.pk}", as_of=moment).status_code == 400
    assert li.get("/parties", as_of=moment).status_code == 400


def test_an_erased_record_leaves_no_kept_answer(li, admin, company):
    from zhike.ledger import moments
    from zhike.ledger.current import change_set

    made = li.post("/parties", {"name": "要被遗忘的人"}, Idempotency_Key="k").json()
    with change_set(by=None, door="system", action="erase"):
        moments.erase(Party.objects.get(pk=made["id"]))
    again = li.post("/parties", {"name": "要被遗忘的人"}, Idempotency_Key="k")
    assert again.status_code == 201
    assert again.json()["id"] != made["id"]


def test_json_of_a_record_has_no_escapes(li, party):
    text = li.get(f"/parties/{party.pk}").content.decode()
    assert json.loads(text)["name"] in text
