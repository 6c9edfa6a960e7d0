"""A lead that comes in twice, or from a customer of ours, is known while it is typed in (B45)."""

import pytest

from tests.people.company import LEADS, lead, party
from zhike.people.duplicates.asking import ask, ask_lead
from zhike.people.duplicates.box import ask_of
from zhike.records import saving

TYPED = {"name": "陈磊", "company_name": "川途客运", "mobile": "13912345678"}


def names(found):
    return [one.name for one in found.suspects]


@pytest.fixture
def browser(client, company):
    client.force_login(company.people["何"], backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.requirement("B45")
def test_the_form_of_a_new_lead_shows_customers_and_open_leads_and_whose_they_are(browser, company):
    party("重庆川途客运有限公司", company.people["林"])
    made = lead(company)
    text = browser.post("/leads/hints/", TYPED).content.decode()
    assert "重庆川途客运有限公司" in text
    assert "陈磊 · 川途客运集团有限公司" in text
    assert "139****5678" in text
    assert f"/leads/{made.pk}/" not in text  # It is the other area's.
    assert browser.post(f"/duplicates/{made.pk}/ask/").status_code == 302


@pytest.mark.parametrize("verb", ["convert", "reject"])
def test_a_lead_that_is_closed_is_in_nobodys_way(company, verb):
    made = lead(company)
    access = company.access("林")
    assert names(ask_lead(TYPED, access)) == ["陈磊 · 川途客运集团有限公司"]
    raw = {"rejected_reason": "no_need"} if verb == "reject" else {}
    saving.perform(LEADS, access, made.pk, verb, raw)
    assert made.pk not in {one.id for one in ask_lead(TYPED, access).suspects}


def test_whoever_types_a_customer_hears_of_the_open_lead(company):
    made = lead(company)
    access = company.access("林")
    assert [one.id for one in ask({"name": "川途客运集团"}, access).suspects] == [made.pk]
    assert [one.id for one in ask_of("13912345678", access).suspects] == [made.pk]


def test_two_who_ask_for_one_company_are_shown_and_never_taken_for_the_same(company):
    lead(company)
    other = TYPED | {
        "name": "何芳",
        "mobile": "13800138000",
        "company_name": "川途客运集团有限公司",
    }
    (found,) = ask_lead(other, company.access("林")).suspects
    assert found.decision == "ask"


def test_a_role_that_may_not_search_by_numbers_finds_no_lead_by_them(company):
    lead(company)
    access = company.access("林")
    access.levels[("lead", "mobile")] = "masked"
    assert not ask_lead({"name": "周", "mobile": "13912345678"}, access).suspects
