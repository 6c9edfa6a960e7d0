"""What opens, fails or is edited on a page is for everybody as well: axe finds nothing there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests.browser import OUTSIDE
from tests.pages.house import PHONE, WIDE, House, Windows
from tests.pages.test_accessible import findings, language_of

# Its house stands on SQLite whatever the run is about: once is enough.
pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("on_sqlite")]


def palette(page: Page) -> None:
    page.locator("#search").click()
    page.locator("#palette [role=combobox]").fill("川途")
    expect(page.locator("#palette [role=option]", has_text="川途客运集团").first).to_be_visible()


def menu(page: Page) -> None:
    page.locator("[data-menu=user] summary").click()


def keys(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()


def condition(page: Page) -> None:
    page.locator("[data-filter-toggle]").click()
    page.locator("[data-clause-field]").select_option("tier")
    page.locator("[data-choices] summary").click()


def columns(page: Page) -> None:
    page.locator(".sheet-head details.menu summary").last.click()


def chosen(page: Page) -> None:
    page.locator("tbody [name=ids]").first.check()
    expect(page.locator("form[data-bulkbar]")).to_be_visible()


def cell(page: Page) -> None:
    page.locator("tbody tr").first.locator("td:not(.pick)").nth(2).dblclick()
    expect(
        page.locator("td.is-editing :is(select, input:not([type=hidden]))").first
    ).to_be_visible()


def refused(page: Page) -> None:
    page.locator("form[data-guard]").evaluate("form => { form.noValidate = true; }")
    page.locator("form[data-guard] .form-end .button-primary").click()
    expect(page.locator("[data-error-summary]")).to_be_visible()


def picker(page: Page) -> None:
    page.locator("[data-picker] [role=combobox]").first.click()
    expect(page.locator("[data-picker] [role=option]").first).to_be_visible()


def fact(page: Page) -> None:
    page.locator(".fact-pen").nth(1).click()
    expect(page.locator(".in-place")).to_be_visible()


def toast(page: Page) -> None:
    page.locator("#fact-website .fact-pen").click()
    page.locator("#fact-website input[name=website]").fill(f"{next(numbers)}.example")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts [data-undo]")).to_be_visible()


def side_by_side(page: Page) -> None:
    ids = page.evaluate("""async () => {
        const me = await (await fetch("/api/v1/me")).json();
        const all = await (await fetch("/api/v1/parties?limit=200")).json();
        return all.items.filter((one) => one.owner === me.id && one.kind === "organization")
            .slice(0, 2).map((one) => one.id);
    }""")
    page.goto("/parties/merge/?" + "&".join(f"ids={id_}" for id_ in ids))
    expect(page.locator(".merge-option").first).to_be_visible()


def navigation(page: Page) -> None:
    page.locator(".tabbar button").click()
    expect(page.locator("#nav")).to_be_visible()


numbers = count(1)
State = Callable[[Page], None]
ANYWHERE: list[tuple[str, State]] = [
    ("customers", palette), ("customer", menu), ("customers", condition), ("customers", chosen),
    ("new-customer", refused), ("customer-form", picker), ("customer", fact), ("customer", toast),
    ("customers", side_by_side),
]  # fmt: skip
STATES: dict[int, list[tuple[str, State]]] = {
    WIDE: [*ANYWHERE, ("customer", keys), ("customers", columns), ("customers", cell)],
    PHONE: [*ANYWHERE, ("customers", navigation)],
}


@pytest.fixture(scope="module")
def windows(house: House) -> Iterator[Windows]:
    windows = Windows(house, AXE_SCRIPT)
    yield windows
    windows.close()


@pytest.mark.parametrize(
    ("width", "place", "state"),
    [(width, *state) for width, states in STATES.items() for state in states],
)
def test_axe_finds_nothing_in_it(windows: Windows, width: int, place: str, state: State) -> None:
    page = windows.open(place, width, language_of(STATES[width].index((place, state))))
    state(page)
    # What is open lies over targets and beside others.
    wrong = [one for one in findings(page) if "target-size" not in one]
    wrong += page.evaluate(OUTSIDE)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    wrong += [f"dark {one}" for one in findings(page, ["color-contrast"])]
    assert not wrong, "\n".join(dict.fromkeys(wrong))
