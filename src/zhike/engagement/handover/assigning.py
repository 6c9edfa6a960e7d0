"""To whom each record goes: rules by which somebody's work is shared out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from zhike.people.models import Party, Relationship

ONE, SUPERIOR, EVENLY, REGION, TEAM = "one", "superior", "evenly", "region", "team"
PROVINCE = 2
WITH = (Relationship.Type.WORKS_FOR, Relationship.Type.DECIDES_FOR)
"""How people belong to a customer."""
Home = tuple[UUID | None, str]
"""Whose a record's customer is, and where it is."""


@dataclass(frozen=True)
class Order:
    """How somebody's work is to be handed over, as a job keeps it (ids are texts).

    `people` are those who take it; of a rule by region the first takes what no region names.
    """

    leaver: str
    rule: str
    people: tuple[str, ...] = ()
    regions: Mapping[str, str] = field(default_factory=dict)
    team: str = ""
    everything: bool = False
    note: str = ""


class Shares:
    """Shares out records, a chunk at a time; `turn` counts on where an earlier run broke off."""

    def __init__(self, order: Order, turn: int = 0) -> None:
        """Begin with the first of the people, or whose turn it is."""
        self.order, self.turn = order, turn
        self._people = [UUID(person) for person in order.people]

    def owners(self, records: Sequence[Any]) -> dict[UUID, UUID | None]:
        """To whom each of these goes; None for a team's, which have no owner."""
        homes = self._homes(records)
        return {record.pk: self._owner(record, homes) for record in records}

    def _owner(self, record: Any, homes: Mapping[UUID, Home]) -> UUID | None:
        if self.order.rule == TEAM:
            return None
        owner, region = homes.get(_party_of(record), (None, ""))
        if self.order.rule == REGION:
            place = getattr(record, "region", "") or region
            return UUID(self.order.regions.get(place[:PROVINCE], self.order.people[0]))
        if self.order.rule == EVENLY:
            # What belongs to a customer stays with it, as do its people; customers go by turns.
            if owner in self._people:
                return owner
            self.turn += 1
            return self._people[(self.turn - 1) % len(self._people)]
        return self._people[0]

    def _homes(self, records: Sequence[Any]) -> dict[Any, Home]:
        if self.order.rule not in (REGION, EVENLY):
            return {}
        ids = {_party_of(record) for record in records} - {None}
        rows = Party.objects.filter(pk__in=ids).values_list("pk", "owner", "region")
        found: dict[Any, Home] = {pk: (owner, region) for pk, owner, region in rows}
        people = [r.pk for r in records if isinstance(r, Party) and r.kind == Party.Kind.PERSON]
        if people and self.order.rule == EVENLY:
            ties = Relationship.objects.filter(from_party__in=people, type__in=WITH)
            for person, owner in ties.order_by("-pk").values_list("from_party", "to_party__owner"):
                found[person] = owner, found[person][1]
        return found


def _party_of(record: Any) -> Any:
    """The customer to which a record belongs: itself, or the one that it names."""
    if isinstance(record, Party):
        return record.pk
    return getattr(record, "party_id", None) or getattr(record, "to_party_id", None)
