"""The list of deals opens with those that are open; the others are one tab away."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.sales import company as selling
from zhike.access.models import FieldRight, Role
from zhike.ledger.current import change_set
from zhike.records import saving
from zhike.records.resource import resource_named
from zhike.sales.models import Opportunity

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(company):
    """Lin, with two open deals, one won and one lost; in English."""
    for name in ("open one", "open two", "won", "lost"):
        selling.deal(company, name)
    access = company.access("林")
    resource = resource_named("opportunities")
    for deal in Opportunity.objects.filter(name__in=("won", "lost")):
        verb, raw = ("win", {}) if deal.name == "won" else ("lose", {"lost_reason": "price"})
        saving.perform(resource, access, deal.pk, verb, raw)
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(company.people["林"])
    return client


def names(answer):
    """The deals of a list, by name."""
    assert answer.status_code == 200
    heading = r'<th scope="row"[^>]*><a class="record-link"[^>]*><bdi>([^<]*)'
    return sorted(re.findall(heading, text(answer)))


def text(answer):
    return answer.content.decode()


def test_the_list_opens_with_open_deals_and_shows_all_on_its_tab(browser):
    first = browser.get("/opportunities/")
    assert names(first) == ["open one", "open two"]
    assert re.search(r'view=open" aria-current="page">\s*Open', text(first))
    assert 'data-filter-toggle="filter" aria-expanded="false"' in text(first)
    assert names(browser.get("/opportunities/?view=all")) == ["lost", "open one", "open two", "won"]
    assert names(browser.get("/opportunities/?q=won")) == ["won"]


def test_a_filter_narrows_the_open_ones_and_can_be_taken_away_again(browser):
    narrowed = browser.get(
        "/opportunities/?view=open&f-0-field=name&f-0-op=contains&f-0-value=one&filter="
    )
    assert names(narrowed) == ["open one"]
    assert "f-1-field" not in text(narrowed)
    more = re.search(r'name="filter" value="([^"]*won_at[^"]*)"', text(narrowed))[1]
    again = browser.get("/opportunities/", {"view": "open", "filter": more.replace("&quot;", '"')})
    assert names(again) == ["open one"]
    assert names(browser.get("/opportunities/?view=open&filter=")) == ["open one", "open two"]


def test_the_tabs_count_what_they_hold_and_the_board_keeps_its_lanes(browser):
    counts = dict(re.findall(r'id="tab-(\w+)"[^>]*>(\d+)', text(browser.get(
        "/opportunities/tab-counts/", headers={"HX-Request": "true"}
    ))))  # fmt: skip
    assert (counts["open"], counts["all"]) == ("2", "4")
    board = re.search(r'href="(/opportunities/board/[^"]*)"', text(browser.get("/opportunities/")))
    assert "open" not in board[1]
    assert "won_at" not in board[1]


def test_who_likes_to_see_all_opens_the_list_with_all(browser):
    browser.post("/opportunities/opens-with/", {"view": "all"})
    assert len(names(browser.get("/opportunities/"))) == 4
    browser.post("/opportunities/opens-with/", {"view": "open"})
    assert len(names(browser.get("/opportunities/"))) == 2


def test_what_is_done_with_all_of_the_tab_is_done_with_the_open_ones_alone(browser):
    browser.post(
        "/opportunities/bulk/?view=open",
        {"all": "1", "do": "set:source", "v-source": "referral", "step": "run"},
    )
    changed = Opportunity.objects.filter(source="referral").values_list("name", flat=True)
    assert sorted(changed) == ["open one", "open two"]


def test_where_nothing_is_open_the_list_says_so_and_leads_to_the_others(company):
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(company.people["林"])
    page = text(client.get("/opportunities/"))
    assert "No open opportunities" in page
    assert "/opportunities/?view=all" in page


def test_who_may_not_see_when_deals_end_has_no_such_tab(browser, company):
    with change_set(by=None, door="system"):
        for role in Role.objects.all():
            FieldRight(role=role, resource="opportunity", field="lost_at", level="hidden").save()
    page = browser.get("/opportunities/")
    assert len(names(page)) == 4
    assert "view=open" not in text(page)
