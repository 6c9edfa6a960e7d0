"""The navigation: the record types that have pages, and what packages add to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.models import Team
from zhike.access.rights import Access
from zhike.ledger import outbound
from zhike.records import notifying
from zhike.records.models import Company
from zhike.records.resource import all_resources
from zhike.web import guide, outsiders

Allowed = Callable[[Access], bool]
MAIN, WORK, FOOT = "main", "work", "foot"
HOME_KEY = "h"
GROUPS = (
    ("", range(30)),
    (gettext_lazy("Quote to cash"), range(80, 100)),
    (gettext_lazy("Work together"), range(30, 48)),
    (gettext_lazy("Look up"), range(48, 80)),
)
"""The groups of places as they stand on the page, each with its ranks."""


@dataclass(frozen=True)
class Entry:
    """A place in the navigation that is no record type."""

    group: str
    rank: int
    label: str | Promise
    url: str
    icon: str
    allowed: Allowed = lambda access: True
    key: str = ""
    also: Sequence[str] = ()
    """Addresses besides its own that belong to it."""


_entries: list[Entry] = []
_captures: list[tuple[int, str, Allowed]] = []


def register_entry(entry: Entry) -> None:
    """Add a place when apps are ready: `main` with the record types, `foot` at the bottom."""
    _entries.append(entry)


def register_capture(rank: int, url: str, allowed: Allowed) -> None:
    """Say what the plus of the phone's bar opens; the lowest rank that is allowed counts."""
    _captures.append((rank, url, allowed))
    _captures.sort(key=lambda known: known[0])


def destinations(access: Access) -> list[dict[str, Any]]:
    """The record types with pages that the user may read, and what packages add, in their order."""
    return [link for _rank, link in _ranked(access)]


def _ranked(access: Access) -> list[tuple[int, dict[str, Any]]]:
    found: list[tuple[int, dict[str, Any]]] = [
        (r.page_rank, {"label": r.label_plural, "url": f"/{r.name}/", "icon": r.icon})
        for r in all_resources()
        if r.page_rank > 0 and access.can(r.model, "read")
    ]
    found += [(entry.rank, _link(entry)) for entry in _entries
              if entry.group == MAIN and entry.allowed(access)]  # fmt: skip
    return sorted(found, key=lambda known: known[0])


def foot(access: Access) -> list[dict[str, Any]]:
    """What stands at the bottom of the navigation."""
    return [
        _link(entry)
        for entry in sorted(_entries, key=lambda known: known.rank)
        if entry.group == FOOT and entry.allowed(access)
    ]


def _link(entry: Entry) -> dict[str, Any]:
    return {
        "label": entry.label, "url": entry.url, "icon": entry.icon, "key": entry.key,
        "also": entry.also,
    }  # fmt: skip


def shell(request: HttpRequest) -> dict[str, Any]:
    """What the shell draws on every page of somebody who is logged in."""
    access: Access | None = getattr(request, "access", None)
    if access is None:
        return {}
    if access.represents is not None:
        places = outsiders.entries(request.path)
        return {"shell": outsiders.PLAIN_SHELL, "places": places, "company": Company.here().name}
    ranked, last = _ranked(access), foot(access)
    today = {"label": _("Today"), "url": "/", "icon": "today", "key": HOME_KEY}
    groups: list[dict[str, Any]] = [
        {"label": label, "entries": [link for rank, link in ranked if rank in ranks]}
        for label, ranks in GROUPS
    ]
    groups[0]["entries"].insert(0, today)
    links = [link for group in groups for link in group["entries"]]
    _mark(links + last, request.path)
    _give_keys(links)
    groups = [*(g for g in groups if g["entries"]), {"entries": last, "foot": True}]
    captures = (url for _rank, url, allowed in _captures if allowed(access))
    return {
        "shell": outsiders.SHELL,
        "navigation": groups,
        "capture_url": next(captures, ""),
        "help": guide.area_about(request.path),
        "company": Company.here().name,
        # Called by the shell alone: a fragment has no bell and asks nothing.
        "hold": outbound.current_hold if access.everything else None,
        "team": _team(access.number, access.user.team_id) if access.user else "",
        "unread": lambda: notifying.unread(access.user) if access.user else 0,
    }


@lru_cache(maxsize=1000)
def _team(_rights_number: int, team: UUID | None) -> str:
    """What a team is called; each change of one brings a new number."""
    return str(Team.objects.filter(pk=team).first() or "") if team else ""


def _mark(links: list[dict[str, Any]], path: str) -> None:
    """The place one is in: the one that has the longest address with which the page's begins."""
    begins = [
        (len(url), link) for link in links for url in (link["url"], *link.get("also", ()))
        if url == path or (url != "/" and path.startswith(url))
    ]  # fmt: skip
    if begins:
        max(begins, key=lambda known: known[0])[1]["current"] = True


def _give_keys(links: list[dict[str, Any]]) -> None:
    """A letter for `g` and a letter: the first of the address that is free."""
    taken = {link["key"] for link in links if link.get("key")}
    for link in links:
        if not link.get("key"):
            free = (c for c in link["url"] if c.isalpha() and c not in taken)
            link["key"] = next(free, "")
            taken.add(link["key"])
