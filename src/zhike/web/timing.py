"""Where a page's time goes, told in a header of its own: for the benchmark, never for visitors."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse


class ServerTiming:
    """Adds `Server-Timing: db;dur=3.1;desc="7"`: milliseconds in the database, and queries."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Outermost, so that the session's and the user's queries count too."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request and count."""
        clock = _Clock()
        with connection.execute_wrapper(clock):
            response = self.get_response(request)
        milliseconds = clock.seconds * 1000
        response["Server-Timing"] = f'db;dur={milliseconds:.2f};desc="{clock.queries}"'
        return response


class _Clock:
    """Counts the queries of one request and the seconds in them."""

    def __init__(self) -> None:
        self.queries, self.seconds = 0, 0.0

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.queries += 1
            self.seconds += time.perf_counter() - start
