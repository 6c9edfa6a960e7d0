"""Who answers for a team, and for a person."""

from __future__ import annotations

from uuid import UUID

from zhike.access.models import Team, User


def head_of(team: UUID | None) -> User | None:
    """The head of a team or of the nearest one above it who is active; None where there is none."""
    return _head(team, besides=None)


def superior_of(user: User) -> User | None:
    """The head of this person's team, or of one above where that is the person."""
    return _head(user.team_id, besides=user.pk)


def teams_upwards(team: UUID | None) -> list[UUID]:
    """A team and those above it, the nearest first."""
    parents = dict(Team.objects.values_list("pk", "parent")) if team else {}
    found: list[UUID] = []
    while team is not None and team not in found:
        found.append(team)
        team = parents.get(team)
    return found


def teams_below(team: UUID) -> set[UUID]:
    """A team with all those below it."""
    found, parents = {team}, dict(Team.objects.values_list("pk", "parent"))
    while more := {one for one, above in parents.items() if above in found} - found:
        found |= more
    return found


def people_below() -> dict[UUID, set[UUID]]:
    """The people of every team with those of the teams below it; teams without any are left out."""
    parents = dict(Team.objects.values_list("pk", "parent"))
    found: dict[UUID, set[UUID]] = {}
    for user, own in User.objects.filter(team__isnull=False).values_list("pk", "team"):
        team, seen = own, set()
        while team is not None and team not in seen:
            seen.add(team)
            found.setdefault(team, set()).add(user)
            team = parents.get(team)
    return found


def _head(team: UUID | None, besides: UUID | None) -> User | None:
    upwards = teams_upwards(team)
    found = {
        one.pk: one.head
        for one in Team.objects.filter(pk__in=upwards, head__is_active=True).select_related("head")
        if one.head_id != besides
    }
    return next((found[one] for one in upwards if one in found), None)
