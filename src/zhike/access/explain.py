"""Why can she see this? Who has access to one record, and by which right."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhike.access.granted import NAMED
from zhike.access.models import Collaborator, Scope, User
from zhike.access.rights import Access, access_of
from zhike.ledger.models import Record

LISTED = 200


@dataclass(frozen=True)
class Reason:
    """One user's access to one record: the verbs, and the right that gives them."""

    user: UUID
    name: str
    verbs: tuple[str, ...]
    why: str | Promise
    until: dt.date | None = None


def explain(access: Access, record: Record) -> list[Reason]:
    """Everybody who can see the record and why, for one who can see it; at most 200 people."""
    found = []
    today = timezone.localdate()
    shared = {
        c.user_id: c
        for c in Collaborator.objects.filter(about_id=record.pk).filter(
            Q(until__isnull=True) | Q(until__gte=today)
        )
    }
    for user in User.objects.colleagues().filter(is_active=True).order_by("name_sort")[:LISTED]:
        theirs = access_of(user, access.door)
        verbs = tuple(v for v in ("read", "update", "delete") if _may(theirs, record, v))
        if verbs:
            collaborator = shared.get(user.pk)
            until = collaborator.until if collaborator else None
            found.append(Reason(user.pk, user.name, verbs, _why(theirs, record, user), until))
    return found


def _may(access: Access, record: Record, verb: str) -> bool:
    model = type(record)
    if access.scope(model, verb) is None:
        return False
    if access.scope(model, verb) == Scope.ALL:
        return True
    return access.rows(model, verb).filter(pk=record.pk).exists()


def _why(access: Access, record: Record, user: User) -> str | Promise:
    if access.everything:
        return _("is an administrator")
    owner = getattr(record, "owner_id", None)
    if owner == user.pk:
        return _("owns it")
    if record.pk in access.shared.get(record.record_type, {}):
        return _("is a collaborator on it")
    scope = access.scope(type(record), "read")
    if scope == Scope.ALL:
        return _("has a role that sees all of these")
    if scope == NAMED:
        return _("is named in it, or sees the record that it belongs to")
    if getattr(type(record), "scoped_by", ()):
        return _("sees the record that it belongs to")
    if scope == Scope.BELOW:
        return _("has a role that sees the team and the teams below")
    return _("has a role that sees the team's")
