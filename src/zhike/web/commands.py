"""What one can do or where one can go by name: drawn from record types, added to by packages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.records import lanes
from zhike.records.resource import all_resources
from zhike.web.navigation import destinations, foot


@dataclass(frozen=True)
class Command:
    """A verb or a place that the palette finds; `words` are what else it is called."""

    label: str | Promise
    url: str
    icon: str
    allowed: Callable[[Access], bool] = lambda access: True
    words: str | Promise = ""


_actions: list[Command] = []
_places: list[Command] = []


def register_action(command: Command) -> None:
    """Add something that one can do when apps are ready."""
    _actions.append(command)


def register_place(command: Command) -> None:
    """Add a page that stands in no navigation when apps are ready."""
    _places.append(command)


def actions(access: Access) -> Iterator[Command]:
    """What this user can begin: a new record of each type, and what packages add."""
    for resource in all_resources():
        if resource.page_rank > 0 and access.can(resource.model, "create"):
            label = _("New %(record)s") % {"record": resource.label}
            yield Command(label, f"/{resource.name}/new/", "plus", words=_("create add enter"))
    yield from (command for command in _actions if command.allowed(access))


def places(access: Access) -> Iterator[Command]:
    """Where this user can go."""
    for link in (*destinations(access), *foot(access)):
        yield Command(link["label"], link["url"], link["icon"])
    for resource in all_resources():
        if resource.page_rank and lanes.usual(resource, access):
            label = f"{resource.label_plural} · {_('Board')}"
            yield Command(label, f"/{resource.name}/board/", "board")
    yield from (command for command in _places if command.allowed(access))
