"""Export through REST: a list is asked for, a worker writes the file, the program fetches it."""

import csv
import io

import pytest

from tests.exchange.test_import_api import program, work
from zhike.access.models import AccessEvent, Grant
from zhike.ledger.current import change_set
from zhike.people.models import Party

pytestmark = pytest.mark.full

TEXT = "name,industry\n甲公司,retail\n乙公司,finance\n丙公司,retail\n"


@pytest.fixture
def api(office):
    office.bring(TEXT, {"name": "name", "industry": "industry"}, by="li")
    return program(office, "li")


def fetched(api, asked):
    answer = api.post("/parties/export", asked)
    assert answer.status_code == 202, answer.content.decode()
    work()
    told = api.get(answer["Location"].removeprefix("/api/v1")).json()
    assert (told["state"], told["resource"]) == ("done", "parties")
    file = api.get(told["file"].removeprefix("/api/v1"))
    return file["Content-Type"], b"".join(file.streaming_content).decode("utf-8-sig")


@pytest.mark.requirement("D02")
def test_a_program_gets_the_filtered_list_with_the_fields_it_names(api):
    asked = {"filter": {"field": "industry", "op": "eq", "value": "retail"}, "sort": "-name",
             "fields": ["name"]}  # fmt: skip
    kind, text = fetched(api, asked)
    rows = list(csv.reader(io.StringIO(text)))
    assert kind.startswith("text/csv")
    assert [row[0] for row in rows[1:]] == ["甲公司", "丙公司"]
    assert len(rows[0]) == 2, "the field and the id"
    assert AccessEvent.objects.get(event="export").detail == "parties 2 csv"


def test_cards_and_the_maps_of_finance_systems_are_formats_too(api):
    assert "FN:甲公司" in fetched(api, {"format": "vcard-4"})[1]
    answer = api.post("/parties/export", {"format": "yonyou-parties", "only_news": True})
    assert answer.status_code == 202
    assert api.post("/products/export", {"format": "vcard-4"}).status_code == 400


@pytest.mark.parametrize(
    "wrong",
    [
        {"format": "pdf"}, {"fields": ["nothing"]}, {"sort": "nothing"}, {"columns": []},
        {"filter": {"field": "nothing", "op": "eq", "value": 1}}, {"q": 7}, {"only_news": "yes"},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_at_once(api, wrong):
    assert api.post("/parties/export", wrong).status_code == 400


def test_who_may_not_export_gets_nothing_and_who_no_longer_may_no_file(api, office):
    assert program(office, "wang").post("/parties/export", {}).status_code == 403
    answer = api.post("/parties/export", {})
    work()
    place = answer["Location"].removeprefix("/api/v1")
    assert program(office, "admin").get(place).status_code == 404, "another's"
    with change_set(by=None, door="system"):
        Grant.objects.get(role=office.role, resource=Party.record_type, verb="export").delete()
    assert api.get(place + "/file").status_code == 403
