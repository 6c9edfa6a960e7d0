"""The lines of a quote as people write them: by keys, from a spreadsheet, with a thumb."""

from decimal import Decimal

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from tests.sales import company as selling
from tests.sales import quoting
from tests.sales.quoting import product, quote, reread
from zhike.ledger.current import change_set

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASTE = """(text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
  document.activeElement.dispatchEvent(event);
}"""


@pytest.fixture
def house():
    """A company that writes quotes, with three products."""
    house = quoting.house(selling.found())
    with change_set(by=None, door="system"):
        house.y = product("Y", 50, cost=10)
    return house


@pytest.fixture
def draft(house):
    """A quote of two lines: X at 100, K10 at 1,000."""
    return quote(house, "林", {"quantity": "2"}, {"product": str(house.k10.pk), "quantity": "1"})


def opened(page, live_server, house, quote, name="林"):
    """The quote's page, seen by somebody."""
    client = Client()
    client.force_login(house.people[name])
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([
        {"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url},
        {"name": "django_language", "value": "en", "url": live_server.url},
    ])  # fmt: skip
    page.goto(f"/quotes/{quote.pk}/")
    page.wait_for_load_state()


def cell(page, row, field):
    """The cell of a line, by the heading's field."""
    at = page.locator("#quote-lines thead th").evaluate_all(
        "(all, field) => all.findIndex((one) => one.dataset.field === field)", field
    )
    return page.locator("#quote-lines tbody tr").nth(row).locator("th, td").nth(at)


def lines(quote):
    """What is kept: product, quantity, unit price, discount of each line."""
    return [
        (line.product.name, line.quantity, line.unit_price, line.discount)
        for line in reread(quote).lines.order_by("pk")
    ]


@pytest.mark.requirement("D36")
def test_cells_are_typed_one_after_the_other_and_the_sums_follow(page, live_server, house, draft):
    opened(page, live_server, house, draft)
    sums = page.locator("#quote-lines .sums")
    expect(sums).to_contain_text("1,200.00")
    cell(page, 0, "quantity").click()
    page.keyboard.type("12")
    page.keyboard.press("Enter")
    expect(cell(page, 0, "quantity")).to_contain_text("12")
    expect(sums).to_contain_text("2,200.00")
    expect(cell(page, 1, "quantity")).to_be_focused()
    page.keyboard.type("3")
    page.keyboard.press("Tab")
    expect(sums).to_contain_text("4,200.00")
    expect(cell(page, 1, "unit_price")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(cell(page, 0, "unit_price")).to_be_focused()
    page.keyboard.type("99.50")
    page.keyboard.press("Tab")
    expect(sums).to_contain_text("4,194.00")
    page.keyboard.type("10")
    page.keyboard.press("Shift+Tab")
    expect(sums).to_contain_text("4,074.60")
    assert lines(draft) == [
        ("X", Decimal(12), Decimal("99.50"), Decimal(10)),
        ("K10", Decimal(3), Decimal(1000), Decimal(0)),
    ]


@pytest.mark.requirement("D36")
def test_a_wrong_value_is_told_at_its_cell_and_escape_gives_the_old_one_back(
    page, live_server, house, draft
):
    opened(page, live_server, house, draft)
    for field, wrong in (("quantity", "0"), ("unit_price", "-3"), ("discount", "1e3")):
        at = cell(page, 0, field)
        at.click()
        page.keyboard.type(wrong)
        page.keyboard.press("Enter")
        expect(at.locator(".error")).to_be_visible()
        expect(at.locator("input:not([type=hidden])").first).to_have_value(wrong)
        page.keyboard.press("Escape")
        expect(at.locator("form")).to_have_count(0)
        expect(at).to_be_focused()
    assert lines(draft)[0] == ("X", Decimal(2), Decimal(100), Decimal(0))


@pytest.mark.requirement("D36")
def test_a_block_of_a_spreadsheet_is_pasted_where_one_stands_and_undone_with_one_click(
    page, live_server, house, draft
):
    opened(page, live_server, house, draft)
    cell(page, 0, "quantity").click()
    page.evaluate(PASTE, "5\t98\t2\n7\t990\t1.5\n")
    sums = page.locator("#quote-lines .sums")
    expect(sums).to_contain_text("7,306.25")
    assert lines(draft) == [
        ("X", Decimal(5), Decimal(98), Decimal(2)),
        ("K10", Decimal(7), Decimal(990), Decimal("1.5")),
    ]
    cell(page, 1, "product").locator(".record-link").hover()
    cell(page, 1, "quantity").click()
    page.keyboard.press("ArrowLeft")
    page.evaluate(PASTE, "Y\t4\nX\t30\nY\t1\t45")
    expect(page.locator("#quote-lines tbody tr")).to_have_count(4)
    assert [(name, quantity) for name, quantity, *_rest in lines(draft)] == [
        ("X", 5), ("Y", 4), ("X", 30), ("Y", 1),
    ]  # fmt: skip
    page.locator(".toast [data-undo], .toast button").filter(has_text="Undo").last.click()
    expect(page.locator("#quote-lines tbody tr")).to_have_count(2)
    assert lines(draft)[1][:2] == ("K10", Decimal(7))


@pytest.mark.requirement("D36")
def test_a_block_with_a_mistake_changes_nothing_and_says_which_row(page, live_server, house, draft):
    opened(page, live_server, house, draft)
    cell(page, 0, "quantity").click()
    page.evaluate(PASTE, "5\t98\n-7\t990")
    told = page.locator("#quote-lines .notice")
    expect(told).to_contain_text("These rows were not saved")
    expect(told).to_contain_text("Row 2")
    assert lines(draft)[0][1:3] == (Decimal(2), Decimal(100))


@pytest.mark.requirement("D36")
def test_a_line_is_taken_out_by_a_key_and_comes_back(page, live_server, house, draft):
    opened(page, live_server, house, draft)
    cell(page, 0, "quantity").click()
    page.keyboard.press("Delete")
    expect(page.locator("#quote-lines tbody tr")).to_have_count(1)
    expect(page.locator("#quote-lines .sums")).to_contain_text("1,000.00")
    expect(cell(page, 0, "quantity")).to_be_focused()
    page.keyboard.press("Control+z")
    expect(page.locator("#quote-lines tbody tr")).to_have_count(2)
    assert [name for name, *_rest in lines(draft)] == ["X", "K10"]


@pytest.mark.requirement("D36")
def test_a_thumb_changes_a_figure_where_it_stands(chromium, live_server, house, draft):
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": 375, "height": 812}, has_touch=True
    )
    page = context.new_page()
    opened(page, live_server, house, draft)
    for field, text, total in (("quantity", "7", "1,700.00"), ("discount", "10", "1,630.00")):
        at = cell(page, 0, field)
        at.tap()
        control = at.locator("input:not([type=hidden])").first
        expect(control).to_be_focused()
        assert control.get_attribute("inputmode") == "decimal"
        control.fill(text)
        control.press("Enter")
        expect(page.locator("#quote-lines .sums")).to_contain_text(total)
        expect(cell(page, 0, field).locator("form")).to_have_count(0)
    cell(page, 0, "quantity").tap()
    control = cell(page, 0, "quantity").locator("input:not([type=hidden])").first
    control.fill("0")
    cell(page, 0, "quantity").get_by_role("button", name="Save").tap()
    expect(cell(page, 0, "quantity").locator(".error")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    cell(page, 0, "quantity").get_by_role("button", name="Cancel").tap()
    expect(cell(page, 0, "quantity")).to_contain_text("7")
    assert lines(draft)[0] == ("X", Decimal(7), Decimal(100), Decimal(10))
    cell(page, 0, "product").get_by_role("link").tap()
    page.wait_for_url("**/quote-lines/**/edit/")
    context.close()
