"""Hostile bodies and values: refused or kept as given, never a fault."""

import json

import pytest
from django.test import Client

from zhike.people.models import Party

DEEP = "[" * 100_000 + "]" * 100_000


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '"x"', "3", '{"name": NaN}', '{"name": Infinity}', "\ufeff{}",
     '{"employee_count": 1e999}', '{"employee_count": ' + "9" * 5000 + "}", DEEP,
     '{"tags": ' + DEEP + "}", '{"name": "\\ud800"}', '{"\\udfff": 1}', '{"name": "a\\u0000b"}',
     '{"name": "x"} {}', "{'name': 'x'}", '{"name": "x",}', "name=x",
     '{"a": ' * 33 + "1" + "}" * 33],
    ids=range(21),
)  # fmt: skip
def test_what_is_not_strict_json_is_refused(li, party, text):
    raw = {"data": text.encode(), "content_type": "application/json"}
    for method, path in (("POST", "/parties"), ("PATCH", f"/parties/{party.pk}")):
        answer = li.client.generic(method, "/api/v1" + path, headers={"If-Match": '"1"'}, **raw)
        assert answer.status_code == 400
        assert answer["Content-Type"] == "application/problem+json"


def test_bytes_that_are_not_utf_8_are_refused(li):
    body = '{"name": "客户"}'.encode("gb18030")
    send = li.client.post
    assert send("/api/v1/parties", body, content_type="application/json").status_code == 400


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
     "application/json; charset=gb18030", "application/xml", "application/json-patch+json"],
)  # fmt: skip
def test_anything_but_json_is_415(li, content_type):
    answer = li.client.generic("POST", "/api/v1/parties", b'{"name": "x"}', content_type)
    assert answer.status_code == 415
    assert answer["Content-Type"] == "application/problem+json"


def test_a_body_over_ten_megabytes_is_413(li):
    body = json.dumps({"name": "x", "note": "字" * 4 * 2**20}, ensure_ascii=False).encode()
    answer = li.client.post("/api/v1/parties", body, content_type="application/json")
    assert answer.status_code == 413
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 413


KEPT = ["مرحبا بالعالم", "\u202eevil", "a\u200db", "𠮷野家", "🐉" * 50, "<script>alert(1)</script>",
        "'; DROP TABLE people_party; --", "=1+1", "%s %(name)s {}", "\\u0000", "ﬁ"]  # fmt: skip


@pytest.mark.parametrize("text", KEPT)
def test_strange_text_is_kept_as_given(li, text):
    answer = li.post("/parties", {"name": text})
    assert answer.status_code == 201
    assert answer.json()["name"] == text
    assert Party.objects.get(pk=answer.json()["id"]).name == text


FAULTY = [
    ("name", 10**400), ("name", {}), ("name", []), ("name", True), ("name", "x" * 201),
    ("name", "\x1b[31m"), ("name", "a\u0301" * 500), ("name", "\u0301" * 1000),
    ("birthday", "0000-01-01"), ("birthday", "10000-01-01"), ("birthday", 10**30),
    ("birthday", "2026-02-30"), ("birthday", []), ("employee_count", 10**30),
    ("employee_count", -1), ("employee_count", 1.5), ("employee_count", "9" * 4000),
    ("annual_revenue", "1e400"), ("annual_revenue", 10**40), ("annual_revenue", True),
    ("annual_revenue", 1e300), ("annual_revenue", "NaN"), ("annual_revenue", "一亿亿亿亿亿亿亿"),
    ("owner", "x"), ("owner", 7), ("owner", "00000000-0000-0000-0000-000000000000"), ("owner", {}),
    ("tags", "x" * 10**6), ("tags", [1]), ("tags", [["x"]]), ("tags", {}), ("tags", ["x"] * 1000),
    ("external_ids", []), ("external_ids", {"a": {}}), ("external_ids", {"x" * 100: "y"}),
    ("external_ids", {str(n): "x" for n in range(30)}), ("kind", None), ("kind", 0), ("kind", []),
    ("region", "999999"), ("uscc", "1"), ("uscc", "9" * 18), ("website", 3),
    ("contact_points", 7), ("contact_points", {}), ("contact_points", [7]),
    ("contact_points", [[]]), ("contact_points", [{}]), ("contact_points", [{"id": 7}]),
    ("contact_points", [{"id": [], "remove": True}]), ("contact_points", [{"value": {}}]),
    ("contact_points", [{"value": "1", "type": "phone"}]),
    ("contact_points", [{"value": "x"}] * 201),
    ("version", 7), ("updated_at", "2026-01-01T00:00:00Z"), ("custom", {}), ("name_sort", "a"),
    ("", 1), ("__class__", 1), ("c_", 1), ("id_", 1), ("_state", 1), ("pk", 1), ("objects", 1),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value"), FAULTY, ids=range(len(FAULTY)))
def test_faulty_values_are_refused_or_kept_but_never_a_fault(li, party, field, value):
    created = li.post("/parties", {"name": "甲", field: value})
    changed = li.patch(f"/parties/{party.pk}", {field: value}, party.version)
    for answer in (created, changed):
        assert answer.status_code in (200, 201, 400)
        if answer.status_code != 400 and isinstance(value, str):
            assert answer.json()[field] is not None
    assert li.get("/parties").status_code == 200


def test_a_fault_of_the_program_is_a_problem_without_its_insides(company, monkeypatch):
    from zhike.api.views import others

    def explode(*_):
        raise RuntimeError("password=hunter2")

    monkeypatch.setattr(others, "find", explode)
    client = Client(raise_request_exception=False)
    client.force_login(company.users["li"])
    answer = client.get("/api/v1/search?q=a")
    assert answer.status_code == 500
    assert answer["Content-Type"] == "application/problem+json"
    assert "hunter2" not in answer.content.decode()


def test_problems_speak_the_readers_language(li):
    chinese = li.client.get("/api/v1/nonsense", headers={"Accept-Language": "zh-CN"}).json()
    english = li.client.get("/api/v1/nonsense", headers={"Accept-Language": "en"}).json()
    assert english["title"] == "There is nothing here"
    assert chinese["type"] == english["type"]
