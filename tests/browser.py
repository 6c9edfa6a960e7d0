"""The Chromium that tests drive: where it is, how to get it, how it is started."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

PROGRAMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
MAC_PROGRAMS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
CURE = "brew install --cask chromium" if sys.platform == "darwin" else "apt-get install chromium"
# Without these it looks for its maker's hosts at every start.
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# What of a page stands outside its window, or words that stand outside their box: over others.
OUTSIDE = """() => {
  const width = document.documentElement.clientWidth;
  const wide = document.documentElement.scrollWidth;
  const said = (one) => [one.localName, ...one.classList].join(".");
  const style = (one) => getComputedStyle(one);
  // What scrolls by itself, or is cut on purpose, may hold more than is seen.
  const isHeld = (one) => one.parentElement
    && (style(one.parentElement).overflowX !== "visible" || isHeld(one.parentElement));
  const hasWords = (one) => [...one.childNodes].some((node) => node.localName === "bdi"
    || node.nodeType === Node.TEXT_NODE && node.data.trim());
  // The reach of a link for a finger (10 px) is no word.
  const spills = (one) => hasWords(one) && one.clientWidth && one.scrollWidth > one.clientWidth + 11
    && style(one).display !== "inline" && style(one).overflowX === "visible";
  const seen = [...document.querySelectorAll("body *")].filter((one) => one.checkVisibility()
    && style(one).clipPath === "none" && !one.closest("svg, [popover]:not(:popover-open)"));
  const out = seen.filter((one) => one.getBoundingClientRect().right > width + 1 && !isHeld(one));
  return [...(wide > width ? [`the page is ${wide} px wide`] : []),
    ...out.map((one) => `${said(one)} stands out of the window`),
    ...seen.filter(spills).map((one) => `the words of ${said(one)} stand out of it`)];
}"""


def find() -> str | None:
    """The path of a Chromium on this machine."""
    found = (shutil.which(name) for name in PROGRAMS)
    on_mac = (path for path in MAC_PROGRAMS if Path(path).exists())
    return next(filter(None, (*found, *on_mac)), None)


@contextmanager
def running() -> Iterator[Browser]:
    """A headless Chromium; a root user (CI) gets it without its sandbox, which root cannot have."""
    program = find()
    if program is None:
        raise FileNotFoundError(f"No Chromium on this machine: {CURE}")
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        yield browser
        browser.close()
