"""Merging and un-merging as a user: with the rights to both records, from any door."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from zhike.access.models import Level
from zhike.access.rights import Access
from zhike.ledger.actions import NotNow
from zhike.ledger.bulk import model_of
from zhike.ledger.models import Change, ChangeSet
from zhike.ledger.undo import everything
from zhike.records import saving, taking
from zhike.records.errors import Duplicate, FieldError, Invalid, say
from zhike.records.fieldspec import FieldSpec
from zhike.records.merging.merge import merge
from zhike.records.merging.since import Since, since, written
from zhike.records.merging.uniting import put
from zhike.records.merging.unmerge import UNMERGE, unmerge
from zhike.records.models import Merge
from zhike.records.resource import MERGE, Resource, resource_for, resource_of_kind

Permit = Callable[[str, list[UUID], int], set[UUID]]


def merge_all(
    resource: Resource, access: Access, survivor: UUID, losers: Sequence[UUID],
    values: Mapping[str, Any],
) -> Any:  # fmt: skip
    """Let the losers go into the survivor; `values` by the fields' names in the ledger.

    Raises Denied, NotNow, Invalid, Duplicate or DoesNotExist, then nothing was written.
    """
    if not resource.mergeable or not losers or survivor in losers:
        raise NotNow(MERGE)
    try:
        with transaction.atomic():
            ids = sorted({survivor, *losers})
            found = {id_: saving.locked(resource, access, id_, MERGE) for id_ in ids}
            _check(found[survivor], values)
            with access.change_set(MERGE) as opened:
                for loser in losers:
                    merge(found[survivor], found[loser], values)
            record: Any = resource.model.objects.get(pk=survivor)
            record.change_set_id = opened.id
    except IntegrityError:
        raise Duplicate("", None) from None
    return record


def _check(survivor: Any, values: Mapping[str, Any]) -> None:
    """The survivor's own rules about what it is to hold."""
    for name, value in values.items():
        put(survivor, name, value)
    rules = survivor.problems() if hasattr(survivor, "problems") else ()
    errors = [FieldError(name, say(error)) for name, error in rules]
    if errors:
        raise Invalid(*errors)


def parsed(resource: Resource, access: Access, raw: Mapping[str, Any]) -> dict[str, Any]:
    """What a program wants the survivor to hold, by the fields' names in the ledger."""
    specs, values, errors = resource.specs(access), {}, []
    for name, value in raw.items():
        spec = specs.get(name)
        if spec is None or spec.level != Level.WRITE or not spec.writable:
            errors.append(taking.refusal(name, known=spec is not None))
        else:
            read = taking.parsed(spec, access, value, errors)
            values[spec.column] = spec.store(read) if spec.is_custom else read
    if errors:
        raise Invalid(*errors)
    return values


def take_apart(
    resource: Resource, access: Access, survivor: UUID, row: Merge, to_loser: Collection[str] = ()
) -> Any:  # fmt: skip
    """Take a merge back; raises as `merge_all`."""
    with transaction.atomic():
        record = saving.locked(resource, access, survivor, MERGE)
        if row.survivor != record.pk:
            raise NotNow(UNMERGE)
        with access.change_set(UNMERGE) as opened:
            unmerge(row, to_loser)
        record.change_set_id = opened.id
    return record


def to_give(access: Access, row: Merge) -> list[Since]:
    """What came since a merge and a person may see and write: theirs to give to the loser."""
    return [item for item in since(row, written(row)) if _is_theirs(access, item)]


def _is_theirs(access: Access, item: Since) -> bool:
    try:
        resource_for(type(item.record))
    except KeyError:
        return False
    if item.field:
        spec = field_given(access, item)
        return spec is not None and spec.writable
    return access.reaches(item.record, "update")


def field_given(access: Access, item: Since) -> FieldSpec | None:
    """The field that was changed since, as the reader sees it."""
    specs = resource_for(type(item.record)).specs(access).values()
    return next((spec for spec in specs if spec.column == item.field), None)


def merges_into(record: Any) -> list[tuple[Merge, Change]]:
    """What went into a record, the latest first, each with the loser's deletion."""
    rows = {row.loser: row for row in Merge.objects.filter(survivor=record.pk)}
    if not rows:
        return []
    deleted = Change.objects.filter(
        kind=record.record_type, record__in=list(rows), operation=Change.Operation.DELETE
    )
    latest = {c.record: c for c in deleted.select_related("change_set").order_by("seq")}
    return [(rows[id_], latest[id_]) for id_ in sorted(latest, key=lambda i: -latest[i].seq)]


def permit_of(access: Access, change_set: ChangeSet) -> Permit | None:
    """The permit to take back a merge, or an un-merge: who may merge the records may do it whole.

    None for any other set, and for whoever may not.
    """
    if change_set.action not in (MERGE, UNMERGE):
        return None
    touched = Change.objects.filter(change_set=change_set, kind=Merge.record_type)
    wanted: dict[str, set[UUID]] = {}
    for fields in (change.content["f"] for change in touched if change.diff):
        kind, survivor = (next(v for v in fields[name] if v) for name in ("kind", "survivor"))
        wanted.setdefault(kind, set()).add(UUID(survivor))
    for kind, ids in wanted.items():
        if not _may(access, kind, ids):
            return None
    return everything if wanted else None


def _may(access: Access, kind: str, ids: set[UUID]) -> bool:
    try:
        resource_of_kind(kind)
    except KeyError:
        return False
    return access.rows(model_of(kind), MERGE).filter(pk__in=ids).count() == len(ids)
