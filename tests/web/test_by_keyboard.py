"""The first deeds of a salesperson by the keyboard alone: no click, no pointer."""

import re

import pytest
from playwright.sync_api import expect

from tests.keyboard import HERE, press, tab_to
from tests.web.company import PASSWORD, found
from zhike.engagement.models import Interaction
from zhike.people.models import Party

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def company(page):
    """The company, with li logged in on the page."""
    company = found()
    page.goto("/login/")
    page.fill("[name=username]", "li")
    page.fill("[name=password]", PASSWORD)
    press(page, "Enter")
    page.locator("#nav").wait_for()
    page.wait_for_load_state()
    return company


def test_a_customer_is_made_and_talked_to_and_the_talk_undone(page, company):
    press(page, "g", "p")
    page.wait_for_url("**/parties/")
    page.wait_for_load_state()
    tab_to(page, "^New customer")
    press(page, "Enter")
    page.wait_for_url("**/parties/new/")
    page.wait_for_load_state()
    tab_to(page, "^Name")
    page.keyboard.type("川途客运")
    press(page, "Enter")
    page.wait_for_url(re.compile(r"/parties/[0-9a-f-]{36}/$"))
    page.wait_for_load_state()
    tab_to(page, "^Subject|^What")
    page.keyboard.type("they want sixty buses")
    tab_to(page, "^Record contact$")
    press(page, "Enter")
    expect(page.locator("#timeline")).to_contain_text("they want sixty buses")
    assert Interaction.objects.count() == 1
    expect(page.locator("#toasts [data-undo]").last).to_be_visible()
    expect(page.locator("#composer-save")).to_be_focused()
    press(page, "z")
    expect(page.locator("#toasts")).to_contain_text("as it was")
    assert Interaction.objects.count() == 0


def test_a_cell_is_edited_rows_are_chosen_and_a_list_is_filtered(page, company):
    for number in range(4):
        company.party(f"p{number}", by="li", tier="iron" if number else "gold")
    press(page, "g", "p")
    page.wait_for_url("**/parties/")
    page.wait_for_load_state()
    tab_to(page, "^Columns$")
    press(page, "Tab")
    assert page.evaluate(f"{HERE}.matches('.table-region')")
    press(page, "ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight")
    row = page.evaluate(f"{HERE}.parentElement.id").removeprefix("row-")
    was = Party.objects.get(pk=row)
    press(page, "Enter")
    expect(page.locator("td.is-editing select")).to_be_focused()
    page.keyboard.type("silver")
    press(page, "Enter")
    expect(page.locator(f"#row-{row} .is-saved")).to_contain_text("Silver")
    assert Party.objects.get(pk=row).tier == "silver" != was.tier
    press(page, "Control+z")
    page.wait_for_load_state()
    expect(page.locator("#toasts")).to_contain_text("as it was")
    assert Party.objects.get(pk=row).tier == was.tier
    tab_to(page, "^Filter$")
    press(page, "Enter")
    expect(page.locator("[data-clause-field]")).to_be_focused()
    page.keyboard.type("Name")
    press(page, "Tab", "Tab")
    expect(page.locator("[data-clause-value] input")).to_be_focused()
    page.keyboard.type("p2")
    press(page, "Enter")
    page.wait_for_url("**filter=**")
    expect(page.locator("tbody tr")).to_have_count(1)


def test_every_other_key_of_the_help_does_what_it_says(page, company):
    for number in range(5):
        company.party(f"p{number}", by="li")
    page.goto("/parties/")
    for key in ("/", "Control+k"):
        press(page, key)
        expect(page.locator("#palette [role=combobox]")).to_be_focused()
        press(page, "Escape")
        expect(page.locator("#palette")).to_be_hidden()
        expect(page.locator("body")).to_be_focused()
    page.goto("/parties/")
    press(page, "?")
    expect(page.locator("#keys")).to_be_visible()
    press(page, "Escape")
    boxes = page.locator("tbody [name=ids]")
    boxes.nth(0).focus()
    press(page, "Space")
    boxes.nth(3).focus()
    press(page, "Shift+Space")
    expect(page.locator("tbody [name=ids]:checked")).to_have_count(4)


def test_the_focus_is_never_lost(page, company):
    company.party("p", by="li")
    page.goto("/parties/")
    press(page, "Tab")
    assert page.evaluate(f"{HERE}.className") == "skip"
    press(page, "Enter")
    assert page.evaluate(f"{HERE}.id") == "main"
    tab_to(page, "^Filter$")
    for opener in ("/", "?"):
        press(page, opener)
        page.locator("dialog[open]").wait_for()
        press(page, "Escape")
        expect(page.get_by_role("button", name="Filter")).to_be_focused()
    page.goto("/parties/")
    tab_to(page, "My account")
    press(page, "Enter", "ArrowDown")
    tab_to(page, "^Keyboard shortcuts")
    press(page, "Enter")
    page.locator("#keys[open]").wait_for()
    press(page, "Escape")
    expect(page.locator("#keys")).to_be_hidden()
    expect(page.locator("[data-menu=user] summary")).to_be_focused()
