"""Rows that look like a customer who is here, without sharing a key, are told before they run."""

import pytest
from django.test import Client

from tests.exchange.office import counts
from tests.exchange.test_import_pages import form_of, upload, work
from zhike.access.models import AccessEvent
from zhike.exchange import trial
from zhike.exchange.models import ImportRun
from zhike.people.models import Party

pytestmark = pytest.mark.full

COLUMNS = {"name": "公司", "contact_points.phone": "电话"}
THERE = "公司,电话\n重庆川途客运有限公司,023-85550001\n"
FILE = """公司,电话
川途客运,023-85550001
北京天一阁书店,010-62220001
重庆川途客运有限公司,023-85550001
"""


@pytest.mark.requirement("B45")
def test_a_trial_counts_and_lists_the_rows_that_look_like_a_customer(office):
    office.bring(THERE, COLUMNS, by="li")
    known = Party.objects.get()
    said = trial.examine(office.order(FILE, COLUMNS, by="li"))
    assert (said["created"], said["alike"]["count"], said["alike"]["looked_at"]) == (3, 2, 3)
    rows = {row["line"]: row for row in said["alike"]["rows"]}
    assert sorted(rows) == [2, 4]
    assert (rows[2]["name"], rows[2]["is_like"]) == ("川途客运", known.name)
    assert rows[2]["id"] == str(known.pk)
    assert 0.5 <= rows[2]["probability"] < 1


def test_whom_a_key_recognises_is_no_lookalike(office):
    office.bring(THERE, COLUMNS, by="li")
    order = office.order(FILE, COLUMNS, by="li", match={"by": "name", "found": "skip"})
    said = trial.examine(order)
    assert [row["line"] for row in said["alike"]["rows"]] == [2]
    assert said["skipped"] == 1


@pytest.mark.requirement("B45")
def test_lookalikes_are_created_unless_the_mapping_has_them_refused_with_the_reason(office):
    office.bring(THERE, COLUMNS, by="li")
    done = office.bring(FILE, COLUMNS, by="li", alike="reject")
    assert counts(done) == (1, 0, 0, 2)
    assert done.report["alike"] == 2
    assert "重庆川途客运有限公司" in office.refused()[1][1]
    assert counts(office.bring(FILE, COLUMNS, by="li")) == (3, 0, 0, 0)


def test_rows_of_one_file_are_no_lookalikes_of_each_other(office):
    office.bring(THERE, COLUMNS, by="li")
    text = "公司,电话\n" + "".join(f"北京天一阁第{n}书店,010-6222{n:04d}\n" for n in range(500))
    done = office.bring(text + "川途客运,023-85550001\n", COLUMNS, by="li", alike="reject")
    assert counts(done) == (500, 0, 0, 1)


@pytest.mark.requirement("D02")
def test_of_a_customer_out_of_sight_only_that_there_is_one_is_told_and_it_is_noted(office):
    office.bring(THERE, COLUMNS)
    said = trial.examine(office.order(FILE, COLUMNS, by="li"))["alike"]
    assert said["count"] == 2
    assert {(row["is_like"], row["id"]) for row in said["rows"]} == {("", None)}
    shown = AccessEvent.objects.filter(event="duplicate_shown", user=office.users["li"].pk)
    assert [event.record for event in shown] == [Party.objects.get().pk]


def test_a_long_file_is_looked_at_as_far_as_its_first_rows(office, monkeypatch):
    office.bring(THERE, COLUMNS, by="li")
    monkeypatch.setattr(trial, "FIRST", 2)
    said = trial.examine(office.order(FILE, COLUMNS, by="li"))["alike"]
    assert (said["count"], said["looked_at"]) == (1, 2)


def test_the_page_lists_them_and_the_choice_leaves_them_out(office):
    office.bring(THERE, COLUMNS, by="li")
    browser = Client()
    browser.force_login(office.users["li"])
    address = upload(browser, FILE).url
    form = form_of(browser.get(address).content.decode())
    assert form["alike"] == "create"
    browser.post(address, form | {"do": "check"})
    work()
    page = browser.get(address).content.decode()
    assert "2 rows look like one of the customers that are here" in page
    assert f'href="/parties/{Party.objects.get().pk}/"' in page
    browser.post(address, form_of(page) | {"alike": "reject", "do": "run"})
    work()
    assert ImportRun.objects.get().change_set.report["alike"] == 2
    assert Party.objects.count() == 2
