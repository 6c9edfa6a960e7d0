"""The pages: upload, mapping, trial, run, report, undo; and export from a list."""

import csv
import io
import re
import resource
import sys
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.exchange.office import workbook
from zhike.access.rights import system_access
from zhike.exchange import exports, views
from zhike.exchange.models import ImportRun
from zhike.ledger import jobs
from zhike.ledger.models import Job
from zhike.people.models import Party
from zhike.records.models import CustomField
from zhike.sales.defaults import ensure_default_pipeline
from zhike.sales.models import Opportunity

TEXT = "公司名称,手机,行业,成立\nAcme,13800138000,technolgy,1996\nBcme,123,retail,2001\n"
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def browser(office):
    """Li's browser."""
    return logged_in(office, "li")


def logged_in(office, login):
    client = Client()
    client.force_login(office.users[login])
    return client


def upload(browser, content=TEXT, name="客户.csv", resource="parties"):
    file = SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())
    return browser.post("/import/", {"resource": resource, "file": file})


def mapped(browser, **changes):
    """Upload, then send the form as it stands but for these changes."""
    address = upload(browser).url
    page = browser.get(address).content.decode()
    return address, form_of(page) | changes


def form_of(page):
    """What the mapping's form would send."""
    form = page[page.index('<form class="stack" method="post"') :]
    form = form[: form.index("</form>")]
    given = dict(re.findall(r'<input type="hidden" name="(c-[^"]+)" value="([^"]*)"', form))
    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r'\sname="([ck]-[^"]+)"', tag)
        if name and name[1] not in given and 'type="checkbox"' not in tag:
            value = re.search(r'\svalue="([^"]*)"', tag)
            given[name[1]] = value[1] if value else ""
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        found = re.search(r'value="([^"]*)" selected', body)
        given[name] = found[1] if found else ""
    return given


def work():
    """Do what the pages have asked for."""
    while (job := jobs.claim()) is not None:
        jobs.run(job)


def test_an_import_from_upload_to_undo(browser, office):
    address, form = mapped(browser)
    assert (form["c-0-to"], form["c-1-to"]) == ("name", "contact_points.phone")
    assert (form["c-2-v-0"], form["c-2-w-0"]) == ("technolgy", "technology")
    browser.post(address, form | {"do": "check"})
    assert b"progress" in browser.get(address).content
    work()
    page = browser.get(address).content.decode()
    assert "Created <b>1</b>" in page
    assert "Refused <b>1</b>" in page
    assert not Party.objects.exists()

    browser.post(address, form_of(page) | {"do": "run"})
    work()
    page = browser.get(address).content.decode()
    assert Party.objects.get().industry == "technology"
    assert f"{address}failed/" in page
    refused = b"".join(browser.get(f"{address}failed/").streaming_content).decode("utf-8-sig")
    assert next(iter(csv.reader(io.StringIO(refused))))[:2] == ["line", "reason"]
    undo = re.search(r'action="(/change-sets/[^"]+/undo/)"', page)[1]
    browser.post(undo)
    assert not Party.objects.exists()
    assert "taken back" in browser.get("/import/").content.decode()


def test_a_changed_field_asks_what_must_be_known_of_it(browser):
    address, form = mapped(browser)
    answer = browser.post(address, form | {"c-3-to": "birthday"}, headers={"HX-Request": "true"})
    assert 'name="c-3-dates"' in answer.content.decode()
    answer = browser.post(address, form | {"c-3-to": "annual_revenue"})
    assert 'name="c-3-multiply"' in answer.content.decode()
    stored = ImportRun.objects.get().mapping["columns"]
    assert stored[3] == {"to": "annual_revenue", "from": ["成立"]}


