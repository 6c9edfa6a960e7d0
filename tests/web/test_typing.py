"""Dates and amounts as people type them, forms that lose nothing, hints while filling in."""

import re

import pytest

from tests.web.company import PASSWORD, found
from zhike.people.models import Party
from zhike.records import saving
from zhike.records.resource import resource_named
from zhike.web import hints


@pytest.fixture
def live_company(page):
    company = found()
    page.goto("/login/")
    page.fill("[name=username]", "li")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name=re.compile("Log in|登录")).click()
    page.wait_for_url("**/")
    return company


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [("date", "2026-12-02", "2026-12-02 周三"), ("money", "1.2万", "¥12,000.00"),
     ("number", "12k", "12,000"), ("datetime", "2026-12-02 下午3点", "2026-12-02 周三 15:00")],
)  # fmt: skip
def test_the_page_says_what_was_understood(company, li, kind, text, said):
    li.post("/preferences/language/", {"language": "zh-hans"})
    answer = li.get("/understood/", {"kind": kind, "text": text, "currency": "CNY"}).json()
    assert answer["text"] == said


def test_what_is_no_date_is_said_to_be_none(company, li):
    assert "date" in li.get("/understood/", {"kind": "date", "text": "soon"}).json()["error"]


def test_after_an_error_every_word_stands_as_it_was_typed(company, li):
    page = li.post("/tasks/new/", {"subject": "", "due_at": "下周三下午3点"}).content.decode()
    assert 'value="下周三下午3点"' in page


def test_a_form_that_is_sent_twice_makes_one_record(company, li):
    page = li.get("/parties/new/").content.decode()
    once = re.search(r'name="once" value="([^"]+)"', page)[1]
    sent = {"name": "川途客运", "kind": "organization", "lifecycle": "identified", "once": once}
    first = li.post("/parties/new/", sent)
    second = li.post("/parties/new/", sent)
    assert first.url == second.url == f"/parties/{Party.objects.get().pk}/"
    saving.remove(resource_named("parties"), company.access("li"), Party.objects.get().pk)
    li.post("/parties/new/", sent)
    assert Party.objects.get().name == "川途客运"


def test_a_package_says_what_it_knows_while_a_form_is_filled_in(company, li, monkeypatch):
    monkeypatch.setattr(hints, "_looks", [])
    assert "/parties/hints/" not in li.get("/parties/new/").content.decode()

    def look(access, typed, id_):
        same = access.rows(Party).filter(name=typed["name"])
        return [hints.Hint("there already", party.name) for party in same]

    hints.register_hint(Party, look)
    company.party("川途客运", by="li")
    company.party("蓉城客运", by="wang")
    assert "/parties/hints/" in li.get("/parties/new/").content.decode()
    assert "there already" in li.post("/parties/hints/", {"name": "川途客运"}).content.decode()
    for name in ("other", "蓉城客运"):
        assert "there already" not in li.post("/parties/hints/", {"name": name}).content.decode()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.requirement("B46")
def test_a_draft_outlives_the_tab_and_a_dead_network(page, live_company):
    page.goto("/tasks/new/")
    page.fill("#id_subject", "call Mr He")
    page.fill("#id_due_at", "2026-12-02 15:00")
    page.locator("output.understood:visible").wait_for()
    assert "2026-12-02 Wed 15:00" in page.locator("output.understood:visible").inner_text()
    page.context.set_offline(True)
    page.get_by_role("button", name="Save").click()
    page.locator("[data-offline-notice]").wait_for()
    page.context.set_offline(False)
    page.goto("/")
    page.goto("/tasks/new/")
    page.locator("[data-draft-notice]").wait_for()
    assert page.input_value("#id_subject") == "call Mr He"
    page.get_by_role("button", name="Save").dblclick()
    page.wait_for_url(re.compile(r"/tasks/[0-9a-f-]{36}/"))
    page.goto("/tasks/new/")
    assert page.input_value("#id_subject") == ""
    assert page.locator("[data-draft-notice]").count() == 0
