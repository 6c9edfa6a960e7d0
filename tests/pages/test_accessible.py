"""Every page is for everybody: axe finds nothing, and what axe does not look for holds too."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.pages import places
from tests.pages.house import PHONE, WIDE, House, Windows

# Its house stands on SQLite whatever the run is about: once is enough.
pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("on_sqlite")]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LANGUAGES = ("zh-hans", "en")
LOOK = (
    """async (rules) => {
  const only = rules ? {type: "rule", values: rules} : {type: "tag", values: TAGS};
  const found = await axe.run(document, {runOnly: only, resultTypes: ["violations"]});
  const why = (node) => [...node.any, ...node.all, ...node.none][0]?.message;
  return found.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id} ${node.target.join(" ")}: ${why(node)}`));
}"""
).replace("TAGS", str(TAGS))
# Targets in a sentence, hidden ones and those of the browser itself are excepted by WCAG 2.5.8.
SMALL = """() => {
  const hidden = "p, .prose, dialog:not([open]), [popover]:not(:popover-open), [inert]";
  const all = document.querySelectorAll("a[href], button, summary, select, input, textarea");
  const box = (one) => (one.closest("label") || one).getBoundingClientRect();
  const name = (one) => `${one.tagName} ${one.className} ${one.name || one.textContent.trim()}`;
  const pointed = (one) => one.type !== "hidden" && one.ariaHidden !== "true";
  return [...all].filter((one) => !one.closest(hidden) && pointed(one)
      && one.checkVisibility({visibilityProperty: true})
      && getComputedStyle(one).clipPath === "none" && getComputedStyle(one).display !== "inline")
    .filter((one) => box(one).width && Math.min(box(one).width, box(one).height) < 24)
    .map((one) => `${name(one).slice(0, 60)}: ${box(one).width} x ${box(one).height}`);
}"""
# The windows say that they want reduced motion.
MOVING = """() => document.getAnimations().filter((one) => one.playState === "running"
  && one.effect.getComputedTiming().duration < 3000)
  .map((one) => one.animationName || one.transitionProperty)"""
HEADINGS = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5")]
  .filter((one) => one.checkVisibility() && !one.closest("dialog, nav"))
  .map((one) => Number(one.tagName[1]))"""


@pytest.fixture(scope="module")
def windows(house: House) -> Iterator[Windows]:
    windows = Windows(house, AXE_SCRIPT)
    yield windows
    windows.close()


def language_of(number: int) -> str:
    """One language for every page, in turn: its markup is the same in both."""
    return LANGUAGES[number % len(LANGUAGES)]


def findings(page: Page, rules: list[str] | None = None) -> list[str]:
    """What axe says against a page."""
    return page.evaluate(LOOK, rules)


@pytest.mark.parametrize("place", places.ALL)
def test_axe_finds_nothing(windows: Windows, place: str) -> None:
    page = windows.open(place, language=language_of(list(places.ALL).index(place)))
    wrong = findings(page)
    levels = page.evaluate(HEADINGS)
    wrong += [f"headings {levels}"] if skips(levels) else []
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    wrong += [f"dark {one}" for one in findings(page, ["color-contrast"])]
    wrong += [f"small {one}" for one in page.evaluate(SMALL)]
    wrong += [f"moves {one}" for one in page.evaluate(MOVING)]
    assert not wrong, "\n".join(dict.fromkeys(wrong))


@pytest.mark.parametrize("place", [*places.MAIN, "asked-in-depth"])
def test_a_phone_shows_all_of_it(windows: Windows, place: str) -> None:
    page = windows.open(place, PHONE)
    wrong = findings(page) + page.evaluate(SMALL)
    width = page.evaluate("document.documentElement.scrollWidth")
    wrong += [f"{width} px wide"] if width > PHONE else []
    assert not wrong, "\n".join(dict.fromkeys(wrong))


def skips(levels: list[int]) -> bool:
    """Whether a page's headings do not begin with the first level, or leave one out."""
    return levels[:1] != [1] or any(b > a + 1 for a, b in pairwise(levels))


def test_the_gate_is_open_to_all(house: House) -> None:
    for language in LANGUAGES:
        context = house.window(WIDE)
        context.add_cookies([{"name": "django_language", "value": language, "url": house.url}])
        context.add_init_script(AXE_SCRIPT)
        page = context.new_page()
        page.goto("/login/")
        assert findings(page) + page.evaluate(SMALL) == []
        page.evaluate("document.documentElement.dataset.theme = 'dark'")
        assert findings(page, ["color-contrast"]) == []
        context.close()


@pytest.mark.parametrize("opener", ["?", "/"])
def test_what_opens_over_a_page_is_for_all_as_well(windows: Windows, opener: str) -> None:
    page = windows.open("customers")
    page.keyboard.press(opener)
    page.locator("dialog[open]").wait_for()
    wrong = findings(page)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    wrong += [f"dark {one}" for one in findings(page, ["color-contrast"])]
    assert not wrong, "\n".join(wrong)
