"""The one order of locks: what records hang on comes before them, and that in the order of ids.

Whoever writes a payment, an instalment or a document counts for its customer, too. If one locked
the customer first and another one last, they would wait for each other.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import connection, models

from zhike.ledger.models.record import Part, Record, field_of, root_of


def lock_ahead(model: type[Record], ids: Collection[UUID]) -> None:
    """Lock what is locked before these records (`locked_after`); within a transaction.

    What points at it may still be written: it stays there, whatever is written of it.
    """
    root = root_of(model) if issubclass(model, Part) else model
    name = root.locked_after
    if not name or not connection.features.has_select_for_update:
        return
    path = f"{model.part_of}__{name}" if issubclass(model, Part) else name
    above = models.QuerySet[Any](model).filter(pk__in=ids).values(path)
    rows = models.QuerySet[Any](field_of(root, name).related_model)
    rows = rows.select_for_update(of=("self",), no_key=True).filter(pk__in=above)
    list(rows.order_by("pk").values_list("pk"))
