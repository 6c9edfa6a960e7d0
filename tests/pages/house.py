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
from zhike.project.bench.server import free_port, wait_until_ready
from zhike.project.demo.cast import PASSWORD

SOURCE = Path(__file__).resolve().parents[2] / "src"
SALES, ADMIN = "zhouzihan", "admin"
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
        context.set_default_timeout(10_000)
        return context

    def _log_in(self, login: str) -> Any:
        context = self.window(WIDE)
        page = context.new_page()
        page.goto("/login/")
        page.fill("[name=username]", login)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.locator("#nav").wait_for()
        state = context.storage_state()
        context.close()
        return state


def first_record(page: Page, list_path: str) -> str:
    """The address of the first record that a list shows."""
    page.goto(list_path)
    kind = list_path.split("/")[1]
    links = page.locator(f'main tbody a[href*="/{kind}/"]')
    return links.first.get_attribute("href") or ""


@contextmanager
def opened(browser: Browser) -> Iterator[House]:
    """Start `bin/zhike start` in a folder that is removed afterwards, and end it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ZHIKE_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    with tempfile.TemporaryDirectory(prefix="zhike-house-") as folder:
        port = free_port()
        process = subprocess.Popen(
            [sys.executable, "-m", "zhike", "start", "--port", str(port), "--workers", "1"],
            env=kept | {"ZHIKE_DATA_DIR": folder, "PYTHONPATH": str(SOURCE)},
            start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
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
