"""Where each value of a record comes from: read from the ledger, which holds it already."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhike.access.rights import Access
from zhike.ledger.models import Change, Record
from zhike.ledger.models.change_set import ChangeSet, Door
from zhike.ledger.models.record import field_of
from zhike.ledger.writes import Write
from zhike.records.fieldspec import FieldSpec
from zhike.records.resource import Resource, resource_for

HAND, FOLLOW_UP = "web", "follow-up"
LABELS: dict[str, str | Promise] = {HAND: _("entered by hand"), FOLLOW_UP: _("follow-up")}
SHORT, LONGEST = 4, 40
MOST = 2000
"""So many changes of one record are read; what none of them touched is older."""


@dataclass(frozen=True)
class Origin:
    """Where a value comes from: which source, when, and who brought it."""

    source: str
    at: dt.datetime
    actor_name: str
    reason: str
    change_set: UUID
    value: Any = None

    @property
    def label(self) -> str:
        """The source as people call it."""
        return source_label(self.source)


def source_of(row: ChangeSet) -> str:
    """The source that a change set names, else its door."""
    return row.source or row.door


def source_label(source: str) -> str:
    """What people call a source; another system by its name, a short one in capitals (`ERP`)."""
    known = LABELS.get(source) or dict(Door.choices).get(source)
    short = len(source) <= SHORT and source.isascii()
    return str(known or (source.upper() if short else source))


def source_key(text: str) -> str:
    """The one form of a source's name: `ERP` and `erp` are the same."""
    return text.strip().lower()[:LONGEST]


def name_of_part(kind: str, id_: UUID | str) -> str:
    """Under which name the origins of a record have those of its part."""
    return f"{kind}:{id_}"


def origins(kind: str, id_: UUID) -> dict[str, Origin]:
    """The origin of each value of one record, by the ledger's names; one query."""
    return origins_of(kind, [id_])[id_]


def origins_of(kind: str, ids: Collection[UUID]) -> dict[UUID, dict[str, Origin]]:
    """The same for several records: the latest change that brought each value.

    An undo brings back what was: the value keeps the origin that it had.
    """
    changes = Change.objects.filter(record__in=ids, kind=kind).select_related("change_set")
    found: dict[UUID, dict[str, Origin]] = {id_: {} for id_ in ids}
    undone: dict[UUID, dict[str, Any]] = defaultdict(dict)
    for change in changes.order_by("-seq")[: MOST * len(ids)]:
        _note(change, found[change.record], undone[change.record])
    return found


def _note(change: Change, known: dict[str, Origin], undone: dict[str, Any]) -> None:
    opened = change.change_set
    for name, value in _values(Write.of(change)):
        if name in known:
            continue
        if opened.undoes_id is not None:
            undone.setdefault(name, value)
        elif undone.get(name, value) == value:
            known[name] = Origin(
                source_of(opened), change.at, opened.actor_name, opened.reason, opened.pk, value
            )


def _values(write: Write) -> Iterable[tuple[str, Any]]:
    """What a change left in each field and in each part."""
    for name, (_before, after) in write.fields.items():
        yield name, after
    for part in write.parts:
        if "value" in part.fields:
            yield name_of_part(part.kind, part.id), part.fields["value"][1]
        elif part.fields:
            after = {name: pair[1] for name, pair in part.fields.items()}
            yield name_of_part(part.kind, part.id), after


@dataclass(frozen=True)
class Sourced:
    """A value of a record, or of one of its parts, with where it comes from."""

    name: str
    spec: FieldSpec
    record: Any
    resource: Resource
    origin: Origin
    part: str | Promise = ""


def sourced(access: Access, record: Record) -> Iterator[Sourced]:
    """Every value that the reader may see, with its origin: the record's, then its parts'."""
    resource = resource_for(type(record))
    known = origins(record.record_type, record.pk)
    for spec in resource.specs(access).values():
        if spec.veil(record):
            continue
        if spec.column in known and spec.value(record) not in (None, "", [], {}):
            yield Sourced(spec.column, spec, record, resource, known[spec.column])
    for part in resource.part_resources().values():
        value = part.specs(access).get(part.shown_by)
        if value is None:
            continue
        back = field_of(part.model, part.model.part_of).name  # type: ignore[attr-defined]
        for row in access.rows(part.model).filter(**{back: record.pk}).order_by("pk"):
            name = name_of_part(row.record_type, row.pk)
            if name in known:
                yield Sourced(name, value, row, part, known[name], part.label)
