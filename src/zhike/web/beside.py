"""What others did beside a record since its page was drawn: contacts, tasks, files, deals of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from zhike.access.models import User
from zhike.access.rights import Access
from zhike.base.sealing import seal, unseal
from zhike.ledger.bulk import model_of
from zhike.ledger.fields import RecordRef
from zhike.ledger.models import Change, Record
from zhike.records.resource import Resource, all_resources, resource_for
from zhike.records.titles import titles

MOST = 500
TOLD = 3


def mark() -> int:
    """Where the ledger stands: what a page drawn now knows of."""
    return Change.objects.order_by("-seq").values_list("seq", flat=True).first() or 0


def sealed(mark: int) -> str:
    """The mark as it travels: how much others write is nobody's business."""
    return seal(str(mark), settings.SECRET_KEY, "mark") if mark else ""


def opened(text: str) -> int:
    """A mark that has travelled; 0 for none of ours."""
    try:
        return int(unseal(text, settings.SECRET_KEY, "mark"))
    except ValueError:
        return 0


def changed_beside(access: Access, record: Record, since: int) -> list[tuple[Any, Change]]:
    """What was made or changed since by anybody and points at the record, the latest first.

    One query where nothing was; an import of more than `MOST` shows with the next change.
    """
    ways: dict[str, dict[str, Any]] = {}
    for other, way in _ways(access, record):
        ways.setdefault(other.model.record_type, {}).update(way)
    changes = Change.objects.filter(seq__gt=since, kind__in=ways).select_related("change_set")
    latest: dict[tuple[str, UUID], Change] = {}
    for change in changes.defer("diff").order_by("-seq")[:MOST]:
        latest.setdefault((change.kind, change.record), change)
    found: list[tuple[Any, Change]] = []
    for kind in {kind for kind, _id in latest}:
        ids = [id_ for of, id_ in latest if of == kind]
        for column, value in ways[kind].items():
            rows = access.rows(model_of(kind)).filter(pk__in=ids, **{column: value})
            found += [(row, latest[kind, row.pk]) for row in rows]
    return sorted(found, key=lambda pair: pair[1].seq, reverse=True)


def _ways(access: Access, record: Record) -> Iterator[tuple[Resource, dict[str, Any]]]:
    """The record types that can point here, and by which columns that the reader may filter."""
    here = type(record)
    for other in all_resources():
        if other.is_part or other.model is here or not access.can(other.model, "read"):
            continue
        for spec in other.specs(access).values():
            if spec.is_custom or not spec.searchable:
                continue
            if spec.target is here:
                yield other, {spec.column: record.pk}
            elif spec.kind.name == "reference":
                yield other, {spec.column: RecordRef.to(record)}


def told(access: Access, found: list[tuple[Any, Change]]) -> list[str]:
    """Who added or changed what, for the latest things that others did."""
    me = access.user.pk if access.user else None
    others = [(row, change) for row, change in found if change.change_set.actor != me][:TOLD]
    actors = User.objects.in_bulk({change.change_set.actor for _row, change in others} - {None})
    said = []
    for row, change in others:
        actor = actors.get(change.change_set.actor)
        what = f"{resource_for(type(row)).label} · {titles(access, [row])[row.pk]}"
        is_new = change.operation == Change.Operation.CREATE
        text = _("%(who)s added: %(what)s") if is_new else _("%(who)s changed: %(what)s")
        said.append(text % {"who": str(actor or _("Zhike")), "what": what})
    return said
