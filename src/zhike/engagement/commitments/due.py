"""Which promises fall due: for the list of today."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.engagement.models import Commitment

MOST = 20
AHEAD = dt.timedelta(days=3)


@dataclass(frozen=True)
class DueRow:
    """A record that asks for something today, why, and since or until when."""

    record: Any
    why: str
    due: dt.datetime


def due_for(access: Access, now: dt.datetime) -> list[DueRow]:
    """The promises that this user must keep and that are late or due within days."""
    if access.user is None or not access.can(Commitment, "read"):
        return []
    mine = access.rows(Commitment).filter(
        owner=access.user.pk, status=Commitment.Status.OPEN, due_at__lt=now + AHEAD
    )
    late, soon = _("promised, and late"), _("promised")
    found = mine.select_related("party").order_by("due_at", "pk")[:MOST]
    return [DueRow(row, late if row.due_at < now else soon, row.due_at) for row in found]
