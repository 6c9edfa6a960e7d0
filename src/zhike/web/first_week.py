"""The first week: a few real steps for each kind of work, done by doing them.

Packages register their steps. What is done is read from the ledger: nobody ticks anything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from zhike.access.models import User
from zhike.access.rights import Access
from zhike.ledger.models import Change, ChangeSet
from zhike.records.models import FirstWeek
from zhike.web.home import Tile, register_tile
from zhike.web.requests import PageRequest

MOST = 8
EARLIEST = 300
"""The deeds that are looked at: the first of a person, since it is about the first week."""
SMALL = 100
"""A change set of more is no step by hand; what it was called still counts."""

Deed = tuple[str, str]
Allowed = Callable[[Access], bool]


@dataclass(frozen=True)
class Step:
    """Something that one does in the first week, and why; lower ranks come first.

    `done_by` names deeds: (kind of record, verb), or ("", what the change set is called).
    """

    rank: int
    label: str | Promise
    why: str | Promise
    url: str
    done_by: frozenset[Deed]
    allowed: Allowed


_steps: list[Step] = []


def register_step(
    rank: int, label: str | Promise, why: str | Promise, url: str, *done_by: Deed, allowed: Allowed
) -> None:
    """Add a step when apps are ready, for those who are `allowed` to do it."""
    _steps.append(Step(rank, label, why, url, frozenset(done_by), allowed))
    _steps.sort(key=lambda step: step.rank)


def steps_of(access: Access) -> list[Step]:
    """The steps of this person's work, which follow from what the roles allow."""
    return [step for step in _steps if step.allowed(access)][:MOST]


def deeds_of(user: User) -> set[Deed]:
    """What this person did at first, by record type and verb."""
    sets = ChangeSet.objects.filter(actor=user.pk).order_by("at")
    first = list(sets.values_list("pk", "action", "change_count")[:EARLIEST])
    small = [pk for pk, _action, count in first if count <= SMALL]
    changes = Change.objects.filter(change_set__in=small).order_by()
    done = set(changes.values_list("kind", "action").distinct())
    return done | {("", action) for _pk, action, _count in first}


def checklist(access: Access) -> Tile | None:
    """The steps with what is done of them; nothing once all are done or it was put away."""
    user = access.user
    if user is None or FirstWeek.objects.filter(user=user).exists():
        return None
    steps, done = steps_of(access), deeds_of(user)
    rows: list[dict[str, Any]] = [
        {"label": s.label, "why": s.why, "url": s.url, "done": bool(s.done_by & done)}
        for s in steps
    ]
    finished = sum(row["done"] for row in rows)
    if finished == len(rows):
        return None
    # The next step alone says why; the rest would be a wall of words.
    next(row for row in rows if not row["done"])["next"] = True
    data = {"rows": rows, "progress": f"{finished}/{len(rows)}"}
    return Tile("web/tiles/first_week.html", data, side=True)


@require_POST
def put_away(request: PageRequest) -> HttpResponse:
    """Show the checklist no more."""
    FirstWeek.objects.get_or_create(user=request.user)
    return redirect("/")


def _works(access: Access) -> bool:
    return not access.everything


register_step(
    80, _("take one of your changes back"),
    _("Nothing you do here is final: every change has an Undo, today and in a year."),
    "/change-sets/?whose=mine", ("", "undo"), allowed=_works,
)  # fmt: skip
register_step(
    90, _("choose your language and time zone"),
    _("Times on every page and in every notification are then yours."),
    "/preferences/", ("", "preferences"), allowed=lambda access: True,
)  # fmt: skip
register_tile(5, checklist)
