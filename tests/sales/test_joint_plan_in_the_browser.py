"""A customer with a phone and a link: reads, ticks, comments; nothing else is needed."""

import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from tests.pages.test_accessible import SMALL, findings
from tests.sales import company as selling
from tests.sales import joint
from tests.sales.joint import TITLES, link_to, milestone, plan_of
from zhike.sales.models import JointComment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.requirement("B34")
def test_a_customer_ticks_takes_back_and_comments_on_a_phone(page, live_server):
    plan = plan_of(joint.furnished(selling.found()))
    _link, url = link_to(plan)
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": 375, "height": 812})
    page.goto(url)
    rows = page.locator(".milestones > li")
    expect(rows).to_have_count(len(TITLES))
    page.evaluate(AXE_SCRIPT)
    assert findings(page) + page.evaluate(SMALL) == []
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert findings(page, ["color-contrast"]) == []
    done = page.get_by_role("button", name=f"完成: {TITLES[2]}")
    done.click()
    back = page.get_by_role("button", name=f"没完成: {TITLES[2]}")
    expect(back).to_be_visible()
    assert milestone(plan, TITLES[2]).done_by == "王芳的链接"
    back.click()
    expect(done).to_be_visible()
    page.fill("[name=text]", "下周一给台账")
    page.get_by_role("button", name="发送").click()
    expect(page.locator(".said")).to_contain_text("下周一给台账")
    assert JointComment.objects.filter(plan=plan, is_theirs=True).count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    assert page.context.cookies() == []
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Milestones")).to_be_visible()
    assert re.search(r"\?lang=en$", page.url)
