"""Values that nobody expects, on the pages where they stand: the page stays whole."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import OUTSIDE
from tests.web.company import PASSWORD, found, make
from zhike.ledger import consumers
from zhike.records import notifying
from zhike.records.resource import resource_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MARKS = "\u0301\u0316\u0334\u0325\u0300\u0489\u0315\u031b"
ODD = {
    "unbroken Latin": "W" * 200,
    "unbroken Chinese": ("四川省川途客运集团有限公司成都龙泉驿分公司" * 10)[:200],
    "four bytes": "👩‍👩‍👧‍👦🚌𠮷𠀋𪚥" * 16,
    "stacks of marks": "".join(letter + MARKS * 2 for letter in "stacked Ltd"),
    "right to left": "شركة النقل السريع \u202egnp.exe (مساهمة)" * 4,
}


@pytest.fixture
def records(page):
    """One of each type for every odd value, all of them li's, who is logged in on the page."""
    company = found()
    made = {}
    for what, odd in ODD.items():
        party = company.party(
            odd, by="li", note=odd * 3, website=f"{odd}.cn",
            tags=";".join([odd[:40], *(f"tag {number}" for number in range(30))]),
        )  # fmt: skip
        about = {"by": company.access("li"), "party": str(party.pk)}
        made[what] = [
            party,
            make("opportunities", name=odd, amount="123456789012", **about),
            make("tasks", subject=odd, due_at="2026-03-10 10:00", **about),
            make("interactions", subject=odd, body=odd * 2, **about),
        ]
        make("tasks", subject=odd, by=company.access("admin"), owner=str(company.users["li"].pk))
    company.party("-", by="li")
    while consumers.advance(notifying.CONSUMER):
        pass
    page.goto("/login/")
    page.fill("[name=username]", "li")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name=re.compile("Log in|登录")).click()
    page.wait_for_url("**/")
    return made


@pytest.mark.parametrize("width", [1440, 375])
def test_a_page_stays_whole_whatever_stands_in_it(page, records, width):
    page.set_viewport_size({"width": width, "height": 900})
    wrong = []
    addresses = ["/", "/parties/", "/opportunities/", "/opportunities/board/", "/tasks/",
                 "/interactions/", "/notifications/", "/change-sets/", "/search/?q=W",
                 "/search/?q=四川"]  # fmt: skip
    for record in (one for made in records.values() for one in made):
        addresses.append(f"/{resource_for(type(record)).name}/{record.pk}/")
    party, _deal, task, _interaction = records["unbroken Latin"]
    addresses += [
        f"/parties/{party.pk}/{part}/" for part in ("edit", "history", "delete", "access")
    ]
    addresses += [f"/tasks/{task.pk}/edit/", f"/parties/{records['right to left'][0].pk}/edit/"]
    for address in addresses:
        page.goto(address)
        wrong += [f"{address}: {one}" for one in page.evaluate(OUTSIDE)]
    page.goto("/tasks/")
    page.keyboard.press("/")
    expect(page.locator("#palette [role=option]").first).to_be_visible()
    wrong += [f"palette: {one}" for one in page.evaluate(OUTSIDE)]
    page.goto(f"/tasks/{task.pk}/delete/")
    page.locator("main form button").first.click()
    expect(page.locator("#toasts")).to_contain_text("WWWW")
    wrong += [f"toast: {one}" for one in page.evaluate(OUTSIDE)]
    assert not wrong, "\n".join(dict.fromkeys(wrong))


def test_a_name_that_is_too_long_is_refused_by_name_and_nothing_typed_is_lost(page, records):
    page.goto("/parties/new/")
    page.evaluate("document.querySelector('#id_name').removeAttribute('maxlength')")
    page.fill("#id_name", "W" * 300)
    page.fill("#id_note", "kept")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("[data-error-summary]")).to_contain_text("200")
    expect(page.locator("#id_name")).to_have_value("W" * 300)
    expect(page.locator("#id_note")).to_have_value("kept")
    assert page.evaluate(OUTSIDE) == []
