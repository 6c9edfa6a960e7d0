"""Parties as the matching engine takes them: those of a kind, in a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any
from uuid import UUID

from zhike.exchange.match.preparing import Record
from zhike.people.duplicates.keys import FIELDS, Described
from zhike.people.models import ContactPoint, Party

AT_ONCE = 2_000


@dataclass(frozen=True)
class Known:
    """A stored party as it is compared."""

    id: UUID
    described: Described
    record: Record


def parties(kind: str = "", ids: Collection[UUID] | None = None) -> Iterator[Known]:
    """The parties of a kind (all without), or those of some ids, in the order of their ids."""
    rows = Party.objects.order_by("pk").values("pk", *FIELDS)
    if kind:
        rows = rows.filter(kind=kind)
    if ids is not None:
        yield from _known(list(rows.filter(pk__in=list(ids))))
        return
    last = None
    while chunk := list((rows.filter(pk__gt=last) if last else rows)[:AT_ONCE]):
        yield from _known(chunk)
        last = chunk[-1]["pk"]


def _known(rows: list[dict[str, Any]]) -> Iterator[Known]:
    points: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    found = ContactPoint.objects.filter(party__in=[row["pk"] for row in rows])
    for point in found.order_by("-is_primary", "pk").values("party", "type", "value"):
        points[point["party"]].append(point)
    for row in rows:
        described = Described.of(row, points[row["pk"]])
        yield Known(row["pk"], described, described.record())


def digest(one: Record, other: Record) -> str:
    """What of two parties was compared, in a few letters: it changes when one of them does."""
    return digest_of(repr(sorted(record.items(), key=str)) for record in (one, other))


def digest_of(sides: Iterable[str]) -> str:
    """The same of whatever was compared, in any order."""
    return blake2b("|".join(sorted(sides)).encode(), digest_size=16).hexdigest()
