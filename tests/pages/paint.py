"""How soon a page is seen: `python -m tests.pages.paint --size 100000` beside what is promised.

A made-up company and a server as `bin/zhike bench` has them, visited with Chromium: what travels on
the first visit and after, when the first words are painted, how long the longest press of a key or
a button takes until the next painting, and whether anything moves meanwhile.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import django
from playwright.sync_api import Browser, BrowserContext, Page

from tests import browser as browsers

FIRST_KILOBYTES, KILOBYTES, PAINT, INTERACTION, SHIFT = 100, 20, 300, 100, 0.0
VISITS = 7
WATCH = """() => {
  window.seen = {shift: 0, longest: 0};
  const watch = (type, note) => new PerformanceObserver((list) => list.getEntries().forEach(note))
    .observe({type, buffered: true, durationThreshold: 16});
  watch("layout-shift", (one) => { if (!one.hadRecentInput) seen.shift += one.value; });
  watch("event", (one) => {
    if (one.interactionId) seen.longest = Math.max(seen.longest, one.duration); });
}"""
PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length"
LOADED = """() => {
  const sent = ["navigation", "resource"].flatMap((type) => performance.getEntriesByType(type));
  return {
    paint: performance.getEntriesByName("first-contentful-paint")[0].startTime,
    bytes: sent.reduce((sum, one) => sum + one.transferSize, 0),
  };
}"""


def main() -> int:
    """Print one line a page; 1 where something is more than promised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=10_000, help="customers")
    parser.add_argument("--keep", metavar="DIR", help="as `bin/zhike bench --keep`")
    options = parser.parse_args()
    place = nullcontext(options.keep) if options.keep else tempfile.TemporaryDirectory()
    with place as folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        os.environ["ZHIKE_DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "zhike.project.settings"
        django.setup()
        from zhike.project.bench.run import prepared
        from zhike.project.bench.server import running

        company = prepared(options.size)
        login = company.users["all"].login
        with running() as (port, _process), browsers.running() as browser:
            rows = list(measure(browser, f"http://127.0.0.1:{port}", login, company.busy[0]))
    return report(rows)


def measure(browser: Browser, url: str, login: str, busy: Any) -> Any:
    """The figures of every page."""
    from zhike.project.bench.company import PASSWORD

    context = browser.new_context(base_url=url, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto("/login/")
    page.fill("[name=username]", login)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.locator("#nav").wait_for()
    state = context.storage_state()
    context.close()
    for name, path in {
        "home": "/", "customers": "/parties/", "customer, 50 touches": f"/parties/{busy}/",
        "customer's form": f"/parties/{busy}/edit/", "deals": "/opportunities/",
        "board": "/opportunities/board/", "interactions": "/interactions/",
        "tasks": "/tasks/", "search": "/search/?q=客运", "change sets": "/change-sets/",
    }.items():  # fmt: skip
        context = browser.new_context(
            base_url=url, storage_state=state, viewport={"width": 1440, "height": 900}
        )
        yield {"page": name, **of_page(context, path)}
        context.close()


def of_page(context: BrowserContext, path: str) -> dict[str, float]:
    """One page: its first visit, then several of which the median counts."""
    context.add_init_script(f"({WATCH})()")
    page = context.new_page()
    first, later, longest, shift = 0.0, [], 0.0, 0.0
    for visit in range(VISITS + 1):
        page.goto(path, wait_until="load")
        page.wait_for_function(PAINTED)
        loaded = page.evaluate(LOADED)
        if not visit:
            first = loaded["bytes"]
        else:
            later.append(loaded)
        use(page)
        seen = page.evaluate("seen")
        longest, shift = max(longest, seen["longest"]), max(shift, seen["shift"])
    return {
        "first": first / 1024, "later": statistics.median(one["bytes"] for one in later) / 1024,
        "paint": statistics.median(one["paint"] for one in later),
        "interaction": longest, "shift": shift,
    }  # fmt: skip


def use(page: Page) -> None:
    """What people do on any page: the keys' list, the palette, their menu, a box of a list."""
    page.keyboard.press("?")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("kh")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.locator(".topbar details.menu summary").last.click()
    page.keyboard.press("Escape")
    if page.locator("[data-pick-all]").count():
        page.locator("[data-pick-all]").click()
    page.wait_for_timeout(150)


def report(rows: list[dict[str, Any]]) -> int:
    """As the table of docs/measured.md."""
    limits = {"first": FIRST_KILOBYTES, "later": KILOBYTES, "paint": PAINT,
              "interaction": INTERACTION, "shift": SHIFT}  # fmt: skip
    lines = ["| page | KB, first visit | KB, after | first paint, ms | interaction, ms | shift |",
             "|---|---|---|---|---|---|"]  # fmt: skip
    exceeded = False
    for row in rows:
        cells = [row["page"]]
        for name, limit in limits.items():
            shown = f"{row[name]:.3f}" if name == "shift" else f"{row[name]:.0f}"
            is_more = round(row[name], 3) > limit
            exceeded |= is_more
            cells.append(f"**{shown}**" if is_more else shown)
        lines.append(f"| {' | '.join(cells)} |")
    sys.stdout.write("\n".join(lines) + "\n")
    return int(exceeded)


if __name__ == "__main__":
    sys.exit(main())
