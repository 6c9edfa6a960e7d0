"""From the request for a visit to what the customer said, as people do it."""

import re

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from tests.sales import company as selling
from tests.sales.test_executive_visits import customer, furnished
from zhike.sales.models import CustomerOpinion, ExecutiveVisit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house():
    """The small company, with Guo as its general manager."""
    return furnished(selling.found())


def as_somebody(page, live_server, house, name):
    client = Client()
    client.force_login(house.people[name])
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )


@pytest.mark.requirement("A04", "A07", "A10", "B39")
def test_a_visit_is_asked_for_moved_to_a_free_time_made_and_its_opinion_kept(
    page, live_server, house
):
    party = customer(house)
    selling.deal(house, "K10 六十台", party=party, amount=1_200_000, stage="方案报价")
    as_somebody(page, live_server, house, "林")
    page.goto(f"/executive-visits/new/?party={party.pk}&executive={house.guo.pk}")
    page.fill("[name=purpose]", "定交期")
    page.fill("#id_opportunity", "K10")
    page.get_by_role("option", name="K10 六十台").click()
    page.fill("[name=starts_at]", "2026-03-05 15:00")
    page.fill("[name=ends_at]", "2026-03-05 16:00")
    page.check("[name=leader_attends]")
    page.click("button.button-primary")
    panel = page.locator("#judgement")
    expect(panel.locator(".stamp")).to_have_text("去")
    panel.get_by_role("button", name=re.compile("16:00–17:00")).click()
    expect(panel).to_contain_text("高管有空")
    page.get_by_role("button", name="提交").click()
    expect(page.locator(".toast").last).to_contain_text("提交")
    as_somebody(page, live_server, house, "郭")
    page.goto("/today/?only=visits")
    page.get_by_role("button", name="去", exact=True).click()
    page.wait_for_url(live_server.url + "/")
    assert ExecutiveVisit.objects.get().status == "accepted"
    as_somebody(page, live_server, house, "林")
    page.goto("/today/?only=visits")
    page.get_by_role("link", name="记录结果").click()
    page.fill("[name=outcome]", "签了意向书")
    page.fill("[name=customer_said]", "配件等太久")
    page.get_by_role("button", name="记录结果").click()
    page.wait_for_url(re.compile(r"/executive-visits/[^/]+/$"))
    assert CustomerOpinion.objects.get().text == "配件等太久"
