"""Where a page's time goes, told in a header of its own: for the benchmark, never for visitors."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.http import HttpRequest, HttpResponse


class ServerTiming:
    """Adds `Server-Timing: db;dur=3.1;desc="7"`: milliseconds in the database, and queries."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Outermost, so that the session's and the user's queries count too."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request and count."""
        clock = _Clock()
        usual = connection.make_cursor
        connection.make_cursor = lambda cursor: _TimedCursor(cursor, connection, clock)  # type: ignore[method-assign]
        try:
            response = self.get_response(request)
        finally:
            connection.make_cursor = usual  # type: ignore[method-assign]
        milliseconds = clock.seconds * 1000
        response["Server-Timing"] = f'db;dur={milliseconds:.2f};desc="{clock.queries}"'
        return response


class _Clock:
    """Counts the queries of one request and the seconds in them."""

    def __init__(self) -> None:
        self.queries, self.seconds = 0, 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds += time.perf_counter() - start


class _TimedCursor(CursorWrapper):
    """A cursor that is timed while it fetches, too: SQLite looks for rows only then."""

    def __init__(self, cursor: Any, db: Any, clock: _Clock) -> None:
        super().__init__(cursor, db)
        self.clock = clock

    def execute(self, sql: Any, params: Any = None) -> Any:
        self.clock.queries += 1
        with self.clock.running():
            return super().execute(sql, params)

    def executemany(self, sql: Any, param_list: Any) -> Any:
        self.clock.queries += 1
        with self.clock.running():
            return super().executemany(sql, param_list)

    def fetchone(self) -> Any:
        with self.clock.running():
            return self.cursor.fetchone()

    def fetchmany(self, *size: int) -> Any:
        with self.clock.running():
            return self.cursor.fetchmany(*size)

    def fetchall(self) -> Any:
        with self.clock.running():
            return self.cursor.fetchall()
