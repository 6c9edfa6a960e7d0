"""The company directory through REST and pages, as a job, and two people's clicks at once."""

import threading
from urllib.parse import quote as quoted

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from tests.people import company as leads
from tests.people.company import party
from tests.people.directory import batch, code, loaded, quota, row, text
from tests.people.test_pools_by_doors import Door
from zhike.access.models import Role, User, UserRole
from zhike.ledger import jobs
from zhike.people.directory.extracting import TooMany, extract
from zhike.people.directory.searching import Wanted
from zhike.people.models import DirectoryBatch, DirectoryCompany, DirectoryExtraction, Lead
from zhike.people.rules.sources import CAMPAIGN, SELF
from zhike.sales.rules.origins import SOURCES

CHENGDU = {"region": "成都", "words": "客车运输"}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Lists lie in a folder of the test's own."""
    settings.DATA_DIR = tmp_path


@pytest.fixture
def admin(company):
    """Somebody who may do everything."""
    user = User.objects.get(pk=company.people["周"].pk)
    user.is_admin = True
    with leads.change_set(by=None, door="system"):
        user.save()
    company.people["周"] = user
    return Door(company, "周")


@pytest.mark.requirement("E02")
@pytest.mark.parametrize(("daily", "used", "asked"), [(100, 80, 30), (30, 25, 6)])
def test_a_program_is_told_how_many_it_may_still_take(company, daily, used, asked):
    loaded(text([row(n) for n in range(120)]))
    quota(daily)
    lin = Door(company, "林")
    body = {"first": used, "search": CHENGDU}
    answer = lin.api("POST", "/directory/extract", body)
    assert (answer.status_code, answer.json()["left_today"]) == (201, daily - used)
    assert len(answer.json()["leads"]) == used
    late = lin.api("POST", "/directory/extract", {"first": asked, "search": CHENGDU})
    assert late.status_code == 409
    assert f"还可提取 {daily - used} 家" in late.json()["detail"]
    assert Lead.objects.count() == used


@pytest.mark.requirement("E01")
def test_a_program_searches_and_sees_no_more_of_others_than_that_they_are_here(company):
    loaded(text([row(n) for n in range(30)]))
    party(row(3)[0], company.people["何"], uscc=code(3))
    lin = Door(company, "林")
    said = "&".join(f"{name}={quoted(value)}" for name, value in CHENGDU.items())
    page = lin.api("GET", f"/directory?{said}&limit=20").json()
    assert (len(page["items"]), page["left_today"]) == (20, 100)
    rest = lin.api("GET", f"/directory?{said}&below={page['next_below']}").json()
    assert (len(rest["items"]), rest["next_below"]) == (10, None)
    known = {one["name"]: one["known"] for one in page["items"] + rest["items"] if one["known"]}
    assert known == {row(3)[0]: {"record": "party", "id": None, "name": "", "owner": ""}}


@pytest.mark.requirement("E02")
@pytest.mark.parametrize(
    ("role", "looks", "extracts"),
    [("销售代表", 200, 201), ("销售总监", 200, 201), ("市场", 200, 201), ("服务", 200, 201),
     ("总经理", 200, 403), ("财务", 200, 403), ("审计", 200, 403), ("", 403, 403)],
)  # fmt: skip
def test_who_reads_leads_looks_and_only_who_enters_them_extracts(company, role, looks, extracts):
    loaded(text([row(n) for n in range(12)]))
    lin = company.people["林"]
    with leads.change_set(by=None, door="system"):
        UserRole.objects.get(user=lin).delete()
        if role:
            UserRole(user=lin, role=Role.objects.get(name=role)).save()
    door = Door(company, "林")
    page, seen = door.web.get("/directory/"), door.api("GET", "/directory")
    assert (page.status_code, seen.status_code) == (looks, looks)
    offered = "/directory/extract/" in page.content.decode()
    assert offered == (extracts == 201)
    if looks == 200:
        assert seen.json()["left_today"] == (100 if offered else 0)
        assert ("/directory/" in door.web.get("/").content.decode()) is True
    taken = door.api("POST", "/directory/extract", {"first": 2})
    by_hand = door.web.post("/directory/extract/", {"first": "3"})
    assert (taken.status_code, by_hand.status_code) == (extracts, 302 if offered else 403)
    assert Lead.objects.count() == (5 if offered else 0)


def test_how_a_company_is_reached_is_told_of_those_taken_out_alone(company):
    loaded(text([row(7)]))
    lin = Door(company, "林")
    page, seen = lin.web.get("/directory/"), lin.api("GET", "/directory")
    reached = (row(7)[6], row(7)[7])
    assert not any(one in answer.content.decode() for one in reached for answer in (page, seen))
    lin.api("POST", "/directory/extract", {"first": 1})
    made = Lead.objects.get()
    assert (made.name, made.phone.removeprefix("+86")) == reached


@pytest.mark.parametrize(
    ("said", "field"),
    [("words=车", "words"), ("region=nowhere", "region"), ("industry=x", "industry"),
     ("below=-1", "below"), ("capital_from=1e99", "capital_from"), ("capital_to=NaN", "capital_to"),
     ("founded_from=2019-02-30", "founded_from"), ("since=soon", "since"),
     ("capital_from=500&capital_to=3", "capital_to"), ("limit=0", "limit")],
)  # fmt: skip
def test_a_wrong_search_is_told_by_its_field(company, said, field):
    answer = Door(company, "林").api("GET", f"/directory?{said}")
    assert answer.status_code == 400
    assert field in answer.content.decode()


