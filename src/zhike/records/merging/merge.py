"""Merge: one record goes into another with everything that hangs on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import QuerySet

from zhike.base.ids import uuid7
from zhike.ledger.actions import NotNow
from zhike.ledger.current import current
from zhike.ledger.models import Part, Record
from zhike.ledger.models.record import all_fields, field_of, ledger_fields
from zhike.ledger.undo import part_models
from zhike.records.merging.references import Reference, references
from zhike.records.merging.uniting import put, unite, value_of
from zhike.records.models import Merge
from zhike.records.resource import MERGE, resource_for


def merge(survivor: Any, loser: Any, values: Mapping[str, Any] | None = None) -> Merge:
    """Let the loser go into the survivor; within an open change set.

    `values`: what the survivor shall hold, by field (custom ones as `custom.…`); of the others it
    keeps its own, and takes the loser's where it has none. Raises NotNow where one of the two is
    gone (somebody else was quicker) or both are the same.
    """
    opened = current()
    opened.flush()
    survivor, loser = _locked(survivor, loser)
    row = Merge(kind=survivor.record_type, survivor=survivor.pk, loser=loser.pk)
    row.save()
    moved: Counter[str] = Counter()
    with opened.naming(survivor.root_key, MERGE), opened.naming(loser.root_key, MERGE):
        row.sources = _absorb(survivor, loser, values or {}, moved)
    row.moved, row.size = dict(moved), opened.waiting
    row.save()
    opened.flush()
    return row


def _locked(survivor: Record, loser: Record) -> tuple[Any, Any]:
    """Both as they are now, locked in one order, so that two who merge do not wait crosswise."""
    if type(survivor) is not type(loser) or survivor.pk == loser.pk:
        raise NotNow(MERGE)
    both = QuerySet[Any](type(survivor)).select_for_update().order_by("pk")
    found = {record.pk: record for record in both.filter(pk__in=(survivor.pk, loser.pk))}
    if len(found) < 2:
        raise NotNow(MERGE)
    return found[survivor.pk], found[loser.pk]


def _absorb(
    survivor: Any, loser: Any, values: Mapping[str, Any], moved: Counter[str]
) -> dict[str, str]:
    """Move what points at the loser, delete it, and give the survivor its values and parts.

    In this order, so that undo, which goes backwards, brings back what is pointed at first.
    """
    for reference in references(type(survivor)):
        _move(reference, survivor, loser, moved)
    incoming = _parts(survivor, loser)
    name = str(loser)
    loser.delete(action=MERGE)
    sources = unite(survivor, loser, values)
    _keep_name(survivor, name, values)
    survivor.save()
    ids = {gone.pk: kept.pk if kept else uuid7() for kept, gone in incoming}
    for kept, gone in incoming:
        if kept is None:
            take_over(survivor, gone, ids)
            moved[gone.record_type] += 1
        else:
            unite(kept, gone, {kept.part_of: survivor.pk})
            kept.save()
    return sources


def _keep_name(survivor: Any, name: str, values: Mapping[str, Any]) -> None:
    """The loser stays findable by its name."""
    field = resource_for(type(survivor)).former_names if _is_shown(survivor) else ""
    known = getattr(survivor, field) if field else []
    if field and field not in values and name not in (str(survivor), *known):
        setattr(survivor, field, [*known, name])


def _is_shown(record: Record) -> bool:
    try:
        resource_for(type(record))
    except KeyError:
        return False
    return True


def _move(reference: Reference, survivor: Any, loser: Any, moved: Counter[str]) -> None:
    """Let those who point at the loser point at the survivor; who then says the same twice unites.

    A record that would tie the survivor to itself goes with the loser.
    """
    waiting = list(reference.pointing(loser).order_by("pk"))
    twins = _Twins(reference, survivor) if waiting else None
    for other in waiting:
        if other.pk == loser.pk:
            continue
        if other.pk == survivor.pk:
            reference.point(survivor, loser, None)
            continue
        reference.point(other, loser, survivor)
        twin = twins.of(other) if twins else None
        is_to_itself = _is_to_itself(other)
        if twin is None and not is_to_itself:
            other.save()
            moved[other.record_type] += 1
            continue
        reference.point(other, survivor, loser)
        if twin is None:
            other.delete()
        else:
            _absorb(twin, other, {reference.field: value_of(twin, reference.field)}, Counter())


def _is_to_itself(other: Any) -> bool:
    """Whether the record's own rules say that nobody is tied so to themselves."""
    rules = other.problems() if hasattr(other, "problems") else ()
    return any(error.code == "self" for _, error in rules)


class _Twins:
    """The records that say of the survivor already what another says of the loser."""

    def __init__(self, reference: Reference, survivor: Record) -> None:
        self.keys = _unique_keys(reference)
        rows = reference.pointing(survivor) if self.keys else ()
        self.known = {(names, _key(row, names)): row for row in rows for names in self.keys}

    def of(self, other: Any) -> Any:
        """The one that is the same, once both point at the survivor."""
        found = (self.known.get((names, _key(other, names))) for names in self.keys)
        return next((twin for twin in found if twin is not None and twin.pk != other.pk), None)


def _unique_keys(reference: Reference) -> list[tuple[str, ...]]:
    """The fields that must not be the same twice; a part must not be so in all of them."""
    model = reference.model
    keys = [
        tuple(constraint.fields)
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and reference.field in constraint.fields
    ]
    if issubclass(model, Part):
        keys.append(tuple(field.name for field in ledger_fields(model)))
    return keys


def _key(record: Any, names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(str(value_of(record, name)) for name in names)


def _parts(survivor: Any, loser: Any) -> list[tuple[Any, Any]]:
    """The loser's parts, each with the survivor's that is the same, or None."""
    found: list[tuple[Any, Any]] = []
    for model in part_models(type(loser)):
        own = model.same_by or tuple(
            f.name for f in ledger_fields(model) if f.name != model.part_of
        )
        rows = QuerySet[Any](model)
        known = {_key(p, own): p for p in rows.filter(**{model.part_of: survivor.pk})}
        theirs = rows.filter(**{model.part_of: loser.pk}).order_by("pk")
        found += [(known.get(_key(part, own)), part) for part in theirs]
    return found


def take_over(survivor: Any, part: Any, ids: Mapping[UUID, UUID] = MappingProxyType({})) -> None:
    """The survivor gets a part like the loser's; the loser's own stays with it in the ledger.

    `ids`: what becomes of the parts that are taken over with it, of which it may speak.
    """
    model: type[Part] = type(part)
    root = field_of(model, model.part_of).attname
    values = {f.attname: getattr(part, f.attname) for f in all_fields(model)}
    spoken = {n: ids[v] for n, v in values.items() if isinstance(v, UUID) and v in ids}
    copy = model(**(values | spoken | {"id": ids.get(part.pk) or uuid7(), root: survivor.pk}))
    copy.settle_among(QuerySet[Any](model).filter(**{root: survivor.pk}))
    put(copy, model.part_of, survivor.pk)
    copy.save()
