"""Who is due to be contacted."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from zhike.access.rights import Access
from zhike.engagement.models import Interaction


def calls_due(access: Access) -> QuerySet[Any]:
    """The contacts after which this user promised another for today or before."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    own = access.user.pk if access.user else None
    mine = Interaction.objects.filter(access.condition(Interaction), owner=own)
    return mine.awaiting_contact(today + dt.timedelta(days=1))
