"""A partner's person in a real browser: one customer is taken, the other becomes theirs."""

import pytest
from playwright.sync_api import expect

from tests.portal import company
from tests.portal.company import PASSWORD
from zhike.sales.models import DealRegistration

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.requirement("B53")
def test_a_partner_signs_in_and_registers_a_taken_and_a_free_customer(page):
    channel = company.found()
    channel.party("沱江客运有限公司", "韦")
    page.set_viewport_size({"width": 375, "height": 812})
    page.goto("/login/?next=/parties/")
    page.fill("[name=username]", "丁")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/portal/")
    page.get_by_role("button", name="English").click()
    page.get_by_role("button", name="中文").wait_for()
    _register(page, "沱江客运有限公司", "")
    expect(page.locator("main")).to_contain_text("This customer is already in progress")
    expect(page.locator("main")).not_to_contain_text("韦")
    page.goto("/portal/")
    _register(page, "涪江旅游客运公司", "13908112764")
    expect(page.locator("main")).to_contain_text("90 days left")
    page.fill("#id_extension_reason", "The tender was put off")
    page.get_by_role("button", name="Ask for an extension").click()
    expect(page.locator("main")).to_contain_text("You asked for more time")
    page.goto("/portal/")
    page.wait_for_load_state()
    expect(page.locator(".outside-list li")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert DealRegistration.objects.filter(status="protected").count() == 1
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/login/")


def _register(page, name, phone):
    page.get_by_role("link", name="Register a customer").click()
    page.fill("#id_customer_name", name)
    page.fill("#id_phone", phone)
    page.fill("#id_amount", "250万")
    page.get_by_role("button", name="Register", exact=True).click()
    page.wait_for_url("**/portal/registrations/0*/")