@pytest.mark.requirement("D22")
def test_the_page_finds_flags_and_takes(company):
    loaded(text([row(n) for n in range(20)]))
    for n in range(3):
        party(row(n)[0], company.people["林"], uscc=code(n))
    lin = Door(company, "林")
    page = lin.web.get("/directory/", CHENGDU).content.decode()
    assert "<b>20 家企业</b>" in page
    assert page.count("客户 · 林") == 3
    ids = [c.pk for c in DirectoryCompany.objects.exclude(name__in=[row(n)[0] for n in range(3)])]
    said = "&".join(f"{name}={quoted(value)}" for name, value in CHENGDU.items())
    done = lin.web.post(f"/directory/extract/?{said}", {"ids": ids[:5]}, follow=True)
    assert "5 家企业已成为您的线索。" in done.content.decode()
    assert Lead.objects.filter(owner=company.people["林"], source="directory").count() == 5
    again = lin.web.get("/directory/", CHENGDU).content.decode()
    assert again.count("线索 · 林") == 5
    few = lin.web.post("/directory/extract/", {"first": "300"}, follow=True).content.decode()
    assert "您今天还可提取 95 家" in few
    wrong = lin.web.get("/directory/", {"words": "车", "region": "火星"})
    assert (wrong.status_code, Lead.objects.count()) == (200, 5)


@pytest.mark.requirement("E01")
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_list_is_loaded_by_a_worker_and_taken_back(company, admin, encoding):
    made = batch()
    rows = [row(n) if n % 2 else row(n, uscc="91510100MA0000000X") for n in range(10)]
    file = SimpleUploadedFile("名录.csv", text(rows, encoding))
    answer = admin.web.post(f"/directory-batches/{made.pk}/load/", {"file": file})
    assert answer["Location"].startswith("/jobs/")
    jobs.run(jobs.claim())
    made.refresh_from_db()
    assert (made.status, made.added, made.refused, made.rows) == ("loaded", 5, 5, 10)
    told = b"".join(admin.web.get(f"/directory-batches/{made.pk}/refused/").streaming_content)
    assert told.decode("utf-8-sig").count("91510100MA0000000X") == 5
    page = admin.web.get(f"/directory-batches/{made.pk}/").content.decode()
    assert "撤回这批企业" in page
    later = batch("下一批", "2026-05-26")
    sent = admin.web.generic(
        "POST", f"/api/v1/directory-batches/{later.pk}/list", text([row(99)]),
        "application/octet-stream", headers={"authorization": f"Bearer {admin.token}"},
    )  # fmt: skip
    assert sent.status_code == 202
    busy = admin.api("DELETE", f"/directory-batches/{made.pk}/list")
    assert busy.status_code == 409
    jobs.run(jobs.claim())
    first = admin.api("DELETE", f"/directory-batches/{made.pk}/list")
    assert (first.status_code, "下一批" in first.json()["detail"]) == (409, True)
    for one in (later, made):
        assert admin.api("DELETE", f"/directory-batches/{one.pk}/list").status_code == 202
        jobs.run(jobs.claim())
    assert not DirectoryCompany.objects.exists()
    assert set(DirectoryBatch.objects.values_list("status", flat=True)) == {"empty"}


def test_what_is_no_list_is_told_at_once(company, admin):
    made = batch()
    for content in (b"", b"a,b\n1,2\n", b"\x00\x01\x02" * 99):
        sent = admin.web.generic(
            "POST", f"/api/v1/directory-batches/{made.pk}/list", content,
            "application/octet-stream", headers={"authorization": f"Bearer {admin.token}"},
        )  # fmt: skip
        assert sent.status_code == 400
    assert jobs.claim() is None


def test_who_does_not_set_up_the_directory_loads_nothing(company):
    made = batch()
    lin = Door(company, "林")
    assert lin.web.post(f"/directory-batches/{made.pk}/load/").status_code == 403
    assert lin.api("DELETE", f"/directory-batches/{made.pk}/list").status_code == 403
    assert lin.web.get(f"/directory-batches/{made.pk}/").status_code == 200


@pytest.mark.full
@pytest.mark.requirement("E02")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("daily", "each"), [(10, 6), (15, 5)])
def test_of_two_extractions_at_once_the_second_counts_the_first(settings, tmp_path, daily, each):
    settings.DATA_DIR = tmp_path
    company = leads.found()
    loaded(text([row(n) for n in range(60)]))
    quota(daily)
    people = 4
    done: list[int] = []
    refused: list[int] = []
    ready = threading.Barrier(people)

    def run() -> None:
        try:
            access = company.access("林")
            connection.close()
            ready.wait(timeout=60)
            done.append(len(extract(access, first=each, wanted=Wanted(region="510100")).leads))
        except TooMany as refusal:
            refused.append(refusal.allowed)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert sum(done) == daily // each * each == Lead.objects.count()
    assert len(done) + len(refused) == people
    assert set(refused) == {daily - sum(done)}
    assert DirectoryExtraction.objects.filter(is_refused=True).count() == len(refused)


def test_the_sources_of_a_search_of_ones_own_are_those_of_deals():
    assert (SOURCES["self"], SOURCES["campaign"]) == (SELF, CAMPAIGN)
