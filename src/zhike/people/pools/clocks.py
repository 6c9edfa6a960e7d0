"""What higher packages know of a record that keeps it with its owner: contacts, deals, wins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models

from zhike.ledger.bulk import model_of
from zhike.ledger.writes import UPDATE, Write
from zhike.people.models import Lead, Party

KINDS: dict[str, type[Lead] | type[Party]] = {m.record_type: m for m in (Lead, Party)}


@dataclass
class Facts:
    """What happened with the records that are asked about, by their ids."""

    contacts: dict[UUID, dt.datetime] = field(default_factory=dict)
    deals: set[UUID] = field(default_factory=set)
    wins: set[UUID] = field(default_factory=set)


Tell = Callable[[str, Collection[UUID], Facts], None]
_clocks: dict[str, Tell] = {}


def register_clock(kind: str, tell: Tell) -> None:
    """Let records of a kind, which point at a `party` or a `lead`, keep those with their owners.

    `tell` adds to the facts what it knows of records of a kind (`party`, `lead`).
    """
    _clocks[kind] = tell


def facts_of(kind: str, ids: Collection[UUID]) -> Facts:
    """What happened with these records."""
    facts = Facts()
    for tell in _clocks.values():
        tell(kind, ids, facts)
    return facts


def touched(writes: Iterable[Write]) -> dict[str, set[UUID]]:
    """The leads and parties whose clocks these writes may have moved."""
    found: dict[str, set[UUID]] = {kind: set() for kind in KINDS}
    for write in writes:
        if write.kind in found:
            found[write.kind].add(write.id)
        elif write.kind in _clocks:
            for kind in KINDS:
                found[kind].update(UUID(str(i)) for i in write.fields.get(kind, ()) if i)
    of_kind: dict[str, list[UUID]] = {}
    for write in writes:
        if write.kind in _clocks and write.operation == UPDATE:
            of_kind.setdefault(write.kind, []).append(write.id)
    for name, ids in of_kind.items():
        rows = models.QuerySet[Any](model_of(name)).filter(pk__in=ids).values(*KINDS)
        for row in rows:
            for kind, id_ in row.items():
                found[kind].update([id_] if id_ else [])
    return found
