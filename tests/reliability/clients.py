"""Clients that write through the API and remember, across its deaths, what was acknowledged."""

from __future__ import annotations

import json
import random
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any
from uuid import UUID

from zhike.base.ids import uuid7
from zhike.project.bench.client import Browser, Request

State = dict[str, Any]


@dataclass
class Thing:
    """A record as its only writer knows it."""

    id: UUID
    resource: str
    state: State | None = None
    version: int = 0


@dataclass
class Deed:
    """A write: acknowledged, refused or unknown. `after` is what it makes of the record."""

    thing: Thing
    request: Request
    after: State
    verdict: str = "unknown"


class History:
    """What every client did, one JSON line each: to read after a failure."""

    def __init__(self, path: Path) -> None:
        self.file = path.open("a", encoding="utf-8")
        self.lock = threading.Lock()

    def note(self, **line: Any) -> None:
        with self.lock:
            self.file.write(json.dumps({"at": time.monotonic(), **line}, default=str) + "\n")
            self.file.flush()


@dataclass
class Client:
    """Someone who creates, changes and closes, one write after the other."""

    number: int
    token: str
    chance: random.Random
    history: History
    things: list[Thing] = field(default_factory=list)
    done: list[Deed] = field(default_factory=list)
    again: Deed | None = None
    count: int = 0

    def work(self, port: int, stop: threading.Event) -> None:
        """Write until told to stop or until the server is gone."""
        browser = Browser(port, {"Authorization": f"Bearer {self.token}"})
        while not stop.is_set():
            deed, self.again = self.again or self._next(), None
            try:
                response, answer = browser.ask(deed.request)
            except (OSError, HTTPException):
                self._keep(deed)
                return
            deed.verdict = "ok" if response.status < 300 else f"{response.status} {answer[:300]!r}"
            self._keep(deed)
            if deed.verdict != "ok":
                return
            deed.thing.state = deed.after
            deed.thing.version = json.loads(answer)["version"]

    def _keep(self, deed: Deed) -> None:
        self.done.append(deed)
        self.history.note(
            client=self.number, id=deed.thing.id, path=deed.request.path, body=deed.request.body,
            key=deed.request.headers.get("Idempotency-Key"), verdict=deed.verdict,
        )  # fmt: skip

    def _next(self) -> Deed:
        self.count += 1
        kind = self.chance.choice(["party", "party", "deal", "patch", "patch", "act"])
        mine = [thing for thing in self.things if thing.state]
        deals = [thing for thing in mine if thing.resource == "opportunities"]
        if kind == "act" and deals:
            return self._act(self.chance.choice(deals))
        if kind == "patch" and mine:
            return self._patch(self.chance.choice(mine))
        return self._create("opportunities" if kind == "deal" else "parties")

    def _create(self, resource: str) -> Deed:
        thing = Thing(uuid7(), resource)
        self.things.append(thing)
        name = f"长安{self.number}-{self.count}"
        values: State = {"id": str(thing.id), "name": name}
        after: State = {"name": name, "note": ""}
        if resource == "parties":
            phone = f"138{self.number:02}{self.count:06}"
            values["contact_points"] = [{"type": "phone", "value": phone}]
            after["phones"] = [phone]
        else:
            values["amount"] = str(self.count)
            after["won"] = False
        # Names like 长安0-1 and 长安0-2 are alike: the duplicate check would ask.
        return Deed(thing, _post(f"/api/v1/{resource}?duplicates=accept", values), after)

    def _patch(self, thing: Thing) -> Deed:
        note = f"note {self.number}-{self.count}"
        request = Request(
            f"/api/v1/{thing.resource}/{thing.id}", json.dumps({"note": note}),
            {"If-Match": f'"{thing.version}"', "Content-Type": "application/json"}, "PATCH",
        )  # fmt: skip
        return Deed(thing, request, {**(thing.state or {}), "note": note})

    def _act(self, thing: Thing) -> Deed:
        state = thing.state or {}
        verb = "reopen" if state["won"] else "win"
        path = f"/api/v1/opportunities/{thing.id}/{verb}"
        return Deed(thing, _post(path, {}), {**state, "won": not state["won"]})


def _post(path: str, values: State) -> Request:
    headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid7())}
    return Request(path, json.dumps(values), headers)
