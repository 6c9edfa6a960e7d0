"""Who is let in, and what is kept from those who are."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern

from tests.api.company import role
from zhike.access.models import ApiToken, UserRole
from zhike.api import urls
from zhike.api.calls import ANONYMOUS, Endpoint
from zhike.base.ids import uuid7
from zhike.ledger.current import change_set
from zhike.people.models import ContactPoint

# Fixed, since every process of a parallel run must collect the same tests.
SOME_ID = "01a20177-eb6a-7be6-a130-e8e065ab1db4"
WRITES = ("INSERT", "UPDATE", "DELETE", "SAVEPOINT")


def test_every_path_is_an_endpoint_and_only_the_reviewed_ones_are_open():
    assert all(isinstance(p, URLPattern) for p in urls.urlpatterns)
    assert all(isinstance(p.callback, Endpoint) for p in urls.urlpatterns)
    assert {"openapi"} == ANONYMOUS


@pytest.mark.parametrize(
    "path",
    ["/me", "/parties", "/nonsense", "/change-sets", "/search?q=a", "/",
     f"/parties/{SOME_ID}", f"/parties/{SOME_ID}/history", f"/jobs/{SOME_ID}"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_nobody_gets_anything_without_credentials(db, path, method):
    answer = Client().generic(method, "/api/v1" + path)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer["Content-Type"] == "application/problem+json"


def test_the_description_of_the_coded_fields_is_for_everybody(db):
    assert Client().get("/api/v1/openapi.json").json()["openapi"].startswith("3.1")


@pytest.mark.parametrize("header", ["Bearer zk_wrong", "Bearer", "Basic eDp5", "zk_wrong", ""])
def test_a_wrong_token_is_refused_even_beside_a_session(company, header):
    client = Client()
    client.force_login(company.users["admin"])
    answer = client.get("/api/v1/me", headers={"Authorization": header})
    assert answer.status_code == 401


def test_a_deactivated_users_token_and_session_die_at_once(company):
    li, api = company.users["li"], company.apis["li"]
    browser = Client()
    browser.force_login(li)
    assert api.get("/me").status_code == browser.get("/api/v1/me").status_code == 200
    with change_set(by=None, door="system"):
        li.is_active = False
        li.save()
    assert api.get("/me").status_code == browser.get("/api/v1/me").status_code == 401


def test_a_deleted_token_dies_at_once(company):
    api = company.apis["li"]
    with change_set(by=None, door="system"):
        ApiToken.objects.get(user=company.users["li"]).delete()
    assert api.get("/me").status_code == 401


def test_a_browser_needs_its_pages_token_to_write_and_comes_by_the_web_door(company, party):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(company.users["li"])
    path = "/api/v1/parties"
    body = {"data": '{"name": "网页客户"}', "content_type": "application/json"}
    assert browser.get(path).status_code == 200
    assert browser.post(path, **body).status_code == 403
    browser.cookies["csrftoken"] = "a" * 32
    answer = browser.post(path, **body, headers={"X-CSRFToken": "a" * 32})
    assert answer.status_code == 201
    sets = browser.get("/api/v1/change-sets").json()["items"]
    assert sets[0]["door"] == "web"


def test_who_has_a_temporary_password_sets_another_first(company):
    with change_set(by=None, door="system"):
        company.users["li"].is_password_temporary = True
        company.users["li"].save()
    browser = Client()
    browser.force_login(company.users["li"])
    assert browser.get("/api/v1/parties").status_code == 403


def test_a_program_needs_no_csrf_token(company):
    strict = Client(enforce_csrf_checks=True)
    with change_set(by=None, door="system"):
        token = ApiToken.issue(company.users["li"])
    answer = strict.post(
        "/api/v1/parties", {"name": "甲"}, content_type="application/json",
        headers={"Authorization": f"bearer {token}"},
    )  # fmt: skip
    assert answer.status_code == 201


def test_a_record_out_of_scope_looks_exactly_like_none(li, company):
    foreign, none = company.parties["wang"].pk, uuid7()
    body = {"name": "x"}
    for method, rest, send in [
        ("GET", "", None), ("PATCH", "", body), ("DELETE", "", None), ("GET", "/history", None),
        ("GET", "/timeline", None), ("GET", "/access", None), ("POST", "/nonsense", {}),
    ]:  # fmt: skip
        answers = [li.send(method, f"/parties/{id_}{rest}", send) for id_ in (foreign, none)]
        assert {a.status_code for a in answers} == {404}
        assert answers[0].content == answers[1].content
        assert answers[0].headers == answers[1].headers


@pytest.mark.parametrize(
    ("who", "method", "path", "status"),
    [
        ("nobody", "GET", "/parties", 403),
        ("nobody", "GET", "/parties/{party}", 403),
        ("nobody", "POST", "/parties", 403),
        ("reader", "POST", "/parties", 403),
        ("reader", "PATCH", "/parties/{party}", 403),
        ("reader", "DELETE", "/parties/{party}", 403),
        ("reader", "POST", "/parties/batch", 403),
        ("li", "PATCH", "/parties/{foreign}", 404),
        ("li", "DELETE", "/parties/{foreign}", 404),
    ],
)
@pytest.mark.parametrize("keyed", [False, True])
def test_what_is_denied_touches_nothing(company, who, method, path, status, keyed):
    path = path.format(party=company.parties["li"].pk, foreign=company.parties["wang"].pk)
    headers = {"If_Match": '"1"'} | ({"Idempotency_Key": "k"} if keyed else {})
    with CaptureQueriesContext(connection) as queries:
        answer = company.apis[who].send(method, path, {"name": "x"}, **headers)
    assert answer.status_code == status
    assert [q["sql"] for q in queries if q["sql"].startswith(WRITES)] == []


def test_a_part_is_written_by_who_may_change_its_record_alone(company, li):
    foreign = company.parties["wang"].pk
    body = {"party": str(foreign), "type": "phone", "value": "13700137000"}
    assert li.post("/contact-points", body).status_code in (400, 403)
    mine = ContactPoint.objects.get(party=company.parties["li"])
    answer = li.patch(f"/contact-points/{mine.pk}", {"party": str(foreign)}, 1)
    assert answer.status_code in (400, 403)


def test_reading_a_record_does_not_allow_adding_parts_to_it(company):
    with change_set(by=None, door="system"):
        mixed = role("mixed", [("party", "read", "all"), ("party", "create", "own"),
                               ("party", "update", "own")])  # fmt: skip
        UserRole(user=company.users["nobody"], role=mixed).save()
    api = company.apis["nobody"]
    foreign = company.parties["wang"].pk
    body = {"party": str(foreign), "type": "phone", "value": "13700137000"}
    assert api.post("/contact-points", body).status_code == 403
    made = api.post("/parties", {"name": "我的", "contact_points": [{"value": "13700137000"}]})
    assert made.status_code == 201
    point = made.json()["contact_points"][0]
    moved = api.patch(f"/contact-points/{point['id']}", {"party": str(foreign)}, 1)
    assert moved.status_code in (400, 403)
    assert ContactPoint.objects.filter(party=foreign).count() == 1


def test_hidden_and_masked_fields_can_be_neither_sorted_nor_filtered_by(company):
    reader = company.apis["reader"]
    for field in ("annual_revenue", "uscc"):
        narrow = f'{{"field": "{field}", "op": "empty", "value": true}}'
        assert reader.get("/parties", filter=narrow).status_code == 400
        assert reader.get("/parties", sort=field).status_code == 400
    assert reader.get("/parties", fields="annual_revenue").status_code == 400


def test_me_says_what_is_granted(company, li):
    me = li.get("/me").json()
    assert me["login"] == "li"
    assert me["roles"] == ["representative"]
    assert set(me["verbs"]["parties"]) == {"read", "create", "update", "delete"}
    assert company.apis["nobody"].get("/me").json()["verbs"].get("parties") is None


def test_who_has_access_and_why(company, li, party):
    found = {row["name"]: row for row in li.get(f"/parties/{party.pk}/access").json()["items"]}
    assert set(found) == {"admin", "li", "reader"}
    assert found["reader"]["verbs"] == ["read"]
