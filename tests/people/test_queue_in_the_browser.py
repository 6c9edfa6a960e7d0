"""The queue of suspected pairs worked through by keyboard alone, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.people.merging import party
from tests.web.company import PASSWORD, found
from zhike.people.duplicates.pairs import Report
from zhike.people.duplicates.scanning import scan
from zhike.people.models import DuplicatePair, Party

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.requirement("B47")
def test_j_k_enter_d_and_m_decide_pair_after_pair(page):
    company = found()
    for number, name in enumerate(("川途客运", "巴渝巴士", "远岭旅游")):
        for text in (f"重庆{name}有限公司", name):
            party(text, (f"1380013800{number}",), owner=company.users["admin"])
    scan(Party.objects.earliest("created_at").created_at, report=Report())
    names = [p.left.name for p in DuplicatePair.objects.order_by("-probability", "pk")]
    assert len(names) == 3
    page.goto("/login/?next=/duplicates/pairs/")
    page.fill("[name=username]", "admin")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.locator(".pairs").wait_for()
    page.wait_for_load_state()
    rows = page.locator(".pairs a")
    for key, at in (("j", 0), ("j", 1), ("k", 0), ("k", 0), ("j", 1)):
        page.keyboard.press(key)
        expect(rows.nth(at)).to_be_focused()
    assert rows.nth(1).evaluate("a => getComputedStyle(a).outlineStyle") != "none"
    for key, name in (("Enter", names[1]), ("k", names[0]), ("d", names[1])):
        page.keyboard.press(key)
        expect(page.locator(".beside")).to_contain_text(name)
        # Scripts are deferred: a page that shows its text may not listen to keys yet.
        page.wait_for_load_state()
    assert DuplicatePair.objects.get(decision="different").left.name == names[0]
    page.keyboard.press("m")
    page.wait_for_url(re.compile("/parties/merge/"))
    expect(page.locator(".merge-heads")).to_contain_text(names[1])
