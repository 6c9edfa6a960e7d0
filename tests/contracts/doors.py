"""The doors a person comes through: pages with a session, the API with a token or a session."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection
from django.test import Client

from tests.cast import MARK, PHONE, Cast
from tests.contracts import oracle
from tests.contracts.oracle import EVERYBODY, Person
from zhike.base.ids import uuid7

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
# No records: who is logged in, and the access log.
ELSEWHERE = ("django_session", "access_accessevent")
NO_DATE = {"Date", "Set-Cookie"}
MISSING = UUID(str(uuid7()))


@dataclass
class Answer:
    """What came back, and what was written meanwhile."""

    status: int
    text: str
    headers: dict[str, str]
    writes: list[str] = field(default_factory=list)

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.text)

    @property
    def shape(self) -> tuple[Any, ...]:
        """What tells two refusals apart: nothing may."""
        return self.status, len(self.text), sorted(self.headers.keys() - NO_DATE)


@contextmanager
def writes() -> Iterator[list[str]]:
    """The statements that write records, or anything but sessions and the access log."""
    found: list[str] = []

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        words = sql.lstrip().upper()
        if words.startswith(WRITES) and not any(t.upper() in words[:80] for t in ELSEWHERE):
            found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield found


@dataclass
class Visitor:
    """One person at every door; nobody, where there is no login."""

    cast: Cast
    login: str = ""
    browser: Client = field(default_factory=Client)
    program: Client = field(default_factory=Client)

    def __post_init__(self) -> None:
        """Come in."""
        if self.login:
            self.browser.force_login(self.cast.users[self.login])
            token = self.cast.tokens[self.login]
            self.program = Client(headers={"Authorization": f"Bearer {token}"})

    @property
    def person(self) -> Person:
        """The same for the oracle."""
        return EVERYBODY[self.login]

    def web(self, method: str, path: str, data: Any = None, **headers: str) -> Answer:
        """A page, or a form sent."""
        known = {n.replace("_", "-"): v for n, v in headers.items()}
        call = getattr(self.browser, method.lower())
        return self._answered(lambda: call(path, data or {}, headers=known))

    def api(
        self, method: str, path: str, body: Any = None, *, session: bool = False, **headers: str
    ) -> Answer:
        """A call of the API; GET parameters are given as `body`."""
        client = self.browser if session else self.program
        known = {n.replace("_", "-"): v for n, v in headers.items()}
        if method in ("GET", "HEAD"):
            call = getattr(client, method.lower())
            return self._answered(lambda: call(path, body or {}, headers=known))
        sent = {} if body is None else {
            "data": json.dumps(body), "content_type": "application/json"
        }  # fmt: skip
        return self._answered(lambda: client.generic(method, path, headers=known, **sent))

    def _answered(self, call: Callable[[], Any]) -> Answer:
        with writes() as found:
            response = call()
        body = b"".join(response.streaming_content) if response.streaming else response.content
        text = body.decode(errors="replace")
        return Answer(response.status_code, text, dict(response.headers), found)

    def leaks(self, answer: Answer) -> set[str]:
        """The marks in an answer that this person may not find."""
        text = answer.text + json.dumps(answer.headers, ensure_ascii=False)
        found = {int(m[1]): m[0] for pattern in (MARK, PHONE) for m in pattern.finditer(text)}
        if self.login and self.person.role in oracle.MASKED and PHONE.search(text):
            return {"a masked telephone number"}
        return {words for serial, words in found.items() if not self._may_find(serial)}

    def _may_find(self, serial: int) -> bool:
        if not self.login:
            return False
        planted, private = self.cast.by_serial(serial)
        return oracle.finds(self.person, planted, private)
