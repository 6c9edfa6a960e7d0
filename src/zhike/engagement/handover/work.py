"""What somebody answers for: every record type with owners, and what of it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from zhike.access.models import Level, Owned
from zhike.access.rights import Access
from zhike.engagement.models import (
    Approval,
    Commitment,
    Interaction,
    InternalRequest,
    PublicLink,
    Task,
)
from zhike.people.models import Lead, Party
from zhike.records.listing import bounded_count
from zhike.records.models import SavedView
from zhike.records.resource import Resource, all_resources

PERSONAL: set[type[Owned]] = {SavedView}
"""What is of use to nobody else, and stays with whoever has it."""

MOST = 1000
Continuing = Callable[[], Q]
_continuing: dict[type[Owned], Continuing] = {}


def register_continuing(model: type[Owned], which: Continuing) -> None:
    """Say which records of a type go on; what has ended keeps the name of whoever did it."""
    _continuing[model] = which


def register_personal(model: type[Owned]) -> None:
    """Say that records of a type belong to a person and are never handed over: targets."""
    PERSONAL.add(model)


def resources() -> list[Resource]:
    """Every record type that is handed over: customers first, since the others follow them."""
    owned = [r for r in all_resources() if issubclass(r.model, Owned) and r.model not in PERSONAL]
    return sorted(owned, key=lambda resource: resource.model is not Party)


def held(model: type[Any], user: UUID, *, everything: bool) -> Q:
    """What somebody holds of a record type: what goes on, or all of it."""
    which = _continuing.get(model)
    mine = Q(owner=user)
    return mine if everything or which is None else mine & which()


def reachable(
    access: Access, model: type[Any], user: UUID, *, everything: bool
) -> QuerySet[Any]:  # fmt: skip
    """What of it this reader may give to somebody else."""
    if access.level(model.record_type, "owner") != Level.WRITE:
        return model.objects.none()  # type: ignore[no-any-return]
    return access.rows(model, "update").filter(held(model, user, everything=everything))


def out_of_reach(access: Access, user: UUID) -> int:
    """How much that goes on is left with somebody since this reader may not change it."""
    found = 0
    for resource in resources():
        goes = resource.model.objects.filter(held(resource.model, user, everything=False))
        mine = reachable(access, resource.model, user, everything=False)
        found += goes.exclude(pk__in=mine.values("pk")).order_by().values("pk")[:MOST].count()
    return found


def passes() -> list[tuple[Resource, Q]]:
    """In which order records go over: companies, their people, then what belongs to them."""
    company = Q(kind=Party.Kind.ORGANIZATION)
    first, *others = resources()
    return [(first, company), (first, ~company), *((other, Q()) for other in others)]


@dataclass(frozen=True)
class Holding:
    """How much of one record type somebody holds: what goes over, what has ended."""

    resource: Resource
    goes: int
    is_more: bool
    ended: int


def holdings(access: Access, user: UUID) -> list[Holding]:
    """What this reader may hand over of somebody's work, by record type; those that hold any."""
    found = []
    for resource in resources():
        if not access.can(resource.model, "update"):
            continue
        goes, more = bounded_count(reachable(access, resource.model, user, everything=False))
        every, _more = bounded_count(reachable(access, resource.model, user, everything=True))
        if every:
            found.append(Holding(resource, goes, more, every - goes))
    return found


def holds_any(access: Access, user: UUID) -> bool:
    """Whether anything that goes on is left with somebody, as far as the reader may change it."""
    return any(
        reachable(access, resource.model, user, everything=False).exists()
        for resource in resources() if access.can(resource.model, "update")
    )  # fmt: skip


def _to_come() -> Q:
    """Appointments, and contacts after which another was promised."""
    return Q(next_contact_at__isnull=False) | Q(starts_at__gt=timezone.now())


register_continuing(Interaction, _to_come)
register_continuing(Task, lambda: Q(status=Task.Status.OPEN))
register_continuing(Commitment, lambda: Q(status=Commitment.Status.OPEN))
register_continuing(InternalRequest, lambda: Q(status__in=InternalRequest.WAITING))
register_continuing(PublicLink, lambda: Q(revoked_at=None, expires_at__gt=timezone.now()))
register_continuing(Approval, lambda: Q(status=Approval.Status.OPEN))
register_continuing(Lead, lambda: Q(status__in=Lead.OPEN))
