"""The teams as the tree that they are."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from zhike.access.models import Team, User
from zhike.web.requests import PageRequest, resource_or_404

SHOWN = 12


def tree_page(request: PageRequest) -> HttpResponse:
    """Every team within its own, with who works there; three queries, however many teams."""
    resource_or_404(request, "teams")
    teams: dict[UUID | None, list[Team]] = defaultdict(list)
    for team in Team.objects.order_by("name_sort", "id"):
        teams[team.parent_id].append(team)
    people: dict[UUID | None, list[User]] = defaultdict(list)
    for user in User.objects.colleagues().filter(is_active=True).order_by("name_sort"):
        people[user.team_id].append(user)
    context = {
        "roots": [_node(team, teams, people) for team in teams[None]],
        "without": [str(user) for user in people[None]],
        "can_create": request.access.can(Team, "create"),
    }
    return render(request, "administration/teams.html", context)


def _node(team: Team, teams: Any, people: Any) -> dict[str, Any]:
    below = [_node(child, teams, people) for child in teams[team.pk]]
    members = people[team.pk]
    return {
        "name": team.name, "url": f"/teams/{team.pk}/", "below": below,
        "members": [{"name": str(u), "url": f"/users/{u.pk}/"} for u in members[:SHOWN]],
        "more": max(0, len(members) - SHOWN),
        "count": len(members) + sum(node["count"] for node in below),
        "add_url": f"/teams/new/?parent={team.pk}",
    }  # fmt: skip
