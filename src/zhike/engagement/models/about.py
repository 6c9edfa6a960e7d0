"""What a request or an approval is about: a record of any type, and the customer behind it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q

from zhike.ledger.bulk import model_of
from zhike.ledger.fields import RecordRef
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


def about(record: Record) -> Q:
    """What is about a record; of a customer, also what is about records of theirs."""
    # Said twice, for the partial index of those that are about anything.
    found = Q(about=RecordRef.to(record)) & ~Q(about="")
    return found | Q(party=record.pk) if isinstance(record, Party) else found


def customer_behind(record: Any) -> UUID | None:
    """The customer that a record is, or belongs to."""
    name = "pk" if isinstance(record, Party) else "party_id"
    found: UUID | None = getattr(record, name, None)
    return found
