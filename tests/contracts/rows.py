"""A row of the table of routes, and the words it is written with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

READ, NEW, CHANGE, REMOVE = "record:read", "kind:create", "record:update", "record:delete"


@dataclass(frozen=True)
class Row:
    """One method of a route: who may, a call (most change nothing), and the answers to who may."""

    need: str
    answers: tuple[int, ...] = (200,)
    send: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    name: str = ""
    """The record type, where the route itself is about one."""
    writes: bool = False
    """Whether the call does write for who may: where nothing less tells that one was let in."""


OLD = {"If_Match": '"999999"'}
STALE = {"version": "999999"}
PAGE, OPEN, USER = Row("user"), Row("open"), Row("user")
