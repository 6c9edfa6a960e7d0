"""A program that sends a customer twice is told so (B45)."""

import pytest

from tests.api.company import Company, found
from zhike.ledger.current import change_set
from zhike.people.models import Party

SENT = {
    "name": "重庆川途客运有限公司",
    "contact_points": [{"type": "phone", "value": "138 0013 8000"}],
}


@pytest.fixture
def company(db):
    made = Company({}, {}, {}, {})
    with change_set(by=None, door="system", action="set_up"):
        found(made)
    return made


@pytest.mark.requirement("B45")
def test_what_is_there_already_is_409_with_its_id_and_made_only_on_insisting(company):
    admin = company.apis["admin"]
    first = admin.post("/parties", SENT)
    assert (first.status_code, "duplicates" in first.json()) == (201, False)
    again = admin.post("/parties", SENT | {"name": "川途客运"}, accept_language="en")
    assert again.status_code == 409
    assert again.json()["existing"] == first.json()["id"]
    assert "same telephone" in again.json()["duplicates"][0]["reasons"]
    assert admin.post("/parties?duplicates=yes", SENT).status_code == 400
    insisted = admin.post("/parties?duplicates=accept", SENT)
    assert insisted.status_code == 201
    assert insisted.json()["duplicates"][0]["id"] == first.json()["id"]


@pytest.mark.requirement("B45")
def test_one_who_may_be_there_comes_as_a_warning_with_the_answer(company):
    admin = company.apis["admin"]
    admin.post("/parties", SENT)
    made = admin.post("/parties", {"name": "川途客运有限公司"})
    assert made.status_code == 201
    assert made.json()["duplicates"][0]["decision"] == "ask"


@pytest.mark.requirement("D02")
def test_of_a_customer_out_of_sight_a_program_hears_no_id(company):
    company.apis["wang"].post("/parties", SENT)
    answer = company.apis["li"].post("/parties", SENT)
    assert answer.status_code == 409
    assert "existing" not in answer.json()
    known = answer.json()["duplicates"][0]
    assert (known["name"], known["phone"]) == (SENT["name"], "138****8000")
    assert "id" not in known
    assert Party.objects.filter(name=SENT["name"]).count() == 1


@pytest.mark.parametrize("points", ["x", [1], [{"type": ["phone"], "value": {}}]])
def test_nonsense_is_refused_as_before(company, points):
    sent = {"name": ["a"], "contact_points": points, "kind": "x"}
    assert company.apis["admin"].post("/parties", sent).status_code == 400


def batch(api, *values, wish=""):
    rows = [{"method": "create", "values": each} for each in values]
    return api.post(f"/parties/batch{wish}", {"rows": rows}).json()["rows"]


@pytest.mark.requirement("B45")
def test_each_new_row_of_a_batch_is_looked_at_and_an_earlier_row_counts(company):
    admin = company.apis["admin"]
    first, again, other = batch(
        admin, SENT, SENT | {"name": "川途客运"}, {"name": "北京天一阁书店"}
    )
    assert [row["status"] for row in (first, again, other)] == [201, 409, 201]
    assert again["existing"] == first["id"]
    assert "duplicates" not in other
    [insisted] = batch(admin, SENT, wish="?duplicates=accept")
    assert insisted["status"] == 201
    assert insisted["duplicates"][0]["decision"] == "same"
    assert (
        admin.post("/parties/batch?duplicates=yes", {"rows": [{"method": "delete"}]}).status_code
        == 400
    )


@pytest.mark.parametrize("method", ["create", "update", "delete"])
def test_a_row_whose_version_is_null_is_refused_alone_and_in_words(company, method):
    made = company.apis["admin"].post("/parties", SENT).json()
    row = {"method": method, "id": made["id"], "version": None}
    rows = [row, {"method": "create", "values": {"name": "北京天一阁书店"}}]
    answer = company.apis["admin"].post("/parties/batch", {"rows": rows})
    assert [verdict["status"] for verdict in answer.json()["rows"]] == [400, 201]
    assert answer.json()["rows"][0]["errors"][0]["field"] == "version"
    assert Party.objects.filter(pk=made["id"]).exists()
