"""Every page on a phone: a thumb meets what it aims at, and nothing stands outside the window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser import OUTSIDE
from tests.pages import places
from tests.pages.house import PHONE, House, Windows

# Its house stands on SQLite whatever the run is about: once is enough.
pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("on_sqlite")]

SMALL_PHONE = 320
# Asked of the page itself, point by point from the middle of each target: so an area that a
# pseudo-element adds counts, and one that another target covers does not. Links in a sentence
# are excepted by WCAG 2.5.8.
SMALL = """(least) => {
  const about = "a[href], button, summary, select, textarea, input:not([type=hidden])";
  const said = (one) => [one.localName, ...one.classList].join(".");
  const text = (node) => node.nodeType === Node.TEXT_NODE && node.data.trim().length > 1;
  const inSentence = (one) => one.matches("a") && getComputedStyle(one).display === "inline"
    && (one.closest("p, .prose") || [...one.parentElement.childNodes].some(text));
  const away = "dialog:not([open]), [popover]:not(:popover-open), [inert]";
  const isTarget = (one) => one.checkVisibility({visibilityProperty: true}) && !one.closest(away)
    && !one.disabled && one.ariaHidden !== "true" && getComputedStyle(one).clipPath === "none"
    && getComputedStyle(one).pointerEvents !== "none" && !inSentence(one);
  const measure = (one) => {
    one.scrollIntoView({block: "center", inline: "center", behavior: "instant"});
    const box = one.getClientRects()[0];
    if (!box?.width) return [least, least];
    const label = one.labels?.[0];
    const reach = (right, down, most) => {
      for (let far = 0; far <= most; far += 1) {
        const x = box.left + box.width / 2 + right * far, y = box.top + box.height / 2 + down * far;
        const hit = document.elementFromPoint(x, y);
        if (!one.contains(hit) && !label?.contains(hit)) return far;
      }
      return most;
    };
    // How much more there is than is asked for needs no measuring.
    const span = (right, down) => {
      const far = reach(-right, -down, least);
      return far + reach(right, down, Math.max(least - far, 1)) - 1;
    };
    return [span(1, 0), span(0, 1)];
  };
  return [...document.querySelectorAll(about)].filter(isTarget)
    .map((one) => [`${said(one.parentElement)} > ${said(one)}`, measure(one).map(Math.round)])
    // A fraction of a pixel at either edge is lost by looking at whole ones.
    .filter(([, size]) => Math.min(...size) < least - 1)
    .map(([name, size]) => `${name}: ${size.join(" x ")}`);
}"""
TOUCH = 40


@pytest.fixture(scope="module")
def windows(house: House) -> Iterator[Windows]:
    windows = Windows(house)
    yield windows
    windows.close()


@pytest.mark.parametrize("place", places.ALL)
def test_a_thumb_meets_what_it_aims_at_and_nothing_stands_outside(
    windows: Windows, place: str
) -> None:
    wrong: list[str] = []
    for language in ("zh-hans", "en"):
        page = windows.open(place, PHONE, language)
        page.set_viewport_size({"width": SMALL_PHONE, "height": 640})
        wrong += [f"{language} {SMALL_PHONE}: {one}" for one in page.evaluate(OUTSIDE)]
        page.set_viewport_size({"width": PHONE, "height": 812})
        wrong += [f"{language} {PHONE}: {one}" for one in page.evaluate(OUTSIDE)]
        if language == "en":
            wrong += [f"small: {one}" for one in page.evaluate(SMALL, TOUCH)]
    assert not wrong, "\n".join(dict.fromkeys(wrong))
