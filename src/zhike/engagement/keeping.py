"""Contacts keep a lead or a customer with its owner, answer a lead and raise its score."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from zhike.engagement.models import Interaction
from zhike.people.pools.clocks import Facts, register_clock
from zhike.people.pools.responding import register_answer
from zhike.people.scoring import register_contacts


def contacts(kind: str, ids: Collection[UUID], facts: Facts) -> None:
    """The latest interaction of each that lies behind us."""
    behind = Interaction.objects.filter(**{f"{kind}__in": ids}, at__lte=timezone.now())
    facts.contacts |= dict(behind.order_by().values_list(kind).annotate(Max("at")))


def moments(leads: Collection[UUID]) -> dict[UUID, list[dt.datetime]]:
    """When there were contacts with each lead within a year."""
    now = timezone.now()
    year = Interaction.objects.filter(
        lead__in=leads, at__lte=now, at__gt=now - dt.timedelta(days=365)
    )
    found: dict[UUID, list[dt.datetime]] = defaultdict(list)
    for lead, at in year.values_list("lead", "at"):
        found[lead].append(at)
    return found


register_contacts(moments)
register_answer(Interaction.record_type)
register_clock(Interaction.record_type, contacts)
