"""To whom a task goes: the customer's owner, who stands in, or whoever answers for the customer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from uuid import UUID

from zhike.access.heads import head_of
from zhike.access.models import User
from zhike.people.models import Party, PoolMember
from zhike.records.absences import stands_in


class Addressing:
    """Finds for many customers who is told, asking once for each owner, team and pool."""

    def __init__(self, now: dt.datetime) -> None:
        """Who is there at this moment."""
        self.now = now
        self._known: dict[tuple[UUID | None, UUID | None, UUID | None], User | None] = {}

    def of(self, party: Party) -> User | None:
        """The owner or their deputy; of a customer of nobody the head of its team or pool."""
        key = party.owner_id, party.team_id, party.pool_id
        if key not in self._known:
            ways = (stands_in(user, self.now) for user in self._ways(party))
            self._known[key] = next((user for user in ways if user is not None), None)
        return self._known[key]

    def _ways(self, party: Party) -> Iterator[User]:
        if party.owner is not None:
            yield party.owner
        teams = [party.owner.team_id if party.owner is not None else party.team_id]
        members = PoolMember.objects.filter(pool=party.pool_id) if party.pool_id else ()
        for member in sorted(members, key=lambda one: (not one.runs_it, one.pk)):
            if member.user is not None and member.runs_it:
                yield member.user
            teams.append(member.team_id)
        for team in teams:
            if (head := head_of(team)) is not None:
                yield head
