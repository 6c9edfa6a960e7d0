"""What a request or an approval is about: a record of any type, and the customer behind it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from zhike.ledger.bulk import model_of
from zhike.ledger.models import Record, RecordQuerySet
from zhike.people.models import Party


def record_of(reference: str) -> Any:
    """The record that a reference names; None where there is none (any more)."""
    kind, _colon, id_ = reference.partition(":")
    if not id_:
        return None
    try:
        model: type[Record] = model_of(kind)
        return RecordQuerySet(model).filter(pk=UUID(id_)).first()
    except (KeyError, ValueError):
        return None


def customer_behind(record: Any) -> UUID | None:
    """The customer that a record is, or belongs to."""
    name = "pk" if isinstance(record, Party) else "party_id"
    found: UUID | None = getattr(record, name, None)
    return found
