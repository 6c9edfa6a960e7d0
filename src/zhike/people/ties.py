"""Whom a party is tied to, and whom those are: as far as the reader may see each of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from zhike.access.rights import Access
from zhike.people.models import Party, Relationship
from zhike.records.resource import resource_for
from zhike.records.titles import titles

MOST_TIES = 120
MOST_PARTIES = 40


@dataclass(frozen=True)
class Tie:
    """A relationship that stands today, from one party to another."""

    id: UUID
    source: UUID
    target: UUID
    label: str


@dataclass
class Net:
    """Parties by how many ties they are away, and what ties them."""

    names: dict[UUID, str]
    kinds: dict[UUID, str]
    depths: dict[UUID, int]
    parents: dict[UUID, UUID] = field(default_factory=dict)
    ties: list[Tie] = field(default_factory=list)
    more: int = 0
    """How many parties were left out; a figure of what the reader may see."""


def net_of(access: Access, party: Party, depth: int = 2, most: int = MOST_PARTIES) -> Net:
    """The net around a party; two queries for each step outwards, whatever it holds.

    A relationship is seen where both its parties are; so nobody is reached through someone whom
    the reader may not see.
    """
    net = Net(titles(access, [party]), {party.pk: party.kind}, {party.pk: 0})
    specs = resource_for(Relationship).specs(access)
    if not {"from_party", "to_party"} <= specs.keys():
        return net
    ties: dict[UUID, Tie] = {}
    frontier = [party.pk]
    for step in range(1, depth + 1):
        rows = _standing(access, frontier)
        found: dict[UUID, UUID] = {}
        for row in rows:
            label = specs["type"].text(row) if "type" in specs else ""
            ties[row.pk] = Tie(row.pk, row.from_party_id, row.to_party_id, label)
            for one, other in ((row.from_party_id, row.to_party_id),
                               (row.to_party_id, row.from_party_id)):  # fmt: skip
                if one in frontier and other not in net.depths:
                    found.setdefault(other, one)
        frontier = _take(access, net, found, step, most)
        if not frontier:
            break
    net.ties = [tie for tie in ties.values()
                if tie.source in net.depths and tie.target in net.depths]  # fmt: skip
    return net


def _standing(access: Access, frontier: list[UUID]) -> list[Any]:
    rows = access.rows(Relationship).filter(
        Q(until__isnull=True) | Q(until__gte=timezone.localdate())
    )
    return list(
        rows.filter(Q(from_party__in=frontier) | Q(to_party__in=frontier)).order_by("pk")[
            :MOST_TIES
        ]
    )


def _take(access: Access, net: Net, found: dict[UUID, UUID], step: int, most: int) -> list[UUID]:
    """Those who still fit into the drawing; the others are counted."""
    seen = list(access.rows(Party).filter(pk__in=found).order_by("name_sort", "pk"))
    kept = seen[: max(0, most - len(net.depths))]
    net.more += len(seen) - len(kept)
    net.names |= titles(access, kept)
    for other in kept:
        net.kinds[other.pk] = other.kind
        net.depths[other.pk] = step
        net.parents[other.pk] = found[other.pk]
    return [other.pk for other in kept]
