"""Undo: take a change set back, name what stands in the way, overwrite nothing.

Undo writes a change set of its own, so undoing that one restores what the undo changed. A field
changed since, a record used since, or a right that is missing is a conflict; the rest goes back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import models, transaction

from zhike.ledger import sql
from zhike.ledger.actions import NEVER, undo_of
from zhike.ledger.bulk import LargeSet, model_of, old_objects_left_alone, paced, states
from zhike.ledger.current import Actor
from zhike.ledger.models.change_set import Change, ChangeSet, LargeText
from zhike.ledger.models.record import Part, Record, pointing_relations
from zhike.ledger.undoable import SMALL, CannotUndo, check_undoable
from zhike.ledger.values import TEXT_KEY
from zhike.ledger.writes import CREATE, DELETE, UPDATE, Diff, PartWrite, Write

LISTED = 1000
Permit = Callable[[str, list[UUID], int], set[UUID]]


@dataclass(frozen=True)
class Conflict:
    """Why one record, or one of its fields, was left as it is.

    `reason`: changed (since), used (since), gone, taken (a unique value), missing (a record it
    needs), denied, never (the action cannot be undone), erased.
    """

    kind: str
    record: str
    reason: str
    field: str = ""


def everything(_kind: str, ids: list[UUID], _operation: int) -> set[UUID]:
    """The permit of the system itself."""
    return set(ids)


def undo(
    change_set: ChangeSet, *, by: Actor | None, door: str, permit: Permit = everything,
    progress: Callable[[int], None] = lambda done: None,
) -> ChangeSet:  # fmt: skip
    """Take a change set back and return the set that did it, with its conflicts in the report.

    `permit` answers which of these records the actor may change so. Raises CannotUndo.
    """
    check_undoable(change_set)
    if change_set.change_count <= SMALL:
        with transaction.atomic():
            return _undo(change_set, _begin(change_set, by, door), permit, progress)
    return _undo(change_set, _begin(change_set, by, door), permit, progress)


def resume(
    undoing: ChangeSet, *, permit: Permit = everything,
    progress: Callable[[int], None] = lambda done: None,
) -> ChangeSet:  # fmt: skip
    """Go on with an undo that was broken off: its own set is open still."""
    if undoing.undoes is None:
        raise CannotUndo("no undo")
    return _undo(undoing.undoes, LargeSet(undoing), permit, progress)


def _begin(change_set: ChangeSet, by: Actor | None, door: str) -> LargeSet:
    return LargeSet.begin(
        by=by, door=door, action="undo", reason=change_set.reason, undoes=change_set.pk
    )


def _undo(
    change_set: ChangeSet, large: LargeSet, permit: Permit, progress: Callable[[int], None]
) -> ChangeSet:
    """Go through the changes, the latest first, in short transactions."""
    conflicts: list[Conflict] = []
    total = 0
    with old_objects_left_alone():
        for chunk in paced(_latest_first(change_set, large.row.rows_done)):
            found: list[Conflict] = []
            large.write(lambda chunk=chunk, found=found: plan(chunk, permit, found), len(chunk))  # type: ignore[misc]
            total += len(found)
            conflicts.extend(found[: LISTED - len(conflicts)])
            progress(large.row.rows_done)
    return large.finish(conflicts=[asdict(c) for c in conflicts], conflict_count=total)


def _latest_first(change_set: ChangeSet, skip: int) -> Iterator[Change]:
    last = None
    while True:
        changes = Change.objects.filter(change_set=change_set).order_by("-seq")
        changes = changes.defer("salt", "digest", "tx")
        if last is not None:
            changes = changes.filter(seq__lt=last)
        page = list(changes[:1500])
        if not page:
            return
        last = page[-1].seq
        yield from islice(page, skip, None)
        skip = max(0, skip - len(page))


def plan(changes: Sequence[Change], permit: Permit, conflicts: list[Conflict]) -> list[Write]:
    """The writes that take these changes back, given what the rows hold now."""
    wanted: list[Write] = []
    for change in changes:
        write = Write.of(change)
        if change.diff is None:
            conflicts.append(_conflict(write, "erased"))
        elif undo_of(model_of(write.kind), write.action) == NEVER:
            conflicts.append(_conflict(write, "never"))
        else:
            wanted.append(write.inverted("undo"))
    expand_texts(wanted)
    wanted = _permitted(wanted, permit, conflicts)
    rows = _Rows(wanted)
    planned = [w for w in (rows.settle(w, conflicts) for w in wanted) if w is not None]
    return _without_used(_without_taken(planned, conflicts), conflicts)


def _conflict(write: Write, reason: str, field: str = "") -> Conflict:
    return Conflict(write.kind, str(write.id), reason, field)


def _permitted(wanted: list[Write], permit: Permit, conflicts: list[Conflict]) -> list[Write]:
    groups: dict[tuple[str, int], list[UUID]] = defaultdict(list)
    for write in wanted:
        groups[write.kind, write.operation].append(write.id)
    allowed = {key: permit(key[0], ids, key[1]) for key, ids in groups.items()}
    kept = []
    for write in wanted:
        if write.id in allowed[write.kind, write.operation]:
            kept.append(write)
        else:
            conflicts.append(_conflict(write, "denied"))
    return kept


def expand_texts(writes: list[Write]) -> None:
    """Put large texts back in the place of their references."""
    diffs = [d for w in writes for d in (w.fields, *(p.fields for p in w.parts))]
    digests = {
        value[TEXT_KEY]
        for diff in diffs
        for pair in diff.values()
        for value in pair
        if isinstance(value, dict) and TEXT_KEY in value
    }
    if not digests:
        return
    texts = dict(LargeText.objects.filter(pk__in=digests).values_list("pk", "text"))
    for diff in diffs:
        for name, pair in diff.items():
            diff[name] = tuple(  # type: ignore[assignment]
                texts.get(v[TEXT_KEY], "") if isinstance(v, dict) and TEXT_KEY in v else v
                for v in pair
            )


def part_models(model: type[Record]) -> list[type[Part]]:
    """The record type's own kinds of parts."""
    return [
        r.related_model
        for r in pointing_relations(model)
        if issubclass(r.related_model, Part) and r.field.name == r.related_model.part_of
    ]