def test_an_administrator_makes_a_field_out_of_a_column(office):
    browser = logged_in(office, "admin")
    address, form = mapped(browser)
    browser.post(address, form | {"c-3-to": "+", "do": "run"})
    work()
    field = CustomField.objects.get()
    assert (field.label, field.kind) == ("成立", "integer")
    assert Party.objects.get().custom == {field.pk.hex: 1996}


def test_the_same_in_every_row_and_what_exists_can_be_chosen(browser):
    address, form = mapped(browser)
    form |= {"k-0-to": "kind", "k-0-value": "person", "match-by": "name", "match-found": "update"}
    browser.post(address, form | {"do": "run"})
    work()
    assert Party.objects.get().kind == "person"
    assert ImportRun.objects.get().mapping["match"] == {"by": ["name"], "found": "update"}


def test_a_mapping_that_lacks_the_name_is_refused_with_a_sentence(browser):
    address, form = mapped(browser)
    answer = browser.post(address, form | {"c-0-to": "", "do": "run"})
    assert answer.status_code == 400
    assert "Say where" in answer.content.decode()
    assert not Job.objects.exists()


def test_another_encoding_can_be_chosen(browser):
    answer = upload(browser, TEXT.encode("gb18030"))
    page = browser.get(answer.url).content.decode()
    assert "公司名称" in page
    given = {"layout": "1", "encoding": "cp1252", "delimiter": ",", "heading_line": ""}
    browser.post(answer.url, given)
    assert "公司名称" not in browser.get(answer.url).content.decode()


def test_a_file_that_is_no_table_is_refused_and_not_kept(browser, office):
    answer = upload(browser, bytes(range(256)) * 20)
    assert answer.status_code == 400
    assert "no table" in answer.content.decode()
    assert not ImportRun.objects.exists()
    assert not list((office.folder / "data" / "uploads").iterdir())


def hostile(name, folder):
    """A file that means harm, or was harmed on its way."""
    path = workbook(folder / "book.xlsx", [["name", "n"], *([f"name {n}", n] for n in range(500))])
    if name == "truncated.xlsx":
        return path.read_bytes()[:-2000]
    if name == "bomb.xlsx":
        with (
            zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
            archive.open("xl/media/zeros.bin", "w", force_zip64=True) as member,
        ):
            for _ in range(2200):
                member.write(bytes(2**20))
        return path.read_bytes()
    return {
        "empty.csv": b"", "picture.csv": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50,
        "wide.csv": b",".join(b"c%d" % n for n in range(10_000)) + b"\n",
        "blank.csv": b"\n\n,,\n",
    }[name]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("empty.csv", "is empty"), ("blank.csv", "is empty"), ("picture.csv", "is no table"),
     ("wide.csv", "At most 500 columns"), ("truncated.xlsx", "cannot be read"),
     pytest.param("bomb.xlsx", "cannot be read", marks=pytest.mark.slow)],
)  # fmt: skip
def test_a_hostile_file_is_refused_with_one_sentence_and_little_memory(
    browser, office, name, sentence
):
    content = hostile(name, office.folder)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer = upload(browser, content, name)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert sentence in page
    assert "Traceback" not in page
    assert not ImportRun.objects.exists()
    unit = 1 if sys.platform == "darwin" else 1024
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * unit < 64 * 2**20


@pytest.mark.parametrize(
    ("content", "rows"), [(b"name,n\n", 0), (b"name,n\n" + b"x" * 5 * 2**20 + b",1\nA,2\n", 2)],
    ids=["only headings", "five megabytes in a line"],
)  # fmt: skip
def test_a_file_without_good_rows_comes_to_a_report(browser, content, rows):
    address = upload(browser, content).url
    browser.post(address, form_of(browser.get(address).content.decode()) | {"do": "run"})
    work()
    assert browser.get(address).status_code == 200
    report = ImportRun.objects.get().change_set.report
    assert report.get("rejected", 0) + report.get("created", 0) == rows
    assert report.get("rejected", 0) == Party.objects.count() == rows // 2


