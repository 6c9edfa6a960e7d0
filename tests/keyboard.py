"""Going over a page by the keyboard alone; wherever the focus passes, it must be seen."""

import re

from playwright.sync_api import Page

HERE = "document.activeElement"
# A region that scrolls takes the focus too, and holds every name that is in it.
NAME = f"""{HERE}.matches("[role=region], main, dl, ol") ? {HERE}.ariaLabel
  : ({HERE}.labels?.[0] || {HERE}).textContent.trim() || {HERE}.ariaLabel || {HERE}.title"""
RING = f"""(() => {{
  const drawn = (one) => one && getComputedStyle(one).outlineStyle !== "none"
    && parseFloat(getComputedStyle(one).outlineWidth) >= 1;
  const around = ".search, label, .switch, .check, .input-affix";
  return drawn({HERE}) || drawn({HERE}.closest(around)); }})()"""
FAR = 120


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until the focus is on what is called so; wherever it passes, it is seen."""
    for _ in range(FAR):
        page.keyboard.press("Tab")
        name = page.evaluate(NAME) or ""
        assert page.evaluate(RING), f"the focus is not seen on {name!r} of {page.url}"
        if re.search(wanted, name):
            return
    raise AssertionError(f"Tab does not reach {wanted!r} on {page.url}")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
