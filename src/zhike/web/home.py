"""The first page: tiles that the packages register, in the order of their ranks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.ledger.models import ChangeSet
from zhike.ledger.undoable import undone_sets
from zhike.web.change_sets import state_of, subjects, title_of
from zhike.web.dates import day_text, moment_text
from zhike.web.navigation import destinations
from zhike.web.requests import PageRequest

RECENT = 8


@dataclass(frozen=True)
class Tile:
    """A block of the first page: a template that finds what it shows as `data`.

    `side` puts it into the narrow column.
    """

    template: str
    data: Mapping[str, Any] = field(default_factory=dict)
    side: bool = False


Draw = Callable[[Access], Tile | None]
_tiles: list[tuple[int, Draw]] = []


def register_tile(rank: int, draw: Draw) -> None:
    """Add a tile when apps are ready; `draw` is None for users to whom it says nothing."""
    _tiles.append((rank, draw))
    _tiles.sort(key=lambda known: known[0])


def home_page(request: PageRequest) -> HttpResponse:
    """What this user has to look at today."""
    tiles = [tile for _rank, draw in _tiles if (tile := draw(request.access)) is not None]
    main = [tile for tile in tiles if not tile.side]
    context = {
        "today": day_text(timezone.localdate()),
        "main_tiles": main or [starting_points(request.access)],
        "side_tiles": [tile for tile in tiles if tile.side],
    }
    return render(request, "web/home.html", context)


def recent_changes(access: Access) -> Tile | None:
    """What this user did last, with the way back."""
    if access.user is None:
        return None
    found = list(ChangeSet.objects.filter(actor=access.user.pk).order_by("-at")[:RECENT])
    undone, about = undone_sets(found), subjects(access, found)
    rows = [
        {
            "title": title_of(change_set),
            "about": about.get(change_set.pk) or change_set.reason,
            "url": f"/change-sets/{change_set.pk}/", "when": moment_text(change_set.at),
            "count": change_set.change_count, "state": state_of(change_set, undone),
        }
        for change_set in found
    ]  # fmt: skip
    return Tile("web/tiles/recent.html", {"rows": rows}, side=True)


def starting_points(access: Access) -> Tile:
    """Where the records are, for those to whom no tile says anything yet."""
    places = [place for place in destinations(access) if place["url"] != "/"]
    if not places:
        text = _("An administrator has given you no role yet; ask for one.")
        return Tile("web/tiles/nothing.html", {"text": text})
    return Tile("web/tiles/places.html", {"places": places})


register_tile(900, recent_changes)
