"""From a telephone call to a customer, as a person does it, and back by Undo."""

import re

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from tests.people import company as leads
from zhike.people.models import Lead, Party
from zhike.sales.models import Opportunity

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def tab(page, live_server):
    """Lin's tab; a company of nearly the name that is going to call is a customer already."""
    company = leads.found()
    page.known = leads.party("川途客运集团有限公司", company.people["林"])
    client = Client()
    client.force_login(company.people["林"])
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    return page


@pytest.mark.requirement("D03", "D21")
def test_a_lead_is_captured_qualified_converted_and_given_back(tab):
    tab.goto("/leads/new/")
    for name, value in (("name", "方晓雯"), ("company_name", "川途客运"), ("mobile", "13540268819"),
                        ("need", "机场线再加 6 台")):  # fmt: skip
        tab.fill(f"[name={name}]", value)
    tab.click("button.button-primary")
    expect(tab.locator("h1")).to_have_text("方晓雯")
    tab.get_by_role("button", name="确认有效").click()
    expect(tab.locator(".toast")).to_contain_text("确认有效")
    tab.get_by_role("link", name="转为客户").click()
    expect(tab.locator("#id_party")).to_have_value("川途客运集团有限公司")
    tab.get_by_role("button", name="转为客户").click()
    expect(tab).to_have_url(re.compile(r"/leads/[^/]+/$"))
    deal = Opportunity.objects.get()
    assert deal.party == tab.known
    assert Lead.objects.get().person.name == "方晓雯"
    tab.locator(".toast [data-undo]").last.click()
    expect(tab.get_by_role("link", name="转为客户")).to_be_visible()
    assert not Opportunity.objects.exists()
    assert Party.objects.get() == tab.known
    assert Lead.objects.get().status == "qualified"
