"""What teams have of their own and what they have from those above, as the tree that they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhike.access.models import Team

Drawn = dict[str, Any]


@dataclass(frozen=True)
class Held:
    """A value that holds for a team: what it says, where it is changed, who set it."""

    text: str
    url: str
    team: UUID | None
    """`None`: the company."""


Held_by = Callable[[Sequence[UUID]], Sequence[Held]]
"""What holds for a team, asked with it and those above it, the nearest first."""


def tree_of(held_by: Held_by, add_url: str) -> list[Drawn]:
    """The company with its teams below it: two queries, however many teams."""
    teams: dict[UUID | None, list[Team]] = defaultdict(list)
    for team in Team.objects.order_by("name_sort", "id"):
        teams[team.parent_id].append(team)
    names: dict[UUID | None, str] = {one.pk: one.name for own in teams.values() for one in own}
    names[None] = _("the whole company")
    drawer = _Drawer(teams, names, held_by, add_url)
    return [drawer.node(None, (), teams[None])]


@dataclass(frozen=True)
class _Drawer:
    """Draws one tree."""

    teams: Mapping[UUID | None, list[Team]]
    names: Mapping[UUID | None, str]
    held_by: Held_by
    add_url: str

    def node(self, team: UUID | None, above: tuple[UUID, ...], below: list[Team]) -> Drawn:
        way = (team, *above) if team is not None else above
        return {
            "name": self.names[team],
            "values": [
                {"text": held.text, "url": held.url if held.team == team else "",
                 "since": "" if held.team == team else self.names[held.team]}
                for held in self.held_by(way)
            ],
            "add_url": f"{self.add_url}?team={team}" if team else self.add_url,
            "below": [self.node(one.pk, way, self.teams.get(one.pk, [])) for one in below],
        }  # fmt: skip
