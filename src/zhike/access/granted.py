"""What a user's roles grant, and whose records that reaches: read once, as plain values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from zhike.access.models.role import FieldRight, Grant, Level, Scope
from zhike.access.models.user import Team, TeamHelp, User

NAMED = "named"
"""The narrowest reach, which a model gives to everyone: the records in which one is named."""
WIDTH = {NAMED: 0, Scope.OWN: 1, Scope.TEAM: 2, Scope.BELOW: 3, Scope.ALL: 4}
ADMINISTER = "administer"
_LEVELS: list[str] = [Level.HIDDEN, Level.MASKED, Level.READ, Level.WRITE]


def scopes_of(roles: list[UUID]) -> Scopes:
    """The widest scope that any role grants, less what any role denies; `*` is spelt out lazily."""
    scopes: dict[tuple[str, str], str] = {}
    denied = []
    for grant in Grant.objects.filter(role__in=roles):
        key = (grant.resource, grant.verb)
        if grant.is_denied:
            denied.append(key)
        elif WIDTH[grant.scope] > WIDTH.get(scopes.get(key, ""), 0):
            scopes[key] = grant.scope
    return Scopes(scopes, denied)


class Scopes(dict[tuple[str, str], str]):
    """Granted scopes by (kind, verb), where a grant or a denial may say `*`."""

    def __init__(
        self, granted: dict[tuple[str, str], str], denied: Iterable[tuple[str, str]]
    ) -> None:
        """Keep grants and denials as they were written."""
        super().__init__(granted)
        self._denied = set(denied)

    def get(self, key: tuple[str, str], default: Any = None) -> Any:
        """The widest of the grants that fit, or None."""
        kind, verb = key
        fits = [(kind, verb), ("*", verb)]
        if verb != ADMINISTER:
            fits += [(kind, "*"), ("*", "*")]
        if any(fit in self._denied for fit in fits):
            return default
        found = [self[fit] for fit in fits if fit in self]
        return max(found, key=lambda scope: WIDTH[scope]) if found else default


def height(level: str) -> int:
    """How much a level allows, to compare it by."""
    return _LEVELS.index(level)


def levels_of(roles: list[UUID]) -> dict[tuple[str, str], str]:
    """The widest level over the roles (a role that says nothing of a field allows it)."""
    stated: dict[tuple[str, str], list[str]] = defaultdict(list)
    denied: dict[tuple[str, str], str] = {}
    for right in FieldRight.objects.filter(role__in=roles):
        key = (right.resource, right.field)
        if right.is_denied:
            denied[key] = min(right.level, denied.get(key, right.level), key=height)
        else:
            stated[key].append(right.level)
    found = {
        key: max(levels, key=height) for key, levels in stated.items() if len(levels) == len(roles)
    }
    for key, level in denied.items():
        found[key] = min(level, found.get(key, level), key=height)
    return found


def reach_of(user: User) -> tuple[dict[str, list[UUID]], dict[str, list[UUID]]]:
    """Whose records each scope reaches: owners, and teams."""
    helping = TeamHelp.objects.filter(user=user).values_list("team", flat=True)
    teams = {t for t in [user.team_id, *helping] if t}
    below = set(teams)
    children: dict[UUID | None, list[UUID]] = defaultdict(list)
    speaks_for = set(teams)
    for pk, parent, head in Team.objects.values_list("pk", "parent", "head"):
        children[parent].append(pk)
        if head == user.pk:
            speaks_for.add(pk)
    waiting = list(teams)
    while waiting:
        for child in children[waiting.pop()]:
            if child not in below:
                below.add(child)
                waiting.append(child)
    reached: dict[str, list[UUID]] = {
        NAMED: sorted(speaks_for), Scope.OWN: [], Scope.TEAM: sorted(teams),
        Scope.BELOW: sorted(below),
    }  # fmt: skip
    colleagues: dict[UUID, list[UUID]] = defaultdict(list)
    for pk, team in User.objects.filter(team__in=below).values_list("pk", "team"):
        colleagues[team].append(pk)
    owners: dict[str, list[UUID]] = {
        Scope.OWN: [user.pk],
        Scope.TEAM: sorted({user.pk, *(u for t in teams for u in colleagues[t])}),
        Scope.BELOW: sorted({user.pk, *(u for t in below for u in colleagues[t])}),
    }
    return owners, reached
