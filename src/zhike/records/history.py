"""The history of a record: changes in words, as far as the reader may see the fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhike.access.models.role import Level
from zhike.access.rights import Access, in_pools
from zhike.base.errors import BadValue
from zhike.ledger.actions import NEVER, actions_of, undo_of
from zhike.ledger.bulk import model_of
from zhike.ledger.models import Change, Record
from zhike.ledger.models.change_set import ChangeSet
from zhike.ledger.undoable import undone_sets
from zhike.ledger.values import TEXT_KEY
from zhike.ledger.writes import CREATE, DELETE, ERASE, UPDATE, Write
from zhike.records.fieldspec import FieldSpec
from zhike.records.resource import Resource, resource_for, resource_of_kind
from zhike.records.titles import named

PLAIN = {
    CREATE: _("created"), UPDATE: _("changed"), DELETE: _("deleted"), ERASE: _("erased"),
}  # fmt: skip
VERBS: dict[str, str | Promise] = {
    "create": _("created"), "update": _("changed"), "delete": _("deleted"), "erase": _("erased"),
    "undo": _("undone"), "import": _("imported"), "merge": _("merged"),
    "unmerge": _("un-merged"), "hand_over": _("handed over"),
}  # fmt: skip
MORE = "…"


@dataclass(frozen=True)
class FieldLine:
    """One field's change in words."""

    field: str
    label: str | Promise
    before: str
    after: str
    part: str | Promise = ""


@dataclass
class Entry:
    """One change of a record: who did what, through which door, and what it was before."""

    seq: int
    at: dt.datetime
    actor: UUID | None
    actor_name: str
    door: str
    action: str
    label: str | Promise
    reason: str
    change_set: UUID
    operation: int
    can_undo: bool
    is_undone: bool
    undoes: UUID | None = None
    lines: list[FieldLine] = field(default_factory=list)


def history(
    access: Access, resource: Resource, record: UUID, *, before: int | None = None, limit: int = 50
) -> list[Entry]:
    """The record's changes, the latest first, from before this sequence number."""
    changes = Change.objects.filter(record=record, kind=resource.model.record_type)
    if before is not None:
        changes = changes.filter(seq__lt=before)
    return entries(access, list(changes.select_related("change_set").order_by("-seq")[:limit]))


def entries(access: Access, changes: Sequence[Change]) -> list[Entry]:
    """Changes in words; two queries whatever their number, besides names of related records."""
    undone = undone_sets([c.change_set for c in changes])
    writes = [(change, Write.of(change)) for change in changes]
    unveiled(access, [write for _, write in writes])
    names = _names(access, [write for _, write in writes])
    return [_entry(access, change, write, undone, names) for change, write in writes]


def unveiled(access: Access, writes: Sequence[Write]) -> None:
    """Take out of changes what the reader does not see of records in a pool: neither before nor
    after.
    """
    by_kind: dict[str, list[Write]] = {}
    for write in writes:
        if write.kind in access.commons:
            by_kind.setdefault(write.kind, []).append(write)
    for kind, some in by_kind.items():
        model = model_of(kind)
        pools = access.veiled_in(model)
        if not pools:
            continue
        veils = {name: access.veils(model, name) for name in access.commons[kind].veils}
        lying = model.objects.filter(in_pools(pools), pk__in={w.id for w in some})
        where = dict(lying.values_list("pk", "pool"))
        for write in some:
            veiled = {name for name, known in veils.items() if where.get(write.id) in known}
            write.fields = {n: pair for n, pair in write.fields.items() if n not in veiled}
            parts = {part_kind(model, name) for name in veiled}
            write.parts = [part for part in write.parts if part.kind not in parts]


def part_kind(model: type[Record], name: str) -> str:
    """The kind of parts that stand under this name in a record; "" for a field of its own."""
    resource = resource_for(model)
    return resource.part_resources()[name].model.record_type if name in resource.parts else ""


def _entry(
    access: Access, change: Change, write: Write, undone: set[UUID], names: dict[UUID, str]
) -> Entry:
    opened: ChangeSet = change.change_set
    verb = actions_of(model_of(change.kind)).get(change.action)
    label = verb.label if verb else VERBS.get(change.action) or PLAIN[change.operation]
    mine = access.everything or (access.user is not None and opened.actor == access.user.pk)
    return Entry(
        seq=change.seq,
        at=change.at,
        actor=opened.actor,
        actor_name=opened.actor_name,
        door=str(opened.get_door_display()),
        action=change.action,
        label=label,
        reason=opened.reason,
        change_set=opened.pk,
        operation=change.operation,
        can_undo=mine and opened.pk not in undone and opened.state != ChangeSet.State.OPEN
        and change.operation != ERASE and undo_of(model_of(change.kind), change.action) != NEVER,
        is_undone=opened.pk in undone,
        undoes=opened.undoes_id,
        lines=_lines(access, write, names),
    )  # fmt: skip


def _lines(access: Access, write: Write, names: dict[UUID, str]) -> list[FieldLine]:
    lines = []
    for kind, diff, part in _diffs(write):
        try:
            resource = resource_of_kind(kind)
        except KeyError:
            continue
        specs = by_column(resource, access)
        # In the order of the form.
        for name, spec in specs.items():
            if name not in diff or (part and name == resource.model.part_of):  # type: ignore[attr-defined]
                continue
            before, after = diff[name]
            label = resource.label if part else ""
            lines.append(
                FieldLine(
                    spec.name,
                    spec.label,
                    said(spec, before, names),
                    said(spec, after, names),
                    label,
                )
            )
    return lines


def _diffs(write: Write) -> Iterable[tuple[str, Any, bool]]:
    yield write.kind, write.fields, False
    for part in write.parts:
        yield part.kind, part.fields, True


def by_column(resource: Resource, access: Access) -> dict[str, FieldSpec]:
    """The visible fields by the name under which the ledger knows them."""
    return {spec.column: spec for spec in resource.specs(access).values()}


def said(spec: FieldSpec, value: Any, names: dict[UUID, str]) -> str:
    """A ledger value in words; masked where the reader sees the field so."""
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, dict) and TEXT_KEY in value:
        return MORE
    if spec.level == Level.MASKED:
        return spec.masked(value) or ""
    if spec.target is not None:
        return names.get(UUID(str(value)), "")
    try:
        loaded = spec.load(value) if spec.is_custom else spec.parse(value)
        return spec.kind.text(spec, loaded)
    except (BadValue, ValueError, TypeError):
        return str(value)


def _names(access: Access, writes: list[Write]) -> dict[UUID, str]:
    """The names of the records that these changes mention, as far as the reader may see them."""
    wanted: dict[Any, set[UUID]] = {}
    for write in writes:
        for kind, diff, _part in _diffs(write):
            try:
                specs = by_column(resource_of_kind(kind), access)
            except KeyError:
                continue
            for name, pair in diff.items():
                spec = specs.get(name)
                if spec is not None and spec.target is not None:
                    wanted.setdefault(spec.target, set()).update(UUID(v) for v in pair if v)
    names: dict[UUID, str] = {}
    for target, ids in wanted.items():
        names |= named(access, target, ids)
    return names
