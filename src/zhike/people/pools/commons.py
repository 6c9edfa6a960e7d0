"""How a user stands to pools: from which they claim, which they run, what they see there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db import models

from zhike.access.commons import Commons, register_commons
from zhike.access.heads import teams_upwards
from zhike.access.models import Level, TeamHelp, User
from zhike.people.models import Pool, PoolMember


def memberships(user: User, teams: Iterable[UUID | None]) -> dict[UUID, bool]:
    """The pools of which somebody in these teams is a member, and whether they run it."""
    upwards = {above for team in teams for above in teams_upwards(team)}
    theirs = models.Q(user=user.pk) | models.Q(team__in=upwards)
    found: dict[UUID, bool] = {}
    rows = PoolMember.objects.filter(theirs).values_list("pool", "runs_it")
    for pool, runs_it in rows:
        found[pool] = found.get(pool, False) or runs_it
    return found


def commons_of(user: User) -> dict[str, Commons]:
    """The pools in which this user sees what lies there, by its kind."""
    helping = TeamHelp.objects.filter(user=user).values_list("team", flat=True)
    mine = memberships(user, [user.team_id, *helping])
    if not mine:
        return {}
    by_kind: dict[str, list[Pool]] = defaultdict(list)
    for pool in Pool.objects.filter(pk__in=mine).order_by("pk"):
        by_kind[pool.holds].append(pool)
    return {kind: _commons(pools, mine) for kind, pools in by_kind.items()}


def _commons(pools: list[Pool], mine: dict[UUID, bool]) -> Commons:
    veils: dict[str, dict[UUID, str]] = defaultdict(dict)
    for pool in pools:
        if not mine[pool.pk]:
            levels = dict.fromkeys(pool.masked, Level.MASKED.value)
            for name, level in (levels | dict.fromkeys(pool.hidden, Level.HIDDEN.value)).items():
                veils[name][pool.pk] = level
    return Commons(
        tuple(p.pk for p in pools), tuple(p.pk for p in pools if mine[p.pk]), dict(veils)
    )


register_commons(commons_of)
