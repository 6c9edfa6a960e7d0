"""The demo company in an installation of its own: what browsers visit that only look around."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import running as running_browser
from tests.pages import places
from zhike.project.bench.server import free_port, wait_until_ready
from zhike.project.demo.cast import PASSWORD

SOURCE = Path(__file__).resolve().parents[2] / "src"
START = (sys.executable, "-m", "zhike", "start", "--supervised")
WIDE, PHONE = 1440, 375
HEIGHTS = {WIDE: 900, PHONE: 812}


@dataclass
class House:
    """A running installation with the demo company, and a browser to visit it with."""

    url: str
    browser: Browser
    states: dict[str, Any] = field(default_factory=dict)

    def visit(
        self, login: str, *, language: str = "zh-hans", theme: str = "light", width: int = WIDE,
        **more: Any,
    ) -> BrowserContext:  # fmt: skip
        """A window in which somebody is logged in."""
        if login not in self.states:
            self.states[login] = self._log_in(login)
        context = self.window(width, storage_state=self.states[login], **more)
        chosen = {"django_language": language, "theme": theme}
        context.add_cookies(
            [{"name": name, "value": value, "url": self.url} for name, value in chosen.items()]
        )
        return context

    def window(self, width: int, **more: Any) -> BrowserContext:
        """A window in which nobody is logged in."""
        window = {
            "base_url": self.url, "locale": "zh-CN", "timezone_id": "Asia/Shanghai",
            "has_touch": width == PHONE, "reduced_motion": "reduce",
            "viewport": {"width": width, "height": HEIGHTS.get(width, 900)},
        }  # fmt: skip
        context = self.browser.new_context(**(window | more))
        context.set_default_timeout(30_000)
        return context

    def _log_in(self, login: str) -> Any:
        context = self.window(WIDE)
        page = context.new_page()
        page.goto("/login/")
        page.fill("[name=username]", login)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.locator("#nav, .outside-nav").wait_for()
        state = context.storage_state()
        context.close()
        return state


class Windows:
    """One tab for each person, width and language; addresses of first records are asked once."""

    def __init__(self, house: House, script: str = "") -> None:
        self.house = house
        self.script = script
        self.pages: dict[tuple[str, int, str], Page] = {}
        self.first: dict[tuple[str, str], str] = {}

    def page(self, login: str, width: int, language: str) -> Page:
        key = (login, width, language)
        if key not in self.pages:
            context = self.house.visit(login, width=width, language=language)
            context.add_init_script(self.script)
            self.pages[key] = context.new_page()
        return self.pages[key]

    def open(self, place: str, width: int = WIDE, language: str = "zh-hans") -> Page:
        login, template = places.ALL[place]
        page = self.page(login, width, language)
        page.goto(places.address(template, lambda path: self._first(login, path)))
        return page

    def close(self) -> None:
        for page in self.pages.values():
            page.context.close()

    def _first(self, login: str, path: str) -> str:
        if (login, path) not in self.first:
            page = self.page(login, WIDE, "zh-hans")
            self.first[login, path] = first_record(page, path)
        return self.first[login, path]


def first_record(page: Page, list_path: str) -> str:
    """The address of the first record that a list shows."""
    page.goto(list_path)
    kind = list_path.split("/")[1]
    links = page.locator(f'main tbody a[href*="/{kind}/"]')
    return links.first.get_attribute("href") or ""


@contextmanager
def opened(browser: Browser) -> Iterator[House]:
    """Start `bin/zhike start` in a folder that is removed afterwards, and end it.

    Its standard input is its lifeline: a run of tests that is killed leaves no server behind.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ZHIKE_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    with tempfile.TemporaryDirectory(prefix="zhike-house-") as folder:
        port = free_port()
        process = subprocess.Popen(
            [*START, "--port", str(port), "--workers", "1"],
            env=kept | {"ZHIKE_DATA_DIR": folder, "PYTHONPATH": str(SOURCE)},
            start_new_session=True,
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            wait_until_ready(port, process)
            yield House(f"http://127.0.0.1:{port}", browser)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


@contextmanager
def alone() -> Iterator[House]:
    """The house with a browser of its own, for programs that are no tests."""
    with running_browser() as browser, opened(browser) as house:
        yield house