def test_a_large_workbook_is_read_in_the_background(browser, office, monkeypatch):
    monkeypatch.setattr(views, "LARGE", 10)
    path = workbook(office.folder / "big.xlsx", [["公司名称", "手机"], ["Acme", "13800138000"]])
    address = upload(browser, path.read_bytes(), "big.xlsx").url
    assert "Reading big.xlsx" in browser.get(address).content.decode()
    assert browser.get(f"{address}job/").status_code == 200
    work()
    assert browser.get(f"{address}job/").headers["HX-Refresh"] == "true"
    assert "公司名称" in browser.get(address).content.decode()


def test_nothing_of_a_file_is_taken_for_markup(browser):
    text = f"{HOSTILE},公司名称\n{HOSTILE},{HOSTILE}\n"
    address = upload(browser, text, f"{HOSTILE}.csv").url
    page = browser.get(address).content.decode()
    assert HOSTILE not in page
    assert "&lt;script&gt;" in page
    browser.post(address, form_of(page) | {"c-0-to": "industry", "do": "check"})
    work()
    assert HOSTILE not in browser.get(address).content.decode()
    assert HOSTILE not in browser.get("/import/").content.decode()


def test_another_persons_import_does_not_exist(browser, office):
    address = upload(browser).url
    stranger = logged_in(office, "wang")
    for path in (address, f"{address}job/", f"{address}failed/"):
        assert stranger.get(path).status_code == 404
    assert stranger.post(f"{address}stop/").status_code == 404
    assert stranger.get("/import/").status_code == 403
    admin = logged_in(office, "admin")
    assert admin.get(address).status_code == 200
    assert admin.post(address, {"do": "run"}).status_code == 403


def test_an_import_can_be_stopped(browser):
    address, form = mapped(browser)
    browser.post(address, form | {"do": "run"})
    browser.post(f"{address}stop/")
    work()
    assert Job.objects.get().state == Job.State.STOPPED
    assert not Party.objects.exists()
    assert browser.get(address).status_code == 200


def test_a_list_is_exported_from_its_page(browser, office):
    office.bring("n,i\nAcme,retail\nBcme,finance\n", {"name": "n", "industry": "i"}, by="li")
    page = browser.get("/parties/?q=Acme").content.decode()
    address = re.search(r'href="(/parties/export/[^"]*)"', page)[1].replace("&amp;", "&")
    answer = browser.post(address, {"format": "csv"})
    assert "attachment" in answer.headers["Content-Disposition"]
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "Acme" in text
    assert "Bcme" not in text
    book = browser.post("/parties/export/", {"format": "xlsx"})
    assert b"".join(book.streaming_content)[:2] == b"PK"


def test_a_large_list_is_exported_in_the_background(browser, office, monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 1)
    office.bring("n\nAcme\nBcme\n", {"name": "n"}, by="li")
    address = browser.post("/parties/export/", {"format": "csv"}).url
    assert browser.get(address).status_code == 200
    work()
    page = browser.get(address).content.decode()
    assert f"{address}file/" in page
    text = b"".join(browser.get(f"{address}file/").streaming_content).decode("utf-8-sig")
    assert text.count("\n") == 3
    assert logged_in(office, "admin").get(f"{address}file/").status_code == 404


def test_export_is_denied_and_noted_without_the_right(office):
    stranger = logged_in(office, "wang")
    assert stranger.post("/parties/export/").status_code == 403
    assert "/parties/export/" not in stranger.get("/parties/").content.decode()
    assert stranger.get("/parties/export/").status_code in (403, 405)


RIVAL = (
    "First Name,Last Name,Email,Contact owner,Job Title,Lifecycle Stage,Street Address,City,"
    "State/Region,Postal Code,Lead Status\n"
    "Maria,Johnson,m@example.com,,Buyer,Lead,25 First St,Cambridge,MA,02141,New\n"
    "雷,李,l@example.com,,Boss,Customer,1 Main St,Boston,MA,02142,Open\n"
)


