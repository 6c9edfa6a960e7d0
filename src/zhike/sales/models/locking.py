"""Customers are locked before what they owe, pay and are offered: see `zhike.ledger.locking`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import models

from zhike.people.models import Party


def lock_customer(party: UUID | None) -> None:
    """Let whoever else writes what this customer owes and pays wait until this is written."""
    if party is not None:
        lock_customers([party])


def lock_customers(parties: Iterable[UUID]) -> None:
    """The same of several, in one order."""
    rows = models.QuerySet[Any](Party).select_for_update(of=("self",), no_key=True)
    list(rows.filter(pk__in=parties).order_by("pk").values_list("pk"))
