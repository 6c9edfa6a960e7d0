"""A salesperson's morning by the keyboard alone: no click, no pointer."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.keyboard import FAR, HERE, press, tab_to
from tests.pages.house import WIDE, House
from tests.pages.places import SALES
from zhike.project.demo.cast import PASSWORD

# Its house stands on SQLite whatever the run is about: once is enough.
pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("on_sqlite")]


@pytest.fixture
def page(house: House) -> Iterator[Page]:
    context = house.window(WIDE)
    context.add_cookies([{"name": "django_language", "value": "en", "url": house.url}])
    yield context.new_page()
    context.close()


def test_a_customer_is_found_and_changed_and_that_undone_and_a_deal_moved(page: Page) -> None:
    page.goto("/login/")
    page.keyboard.type(SALES)
    press(page, "Tab")
    page.keyboard.type(PASSWORD)
    press(page, "Enter")
    page.locator("#nav").wait_for()
    page.wait_for_load_state()
    found_and_changed(page)
    expect(page.locator("#toasts [data-undo]")).to_be_visible()
    press(page, "z")
    expect(page.locator('.facts a[href*="chuantu.example"]')).to_have_count(0)
    page.wait_for_load_state()
    moved(page)


def found_and_changed(page: Page) -> None:
    press(page, "/")
    expect(page.locator("#palette [role=combobox]")).to_be_focused()
    page.keyboard.type("川途客运集团")
    expect(page.locator("#palette [aria-selected=true]")).to_contain_text("川途客运集团有限公司")
    press(page, "Enter")
    page.wait_for_url(re.compile(r"/parties/[0-9a-f-]{36}/"))
    page.wait_for_load_state()
    tab_to(page, "^Edit$")
    press(page, "Enter")
    page.wait_for_url("**/edit/")
    page.wait_for_load_state()
    tab_to(page, "^Website")
    page.keyboard.type("chuantu.example")
    press(page, "Enter")
    page.wait_for_url(re.compile(r"/parties/[0-9a-f-]{36}/$"))
    expect(page.locator('.facts a[href*="chuantu.example"]')).to_be_visible()


def moved(page: Page) -> None:
    """From the board, which a card leaves by Space, arrows and Enter."""
    press(page, "g", "o")
    page.wait_for_url("**/opportunities/")
    page.wait_for_load_state()
    tab_to(page, "^Board$")
    press(page, "Enter")
    page.wait_for_url("**/opportunities/board/")
    page.wait_for_load_state()
    for _ in range(FAR):
        press(page, "Tab")
        if page.evaluate(f"{HERE}.matches('.card[data-id]')"):
            break
    title = page.evaluate(f"{HERE}.dataset.title")
    press(page, "Space")
    press(page, "ArrowRight")
    press(page, "Enter")
    expect(page.locator("#toasts")).to_contain_text(title)
    expect(page.locator("#toasts [data-undo]")).to_be_visible()


def test_every_letter_of_the_help_leads_where_it_says(house: House) -> None:
    context = house.visit(SALES)
    page = context.new_page()
    page.goto("/preferences/")
    press(page, "?")
    expect(page.locator("#keys")).to_be_visible()
    terms = page.locator("#keys dt").all()
    letters = [keys[1] for one in terms if (keys := one.inner_text().split())[0] == "g"]
    places = page.locator("[data-key]")
    assert letters == [place.get_attribute("data-key") for place in places.all()]
    for letter in letters:
        page.goto("/preferences/")
        wanted = page.locator(f"[data-key={letter}]").get_attribute("href") or ""
        press(page, "g", letter)
        page.wait_for_url(house.url + wanted)
    context.close()
