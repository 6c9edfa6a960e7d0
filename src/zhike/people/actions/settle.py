"""Settle: somebody decides which of two values holds; the record and the conflict say so."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.utils import timezone

from zhike.access.rights import Access, Denied
from zhike.people.models import ContactPoint, Party, ValueConflict
from zhike.people.rules.completeness import POINTS
from zhike.records import saving
from zhike.records.history import by_column
from zhike.records.resource import resource_for

Outcome = ValueConflict.Outcome


def settle(access: Access, conflict: ValueConflict, outcome: str) -> Any:
    """Keep what stands, take the other value, or (of contact points) keep both.

    Returns the id of the change set. Raises Denied, Invalid or Duplicate, then writes nothing.
    """
    with transaction.atomic(), access.change_set("settle") as opened:
        party = saving.locked(resource_for(Party), access, conflict.party_id, "update")
        # First the conflict, so that the change of the value finds it settled.
        conflict.outcome = outcome
        conflict.decided_by, conflict.decided_at = access.user, timezone.now()
        conflict.save()
        if conflict.field.startswith(POINTS):
            _require(access, ContactPoint, "value")
            _settle_point(conflict, outcome)
        else:
            _require(access, Party, conflict.field)
            if outcome == Outcome.OTHER:
                _take_other(access, party, conflict)
        return opened.id


def _require(access: Access, model: Any, column: str) -> None:
    """Raise Denied unless the user may write the field."""
    spec = by_column(resource_for(model), access).get(column)
    if spec is None or not spec.writable:
        raise Denied(model.record_type, "update", column)


def _take_other(access: Access, party: Party, conflict: ValueConflict) -> None:
    spec = by_column(resource_for(Party), access)[conflict.field]
    value = conflict.other
    raw = spec.kind.json(spec, spec.load(value)) if spec.is_custom else value
    saving.change(resource_for(Party), access, party.pk, {spec.name: raw})


def _settle_point(conflict: ValueConflict, outcome: str) -> None:
    """Leave the contact points that hold what was decided."""
    standing, other = _point(conflict.standing_part), _point(conflict.other_part)
    if outcome == Outcome.STANDING and other is not None:
        other.delete()
    if outcome != Outcome.OTHER and standing is None:
        _make(conflict, conflict.standing)
    if outcome == Outcome.OTHER and standing is not None:
        if other is None:
            standing.value = str(conflict.other)
            standing.status = ContactPoint.Status.UNKNOWN
            standing.save()
        else:
            standing.delete()
    elif outcome != Outcome.STANDING and other is None:
        _make(conflict, conflict.other)


def _point(id_: Any) -> ContactPoint | None:
    return models.QuerySet[Any](ContactPoint).filter(pk=id_).first() if id_ else None


def _make(conflict: ValueConflict, value: Any) -> None:
    type_ = conflict.field.removeprefix(POINTS)
    ContactPoint(party_id=conflict.party_id, type=type_, value=str(value)).save()
