"""A seller goes from the lead to the order in the browser; the customer confirms on a telephone."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from tests.pages.test_accessible import SMALL, findings
from tests.sales.contracting import House
from tests.sales.test_chain import converted
from tests.sales.test_order_link import link_to
from zhike.ledger.current import change_set
from zhike.sales.models import Contract, Order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def press(page, name):
    """A verb of the record, wherever its button stands."""
    button = page.get_by_role("button", name=name, exact=True)
    if not button.first.is_visible():
        page.locator(".record-head details.menu summary, header details.menu summary").last.click()
    button.first.click()


@pytest.mark.requirement("A20", "C31")
def test_from_the_lead_to_the_order_that_the_customer_confirms(page, live_server):
    house = House()
    seller = house.company.people["郭"]
    with change_set(by=None, door="system"):
        seller.is_admin = True
        seller.set_password("a-password-of-mine-9")
        seller.save()
    deal = converted(house)
    house.change(deal, lines=[{"product": str(house.bus.pk), "quantity": "3"}])
    page.emulate_media(reduced_motion="reduce")
    page.goto("/login/")
    page.fill("[name=username], [name=login]", seller.login)
    page.fill("[name=password]", "a-password-of-mine-9")
    page.keyboard.press("Enter")
    expect(page.locator("#search")).to_be_visible()
    page.goto(f"/opportunities/{deal.pk}/")
    press(page, "赢单")
    press(page, "生成合同")
    expect(page).to_have_url(f"{live_server.url}/contracts/{Contract.objects.get().pk}/")
    press(page, "提交")
    expect(page.get_by_role("heading", level=1)).to_contain_text("HT")
    press(page, "生成订单")
    order = Order.objects.get()
    expect(page).to_have_url(f"{live_server.url}/orders/{order.pk}/")
    press(page, "提交")
    chain = page.locator("#chain")
    expect(chain.get_by_role("link")).to_have_count(3)
    chain.get_by_role("link", name="何卫国").click()
    expect(page.locator("#chain").get_by_role("link")).to_have_count(3)
    page.evaluate(AXE_SCRIPT)
    assert findings(page) == []
    page.context.clear_cookies()
    page.set_viewport_size({"width": 375, "height": 812})
    page.goto(link_to(order))
    page.evaluate(AXE_SCRIPT)
    assert findings(page) + page.evaluate(SMALL) == []
    page.get_by_role("button", name="确认订单").click()
    expect(page.locator("[aria-current=step]")).to_contain_text("已确认")
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    order.refresh_from_db()
    assert order.status == "confirmed"
