"""A salesperson claims from a pool and gives back, as a person does it."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from tests.people import company as leads
from tests.people.company import party
from tests.people.pooling import laid, pool
from zhike.people.models import Party

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def tab(page, live_server):
    """Lin's tab; Lin owns as many customers as one may, and two lie in the pool."""
    company = leads.found()
    sea = pool(company, most_owned=2)
    for n in range(2):
        party(f"自有客户{n}", company.people["林"])
        laid(company, party(f"公海客户{n}", company.people["周"]), sea)
    client = Client()
    client.force_login(company.people["林"])
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    return page


@pytest.mark.requirement("A17")
def test_the_cap_refuses_until_one_is_given_back(tab):
    tab.goto("/pools/mine/")
    tab.get_by_role("link", name="party公海").click()
    tab.get_by_role("link", name="公海客户0").click()
    tab.get_by_role("button", name="领取").first.click()
    expect(tab.locator(".toast")).to_contain_text("超出客户数拥有上限")
    tab.goto("/parties/?q=自有客户0")
    tab.get_by_role("link", name="自有客户0").click()
    tab.get_by_role("link", name="放入公海").click()
    tab.select_option("[name=pool_reason]", "no_time")
    tab.get_by_role("button", name="放入公海").click()
    expect(tab.locator(".toast").first).to_be_visible()
    tab.wait_for_load_state()
    tab.goto("/pools/mine/")
    tab.get_by_role("link", name="party公海").click()
    tab.get_by_role("link", name="公海客户0").click()
    tab.get_by_role("button", name="领取").first.click()
    expect(tab.locator(".toast")).to_contain_text("领取")
    assert Party.objects.get(name="公海客户0").owner.name == "林"
