"""A salesperson's morning, with mouse and keyboard in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.web.company import PASSWORD, found, make
from zhike.people.models import Party

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house(page):
    """The company, with li logged in on the page."""
    company = found()
    page.goto("/login/")
    page.fill("[name=username]", "li")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name=re.compile("Log in|登录")).click()
    page.wait_for_url("**/")
    return company


def test_a_customer_is_made_with_a_telephone_and_taken_back_by_z(page, house):
    page.goto("/parties/new/")
    page.fill("#id_name", "川途客运集团")
    page.fill("#id_contact_points-0-value", "021 5888 1234")
    page.get_by_role("button", name="Add contact point").click()
    page.select_option("#id_contact_points-1-type", "email")
    page.fill("#id_contact_points-1-value", "he@example.cn")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("h1")).to_contain_text("川途客运集团")
    assert Party.objects.get().contact_points.count() == 2
    page.locator("#toasts [data-undo]").wait_for()
    page.keyboard.press("z")
    page.wait_for_url("**/parties/")
    assert not Party.objects.exists()


def test_another_record_is_picked_by_its_name_and_the_keyboard(page, house):
    house.party("川途客运", by="li")
    house.party("巴渝巴士", by="li")
    page.goto("/relationships/new/")
    page.fill("#id_from_party", "川途")
    page.get_by_role("option", name="川途客运").click()
    page.fill("#id_to_party", "byb")
    page.get_by_role("option", name="巴渝巴士").wait_for()
    page.keyboard.press("Enter")
    page.select_option("#id_type", "refers")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(re.compile(r"/relationships/[0-9a-f-]{36}/"))
    expect(page.locator("body")).to_contain_text("巴渝巴士")


def test_a_list_is_filtered_its_rows_edited_and_that_undone(page, house):
    for number in range(4):
        house.party(f"p{number}", by="li", tier="iron" if number else "gold")
    page.goto("/parties/")
    page.get_by_role("button", name="Filter").click()
    page.locator("[data-clause-field]").select_option("tier")
    page.locator("[data-choices] summary").click()
    page.get_by_role("checkbox", name="iron").check()
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("tbody tr")).to_have_count(3)
    page.locator("[data-pick-all]").check()
    page.get_by_role("button", name="Edit a field").click()
    page.select_option("[name=do]", "set:source")
    page.get_by_role("button", name="Go on").click()
    page.select_option("[name=v-source]", "fair")
    page.get_by_role("button", name="See what would change").click()
    page.get_by_role("button", name="Do it for 3 records").click()
    page.locator("#toasts [data-undo]").wait_for()
    assert Party.objects.filter(source="fair").count() == 3
    page.locator("#toasts [data-undo]").click()
    page.wait_for_url("**/parties/**")
    assert Party.objects.filter(source="fair").count() == 0


def test_customers_without_a_contact_of_late_are_asked_for_by_the_keyboard(page, house):
    """A condition on related records with one within it, and a column moved."""
    house.party("quiet", by="li")
    spoken = house.party("spoken to", by="li")
    make("interactions", by=house.access("li"), party=str(spoken.pk))
    page.goto("/parties/")
    page.get_by_role("button", name="Filter").click()
    page.locator("[data-clause-field]").select_option("interactions:")
    page.locator("[data-clause-op]").first.select_option("none")
    nest = page.get_by_role("group", name="Interactions")
    nest.get_by_role("button", name="Condition", exact=True).press("Enter")
    expect(nest.locator("[data-clause-field]")).to_be_focused()
    nest.locator("[data-clause-field]").select_option("at")
    nest.locator("[data-clause-op]").select_option("last_n")
    count = page.get_by_label("How many", exact=True)
    count.fill("90")
    count.press("Enter")
    expect(page.locator("tbody .record-link")).to_have_text(["quiet"])
    expect(count).to_have_value("90")
    page.locator("summary", has_text="Columns").press("Enter")
    page.get_by_role("checkbox", name="Tier", exact=True).press("Alt+ArrowUp")
    expect(page.get_by_role("checkbox", name="Tier", exact=True)).to_be_focused()
    page.locator("[data-order] ~ button").press("Enter")
    heads = page.locator("thead th:not(.pick)")
    expect(heads.nth(2)).to_contain_text("Tier")
    expect(page.locator("tbody .record-link")).to_have_text(["quiet"])


def test_unsaved_work_is_kept_when_somebody_else_was_faster(page, house):
    party = house.party("old", by="li")
    page.goto(f"/parties/{party.pk}/edit/")
    from zhike.records import saving
    from zhike.records.resource import resource_named

    saving.change(resource_named("parties"), house.access("admin"), party.pk, {"name": "theirs"})
    page.fill("#id_name", "mine")
    page.get_by_role("button", name="Save").click()
    page.get_by_label(re.compile("admin: theirs")).check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("h1")).to_contain_text("theirs")


def test_ctrl_k_answers_a_question_by_the_keyboard_alone(page, house):
    house.party("川途客运", by="li")
    page.goto("/parties/")
    page.keyboard.press("Control+k")
    palette = page.get_by_role("combobox", name="A question, a record or an action")
    expect(palette).to_be_focused()
    page.keyboard.type("川途")
    expect(page.get_by_role("option", name="川途客运 Customer")).to_have_attribute(
        "aria-selected", "true"
    )
    palette.fill("true buyers")
    chosen = page.locator("#palette [aria-selected=true]")
    expect(chosen).to_contain_text("Who are the true buyers?")
    page.keyboard.press("ArrowDown")
    expect(chosen).to_contain_text("Search everything")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/opportunities/?filter=**")
    page.keyboard.press("/")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()


def test_a_starred_record_is_one_keystroke_away(page, house):
    party = house.party("川途客运", by="li")
    page.goto(f"/parties/{party.pk}/")
    page.get_by_role("button", name="Favourite").click()
    expect(page.get_by_role("button", name="Favourite", pressed=True)).to_be_focused()
    page.goto("/tasks/")
    page.locator("#search").click()
    expect(page.get_by_role("group", name="Looked at last")).to_contain_text("川途客运")
    expect(page.get_by_role("group", name="Favourites")).to_contain_text("川途客运")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/parties/{party.pk}/")


@pytest.mark.parametrize("width", [375, 768, 1440])
def test_no_page_is_wider_than_its_window(page, house, width):
    party = house.party("四川省川途客运集团有限公司成都龙泉驿分公司" * 3, by="li", note="x" * 400)
    page.set_viewport_size({"width": width, "height": 800})
    for url in ("/", "/parties/", f"/parties/{party.pk}/", f"/parties/{party.pk}/edit/",
                f"/parties/{party.pk}/history/", "/change-sets/", "/trash/", "/access/",
                "/preferences/", "/search/?q=川途"):  # fmt: skip
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, url


def test_a_field_is_edited_where_it_stands_by_the_keyboard_alone(page, house):
    party = house.party("old", by="li")
    page.goto(f"/parties/{party.pk}/")
    place = page.locator("#fact-website")
    place.locator(".fact-pen").focus()
    page.keyboard.press("Enter")
    expect(place.locator("input[name=website]")).to_be_focused()
    page.keyboard.type("never.cn")
    page.keyboard.press("Escape")
    expect(place.locator(".fact-pen")).to_be_focused()
    page.keyboard.press("Enter")
    expect(place.locator("input[name=website]")).to_be_focused()
    page.keyboard.type("example.cn")
    page.keyboard.press("Enter")
    expect(place).to_contain_text("example.cn")
    expect(place.locator(".fact-pen")).to_be_focused()
    expect(page.locator("#timeline")).to_contain_text("example.cn")
    assert Party.objects.get().website == "example.cn"


def test_what_somebody_else_changes_appears_but_never_under_what_one_types(page, house):
    party = house.party("old", by="li")
    page.goto(f"/parties/{party.pk}/")
    page.locator("#fact-website .fact-pen").click()
    page.fill("#fact-website input[name=website]", "mine.cn")
    with page.context.browser.new_context(base_url=page.url.partition("/parties")[0]) as other:
        theirs = other.new_page()
        theirs.goto("/login/")
        theirs.fill("[name=username]", "admin")
        theirs.fill("[name=password]", PASSWORD)
        theirs.get_by_role("button", name=re.compile("Log in|登录")).click()
        theirs.wait_for_url(lambda url: "login" not in url)
        theirs.goto(f"/parties/{party.pk}/")
        for name, value in (("website", "theirs.cn"), ("name", "their name")):
            theirs.locator(f"#fact-{name} .fact-pen").click()
            theirs.fill(f"#fact-{name} input[name={name}]", value)
            theirs.keyboard.press("Enter")
            expect(theirs.locator(f"#fact-{name}")).to_contain_text(value)
    expect(page.locator("h1")).to_contain_text("their name")
    expect(page.locator("#toasts")).to_contain_text("admin changed")
    expect(page.locator("#fact-website input[name=website]")).to_have_value("mine.cn")
    page.keyboard.press("Enter")
    page.get_by_label(re.compile("admin: theirs.cn")).check()
    page.keyboard.press("Enter")
    expect(page.locator("#fact-website")).to_contain_text("theirs.cn")


@pytest.mark.requirement("A01")
def test_a_word_of_the_glossary_says_what_it_means_by_pointer_key_and_touch(page, house):
    party = house.party("old", by="li")
    page.goto(f"/parties/{party.pk}/")
    word, tip = page.locator(".facts .gloss").first, page.locator("#means")
    word.hover()
    expect(tip).to_be_visible()
    assert tip.inner_text() == word.get_attribute("data-means")
    tip.hover()
    page.wait_for_timeout(600)
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    page.mouse.move(0, 0)
    page.locator("#search").focus()
    for _ in range(60):
        page.keyboard.press("Tab")
        if tip.is_visible():
            break
    described = page.evaluate("document.activeElement.getAttribute('aria-describedby')")
    assert described == "means"
    page.keyboard.press("Tab")
    expect(page.locator("[data-means][aria-describedby=means]:not(:focus)")).to_have_count(0)
    word.dispatch_event("click")
    expect(tip).to_be_visible()
    word.dispatch_event("click")
    expect(tip).to_be_hidden()
