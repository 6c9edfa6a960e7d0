"""Contacts keep a lead or a customer with its owner."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from zhike.engagement.models import Interaction
from zhike.people.pools.clocks import Facts, register_clock
from zhike.people.pools.responding import register_answer


def contacts(kind: str, ids: Collection[UUID], facts: Facts) -> None:
    """The latest interaction of each that lies behind us."""
    behind = Interaction.objects.filter(**{f"{kind}__in": ids}, at__lte=timezone.now())
    facts.contacts |= dict(behind.order_by().values_list(kind).annotate(Max("at")))


register_answer(Interaction.record_type)
register_clock(Interaction.record_type, contacts)
