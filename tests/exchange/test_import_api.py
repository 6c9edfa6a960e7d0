"""Import through REST: a file is sent, a worker does the rest, the report is asked for."""

import csv
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.api.company import Api
from tests.exchange.office import workbook
from zhike.access.models import ApiToken
from zhike.exchange.models import ImportRun
from zhike.ledger import jobs
from zhike.ledger.current import change_set
from zhike.people.models import Party, Relationship

TEXT = (
    "姓名,手机,公司,职务\n王伟,13800138001,华中客运有限公司,经理\n李娜,13800138002,华中客运,司机\n"
)


def program(office, login):
    with change_set(by=None, door="system"):
        return Api(ApiToken.issue(office.users[login]))


@pytest.fixture
def api(office):
    return program(office, "li")


def send(api, content, query="", **headers):
    """The file as the body of the request."""
    data = content if isinstance(content, bytes) else content.encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return api.client.generic(
        "POST", f"/api/v1/imports{query}", data, "application/octet-stream", headers=named
    )


def work():
    """What a worker does."""
    while (job := jobs.claim()) is not None:
        jobs.run(job)


def finished(api, answer):
    """What the import says when the worker is done with it."""
    assert answer.status_code == 202, answer.content.decode()
    work()
    return api.get(answer["Location"].removeprefix("/api/v1")).json()


@pytest.mark.requirement("D14")
def test_a_file_alone_makes_contacts_and_companies_and_is_taken_back(api):
    said = finished(api, send(api, TEXT, "?name=list.csv"))
    assert (said["state"], said["resource"], said["rows"], said["error"]) == (
        "done", "parties", 2, "")  # fmt: skip
    assert said["report"]["companions"] == {"employer": {"created": 1, "matched": 1}}
    assert (Party.objects.count(), Relationship.objects.count()) == (3, 2)
    assert api.post(f"/change-sets/{said['change_set']}/undo").status_code == 200
    assert Party.objects.count() == 0


@pytest.mark.full
@pytest.mark.requirement("A13")
def test_a_thousand_rows_are_rehearsed_run_reported_and_undone(api, office):
    rows = [["公司", "手机", "编号"]]
    rows += [[f"客户{n:04d}号公司", f"138{n:08d}", f"C-{n}"] for n in range(950)]
    rows += [[f"客户{n:04d}号公司", f"138{n:08d}", f"C-{n}"] for n in range(0, 400, 10)]
    rows += [[f"坏号码{n}", "1234", f"B-{n}"] for n in range(10)]
    content = workbook(office.folder / "old.xlsx", rows).read_bytes()
    mapping = {
        "columns": [{"to": "name", "from": "公司"}, {"to": "contact_points.phone", "from": "手机"},
                    {"to": "external_ids.erp", "from": "编号"}],
        "match": {"by": ["external_ids.erp"], "found": "skip"},
    }  # fmt: skip
    form = {"file": SimpleUploadedFile("old.xlsx", content), "resource": "parties",
            "mapping": json.dumps(mapping), "rehearse": "true"}  # fmt: skip
    tried = finished(api, api.client.post("/api/v1/imports", form))
    counted = {"created": 950, "updated": 0, "skipped": 40, "rejected": 10}
    assert tried["state"] == "tried"
    assert {name: tried["trial"][name] for name in counted} == counted
    assert Party.objects.count() == 0

    done = finished(api, api.post(f"/imports/{tried['id']}/run"))
    assert {name: done["report"][name] for name in counted} == counted
    refused = api.get(f"/imports/{tried['id']}/refused")
    text = b"".join(refused.streaming_content).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    assert len(lines) == 11
    assert "1234" in lines[1]
    assert Party.objects.count() == 950
    taken_back = api.post(f"/change-sets/{done['change_set']}/undo")
    assert taken_back.status_code in (200, 202)
    work()
    assert Party.objects.count() == 0


def test_a_file_sent_twice_with_a_key_is_imported_once(api):
    first = send(api, TEXT, Idempotency_Key="k")
    again = send(api, TEXT, Idempotency_Key="k")
    assert again.json()["id"] == first.json()["id"]
    assert send(api, TEXT + "\n赵,,,\n", Idempotency_Key="k").status_code == 422
    assert ImportRun.objects.count() == 1


@pytest.mark.parametrize(("query", "field"), [
    ("?resource=nothing", "resource"), ("?profile=nothing", "profile"), ("?mapping={", "mapping"),
    ("?encoding=klingon", "encoding"), ("?rehearse=perhaps", "rehearse"), ("?wrong=1", "wrong"),
    ('?mapping={"columns":[]}', "resource"),
])  # fmt: skip
def test_settings_that_cannot_be_are_refused_by_name(api, query, field):
    answer = send(api, TEXT, query)
    assert answer.status_code == 400
    assert field in [error["field"] for error in answer.json()["errors"]]
    assert not ImportRun.objects.exists()


def test_a_file_that_is_no_table_is_said_to_be_none(api):
    said = finished(api, send(api, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50))
    assert said["state"] == "failed"
    assert "no table" in said["error"]
    assert api.post(f"/imports/{said['id']}/run").status_code == 409
    assert send(api, b"").status_code == 400


def test_who_may_not_import_may_not_and_sees_no_import_of_others(api, office):
    assert send(program(office, "wang"), TEXT).status_code == 403
    id_ = send(api, TEXT).json()["id"]
    for path in (f"/imports/{id_}", f"/imports/{id_}/refused"):
        assert program(office, "wang").get(path).status_code == 404
    assert program(office, "wang").get("/imports").json()["items"] == []
    admin = program(office, "admin")
    assert admin.get(f"/imports/{id_}").json()["id"] == id_
    assert admin.post(f"/imports/{id_}/run").status_code == 403
