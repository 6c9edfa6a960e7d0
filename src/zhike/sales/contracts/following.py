"""What follows when a contract takes effect: its customer is one of ours."""

from __future__ import annotations

from typing import Any

from django.db import models

from zhike.people.models import Party
from zhike.sales.models import Contract
from zhike.sales.models.document import APPROVED
from zhike.sales.models.reasons import register_follower

Lifecycle = Party.Lifecycle
BEFORE = frozenset({"", Lifecycle.IDENTIFIED, Lifecycle.SELECTED, Lifecycle.LAPSED})


def won_the_customer(contract: Contract, _before: str) -> None:
    """Who signs is acquired, unless they are further already."""
    if contract.status != APPROVED:
        return
    rows = models.QuerySet[Any](Party).select_for_update(of=("self",))
    party = rows.filter(pk=contract.party_id, lifecycle__in=BEFORE).first()
    if party is not None:
        party.lifecycle = Lifecycle.ACQUIRED
        party.save()


register_follower(Contract, won_the_customer)
