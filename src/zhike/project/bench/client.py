"""A browser that only counts: keeps its connection and its session, times every answer."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Any
from urllib.parse import urlencode

_TIMING = re.compile(r'db;dur=([0-9.]+);desc="([0-9]+)"')


@dataclass
class Request:
    """What is asked; a `body` makes it a POST unless it says otherwise."""

    path: str
    body: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str = ""


Maker = Callable[[int], Request]


@dataclass
class Times:
    """What came of many requests, in milliseconds."""

    page: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)
    queries: int = 0
    bytes: int = 0
    failed: int = 0
    seconds: float = 0.0

    def summary(self) -> dict[str, Any]:
        """Median, 95th percentile, requests a second; of the database too."""
        count = len(self.page)
        answered = max(0, count - self.failed)
        return {
            "requests": count, "failed": self.failed,
            "median": percentile(self.page, 0.5), "p95": percentile(self.page, 0.95),
            "sql_p95": percentile(self.database, 0.95), "queries": self.queries,
            "kilobytes": round(self.bytes / 1024, 1),
            "per_second": round(answered / self.seconds, 1) if self.seconds else 0.0,
        }  # fmt: skip


def percentile(values: list[float], share: float) -> float:
    """The value that this share of them does not exceed; 0 for none."""
    if not values:
        return 0.0
    return round(sorted(values)[min(len(values) - 1, int(len(values) * share))], 2)


class Browser:
    """One connection to the server, logged in or with a token."""

    def __init__(self, port: int, headers: Mapping[str, str] | None = None) -> None:
        """Connect to this machine."""
        self.connection = HTTPConnection("127.0.0.1", port, timeout=120)
        self.headers = dict(headers or {})
        self.cookies: dict[str, str] = {}

    def log_in(self, login: str, password: str) -> None:
        """Come in through the form, as a person does; raises RuntimeError where it refuses."""
        self.ask(Request("/login/"))
        token = self.cookies["csrftoken"]
        form = {"username": login, "password": password, "csrfmiddlewaretoken": token}
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        self.ask(Request("/login/", urlencode(form), kind))
        if "sessionid" not in self.cookies:
            raise RuntimeError(f"{login} cannot log in.")

    def ask(self, request: Request) -> tuple[HTTPResponse, bytes]:
        """Ask and read the whole answer."""
        headers = {**self.headers, **request.headers}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={v}" for name, v in self.cookies.items())
        method = request.method or ("GET" if request.body is None else "POST")
        body = None if request.body is None else request.body.encode()
        self.connection.request(method, request.path, body, headers)
        response = self.connection.getresponse()
        answer = response.read()
        for cookie in response.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return response, answer

    def time(self, request: Request, times: Times) -> None:
        """Ask and note how long it took; no answer is a failure."""
        start = time.perf_counter()
        try:
            response, answer = self.ask(request)
        except (OSError, HTTPException):
            # The next request opens another connection.
            self.connection.close()
            times.failed += 1
            return
        times.page.append((time.perf_counter() - start) * 1000)
        times.failed += response.status >= 400
        times.bytes = len(answer)
        timing = _TIMING.search(response.headers.get("Server-Timing", ""))
        if timing:
            times.database.append(float(timing[1]))
            times.queries = int(timing[2])


def one(browser: Browser, make: Maker, count: int, warm: int = 5) -> Times:
    """One person asking again and again."""
    browser.connection.close()
    for number in range(warm):
        browser.time(make(-1 - number), Times())
    times = Times()
    start = time.perf_counter()
    for number in range(count):
        browser.time(make(number), times)
    times.seconds = time.perf_counter() - start
    return times


def several(browsers: list[Browser], make: Maker, seconds: float) -> Times:
    """All of them at once, for so long."""
    every = [Times() for _ in browsers]
    for browser in browsers:
        # The server has hung up on those who were silent for half a minute.
        browser.connection.close()
    start = time.perf_counter()

    def work(number: int) -> None:
        count = 0
        while time.perf_counter() - start < seconds:
            browsers[number].time(make(1_000_000 * (number + 1) + count), every[number])
            count += 1

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(browsers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = Times(seconds=time.perf_counter() - start)
    for times in every:
        whole.page += times.page
        whole.database += times.database
        whole.failed += times.failed
        whole.queries, whole.bytes = times.queries, times.bytes
    return whole
