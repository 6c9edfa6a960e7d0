"""Who is away, and who stands in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from zhike.access.models import User
from zhike.records.models import Absence


def absent(users: Iterable[UUID], at: dt.datetime) -> dict[UUID, UUID | None]:
    """Of these users those who are away at a moment, each with the deputy, if one is named."""
    found = Absence.objects.filter(user__in=list(users), starts_at__lte=at, ends_at__gt=at)
    return dict(found.order_by("ends_at").values_list("user", "deputy"))


def stands_in(user: User, at: dt.datetime) -> User | None:
    """Who does this person's work: the person, or the first deputy on the way who is there.

    None where the last of them is away without a deputy, or has left.
    """
    seen: set[UUID] = set()
    current: User | None = user
    while current is not None and current.pk not in seen:
        seen.add(current.pk)
        away = absent([current.pk], at)
        if current.pk not in away:
            return current if current.is_active else None
        deputy = away[current.pk]
        current = User.objects.get(pk=deputy) if deputy else None
    return None