class _Rows:
    """What the rows concerned hold now."""

    def __init__(self, writes: list[Write]) -> None:
        groups: dict[str, list[UUID]] = defaultdict(list)
        for write in writes:
            groups[write.kind].append(write.id)
        self.roots = {kind: states(model_of(kind), ids) for kind, ids in groups.items()}
        self.parts: dict[UUID, dict[tuple[str, UUID], Any]] = defaultdict(dict)
        for kind, ids in groups.items():
            for model in part_models(model_of(kind)):
                for root, parts in states(model, ids, by=model.part_of).items():
                    for id_, state in parts.items():
                        self.parts[root][model.record_type, id_] = state

    def settle(self, write: Write, conflicts: list[Conflict]) -> Write | None:
        """What of this write can be done; the rest is added to the conflicts."""
        now = self.roots[write.kind].get(write.id)
        if write.operation == CREATE:
            if now is not None:
                conflicts.append(_conflict(write, "taken"))
                return None
            self.roots[write.kind][write.id] = {n: a for n, (_, a) in write.fields.items()}
            return write
        if now is None:
            conflicts.append(_conflict(write, "gone"))
            return None
        if write.operation == DELETE:
            return self._removal(write, now, conflicts)
        return self._revert(write, now, conflicts)

    def _removal(self, write: Write, now: Any, conflicts: list[Conflict]) -> Write | None:
        """Undo a creation: only a record that nobody has changed or added to since."""
        changed = [n for n, (b, _) in write.fields.items() if n in now and now[n] != b]
        silent = now.keys() - write.fields.keys() - {"created_at"}
        changed += sorted(name for name in silent if now[name])
        conflicts.extend(_conflict(write, "changed", name) for name in changed)
        known = {(p.kind, p.id): p for p in write.parts}
        parts = self.parts[write.id]
        for key, state in parts.items():
            part = known.get(key)
            if part is None or _is_changed(part, state):
                conflicts.append(_conflict(write, "changed", key[0]))
                changed.append(key[0])
        if changed:
            return None
        write.fields["created_at"] = (now["created_at"], None)
        write.parts = [p for p in write.parts if (p.kind, p.id) in parts]
        del self.roots[write.kind][write.id]
        return write

    def _revert(self, write: Write, now: Any, conflicts: list[Conflict]) -> Write | None:
        """Undo a change field by field, where the field still holds what the change wrote."""
        fields = self._fields(write, write.fields, now, conflicts)
        parts: list[PartWrite] = []
        for part in write.parts:
            state = self.parts[write.id].get((part.kind, part.id))
            if part.operation == CREATE and state is None:
                parts.append(part)
            elif part.operation == DELETE and state is not None:
                if _is_changed(part, state):
                    conflicts.append(_conflict(write, "changed", part.kind))
                else:
                    parts.append(part)
            elif part.operation == UPDATE and state is not None:
                part.fields = self._fields(write, part.fields, state, conflicts)
                if part.fields:
                    parts.append(part)
            elif part.operation != DELETE:
                conflicts.append(_conflict(write, "gone", part.kind))
        if not fields and not parts:
            return None
        then = {**now, **{name: after for name, (_before, after) in fields.items()}}
        if model_of(write.kind).holds_against(then, {*fields, *(part.kind for part in parts)}):
            conflicts.append(_conflict(write, "stands"))
            return None
        write.fields, write.parts = fields, parts
        now.update({n: a for n, (_, a) in fields.items()})
        return write

    def _fields(self, write: Write, diff: Diff, now: Any, conflicts: list[Conflict]) -> Diff:
        kept: Diff = {}
        for name, (current, back) in diff.items():
            found = now.get(name)
            if found == current:
                kept[name] = (current, back)
            elif found != back:
                conflicts.append(_conflict(write, "changed", name))
        return kept


