"""Deals keep a lead or a customer with its owner."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from zhike.people.pools.clocks import Facts, register_clock
from zhike.sales.models import Opportunity


def deals(kind: str, ids: Collection[UUID], facts: Facts) -> None:
    """Those of which a deal is open or won, and those of which one is won."""
    lost = Opportunity.objects.filter(**{f"{kind}__in": ids}).exclude(stage__kind="lost")
    for id_, stage in lost.order_by().values_list(kind, "stage__kind").distinct():
        facts.deals.add(id_)
        if stage == "won":
            facts.wins.add(id_)


register_clock(Opportunity.record_type, deals)
