"""When parties were last in contact, for the duplicate check."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from zhike.engagement.models import Interaction
from zhike.people.duplicates.showing import register_last_contact


def last_contacts(parties: Collection[UUID]) -> dict[UUID, dt.datetime]:
    """The latest interaction of each that lies behind us."""
    behind = Interaction.objects.filter(party__in=parties, at__lte=timezone.now())
    rows = behind.order_by().values_list("party").annotate(Max("at"))
    return {party: timezone.localtime(at) for party, at in rows}


register_last_contact(last_contacts)