def _is_changed(part: PartWrite, now: Any) -> bool:
    """Whether a part no longer holds what it was created with, which leaves out what was blank."""
    names = (now.keys() | part.fields.keys()) - {"created_at"}
    return any((now.get(n) or None) != (part.fields.get(n, (None,))[0] or None) for n in names)


def _without_taken(planned: list[Write], conflicts: list[Conflict]) -> list[Write]:
    """Leave out what would collide with a unique value, or point at a record that is gone."""
    bad: dict[UUID, str] = {}
    going = {w.id for w in planned if w.operation == DELETE}
    coming = {w.id for w in planned if w.operation == CREATE}
    groups: dict[str, list[tuple[UUID, Diff]]] = defaultdict(list)
    for write in planned:
        pieces: list[Write | PartWrite] = [write, *write.parts]
        for piece in pieces:
            if piece.operation != DELETE:
                groups[piece.kind].append((write.id, piece.fields))
    for kind, rows in groups.items():
        for field in model_of(kind)._meta.concrete_fields:
            wanted = [(root, v) for root, d in rows if (v := d.get(field.name, (0, None))[1])]
            if wanted and field.unique:
                leaving = going | _giving_up(planned, kind, field.name)
                bad.update(dict.fromkeys(_taken(model_of(kind), field, wanted, leaving), "taken"))
            elif wanted and isinstance(field, models.ForeignKey):
                bad.update(dict.fromkeys(_missing(field, wanted, coming), "missing"))
    return _leave_out(planned, bad, conflicts)


Wanted = list[tuple[UUID, Any]]


def _giving_up(planned: list[Write], kind: str, name: str) -> set[UUID]:
    """The records that hold another value in this field afterwards."""
    return {w.id for w in planned if w.kind == kind and w.operation == UPDATE and name in w.fields}


def _taken(model: type[Record], field: Any, wanted: Wanted, going: set[UUID]) -> set[UUID]:
    """The records whose unique value another one has by now."""
    roots = {str(value): root for root, value in wanted}
    query = models.QuerySet[Any](model).filter(**{field.name + "__in": list(roots)})
    found = query.values_list(field.name, "pk")
    return {roots[str(v)] for v, pk in found if pk not in going and pk != roots[str(v)]}


def _missing(field: Any, wanted: Wanted, coming: set[UUID]) -> set[UUID]:
    """The records that would point at one that is neither there nor coming back."""
    targets = {UUID(value) for _, value in wanted} - coming
    query = models.QuerySet[Any](field.related_model).filter(pk__in=targets)
    gone = targets - set(query.values_list("pk", flat=True))
    return {root for root, value in wanted if UUID(value) in gone}


def _without_used(planned: list[Write], conflicts: list[Conflict]) -> list[Write]:
    """Leave out removals of records that others, which stay, point at and go on to."""
    bad: dict[UUID, str] = {}
    back = _going_back(planned)
    removed: dict[str, set[UUID]] = defaultdict(set)
    for write in planned:
        if write.operation == DELETE:
            removed[write.kind].add(write.id)
            for part in write.parts:
                removed[part.kind].add(part.id)
    for kind, ids in list(removed.items()):
        keys = list(map(sql.key_form(), ids))
        for relation in pointing_relations(model_of(kind)):
            other = relation.related_model
            if not issubclass(other, Record):
                continue
            column = str(relation.field.column)
            for pk, target in sql.select(other._meta.db_table, ("id", column), column, keys):
                holder, used = sql.uuid_of(pk), sql.uuid_of(target)
                stays = holder not in removed[other.record_type]
                if stays and back.get((holder, relation.field.name), str(used)) == str(used):
                    bad[used] = "used"
    kept = _leave_out(planned, bad, conflicts)
    return kept if len(kept) == len(planned) else _without_used(kept, conflicts)


def _going_back(planned: list[Write]) -> dict[tuple[UUID, str], Any]:
    """What fields of records and parts that stay are going to hold."""
    pieces: list[Write | PartWrite] = [*planned]
    for write in planned:
        pieces.extend(write.parts)
    return {
        (piece.id, name): after
        for piece in pieces if piece.operation == UPDATE
        for name, (_, after) in piece.fields.items()
    }  # fmt: skip


def _leave_out(
    planned: list[Write], bad: dict[UUID, str], conflicts: list[Conflict]
) -> list[Write]:
    conflicts.extend(_conflict(w, bad[w.id]) for w in planned if w.id in bad)
    return [w for w in planned if w.id not in bad]