@pytest.mark.requirement("D14", "B45")
def test_a_rivals_file_is_recognised_joined_and_nothing_of_it_is_lost(office):
    browser = logged_in(office, "admin")
    address = upload(browser, RIVAL, "hubspot.csv", resource="").url
    page = browser.get(address).content.decode()
    assert "HubSpot: contacts" in page
    assert "Name (First Name + Last Name)" in page
    assert 'value="person"' in page
    browser.post(address, form_of(page) | {"k-0-value": "person", "do": "run"})
    work()
    one = Party.objects.get(name="Maria Johnson")
    assert (one.kind, one.lifecycle) == ("person", "identified")
    assert Party.objects.get(name="李雷").lifecycle == "acquired"
    assert one.contact_points.get(type="address").value == "25 First St, Cambridge, MA, 02141"
    assert {f.label for f in CustomField.objects.all()} == {"Job Title", "Lead Status"}
    assert "New" in one.custom.values()

    again = upload(browser, RIVAL.replace("Maria", "Mary"), "next.csv", resource="").url
    page = browser.get(again).content.decode()
    assert "imported before" in page
    run = ImportRun.objects.get(file_name="next.csv")
    assert (run.resource, run.profile) == ("parties", "last")
    assert not any("new" in column for column in run.mapping["columns"])


def test_a_column_leaves_what_it_was_joined_into(office):
    browser = logged_in(office, "admin")
    address = upload(browser, RIVAL, "hubspot.csv", resource="").url
    form = form_of(browser.get(address).content.decode())
    browser.post(address, form | {"c-9-to": ""})
    (joined,) = [
        column["from"]
        for column in ImportRun.objects.get().mapping["columns"]
        if column["to"] == "contact_points.address"
    ]
    assert joined == ["Street Address", "City", "State/Region"]


def test_what_a_file_holds_can_be_said_otherwise(office):
    browser = logged_in(office, "admin")
    address = upload(browser, "客户名称,金额,阶段\nAcme,5,赢单\n", resource="").url
    browser.get(address)
    assert ImportRun.objects.get().resource == "opportunities"
    browser.post(address, {"holds": "1", "resource": "parties", "profile": ""})
    run = ImportRun.objects.get()
    assert run.resource == "parties"
    assert run.mapping["columns"][0]["to"] == "name"


def test_who_may_not_make_fields_is_told_what_is_left_out(browser):
    page = browser.get(upload(browser).url).content.decode()
    assert "left out: 成立" in page
    assert not any("new" in column for column in ImportRun.objects.get().mapping["columns"])


@pytest.mark.requirement("D14")
def test_a_programs_stages_become_ours_and_new_fields_are_dropped_with_one_button(office):
    ensure_default_pipeline(system_access())
    text = ("Deal Name,Deal Stage,Amount,Close Date,Deal owner,Pipeline,Record ID,Deal Type,Mood\n"
            "20 coaches,Closed Won,5000,2026-03-01,admin,标准销售流程,17,new,good\n"
            "5 buses,Qualified To Buy,700,2026-04-01,admin,标准销售流程,18,old,bad\n")  # fmt: skip
    browser = logged_in(office, "admin")
    address = upload(browser, text, "hubspot.csv", resource="").url
    page = browser.get(address).content.decode()
    assert "HubSpot: deals" in page
    assert "Make no new fields" in page
    form = form_of(page)
    page = browser.post(address, form | {"do": "drop"}).content.decode()
    assert "left out: Deal Type, Mood" in page
    assert "Make no new fields" not in page
    browser.post(address, form_of(page) | {"do": "run"})
    work()
    stages = Opportunity.objects.values_list("name", "stage__name").order_by("name")
    assert list(stages) == [("20 coaches", "赢单"), ("5 buses", "需求确认")]
    assert not CustomField.objects.exists()
