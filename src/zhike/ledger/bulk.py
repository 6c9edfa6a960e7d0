"""The one bulk writer: import, bulk edit, undo and the demo company write through it.

A large set spans many short transactions. Each writes rows, their parts, their changes, what is
projected from them and the number of rows done, so that a killed run resumes where it broke off.
"""

from __future__ import annotations

import gc
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from django.apps import apps
from django.db import connection, models, transaction
from django.utils import timezone

from zhike.ledger import sql
from zhike.ledger.computed import calculation, logged
from zhike.ledger.current import Actor, OpenSet, going_on
from zhike.ledger.locking import lock_ahead
from zhike.ledger.models.change_set import ChangeSet
from zhike.ledger.models.record import Record, all_fields, field_of, ledger_fields
from zhike.ledger.projections import fill_columns
from zhike.ledger.values import blank
from zhike.ledger.writes import CREATE, DELETE, Diff, Write, folded

Item = TypeVar("Item")
TARGET_SECONDS = 0.25
PAUSE_SECONDS = 0.004
SELDOM = (20_000, 20, 50)
_NONE: Mapping[str, Any] = {}


@cache
def model_of(kind: str) -> type[Record]:
    """The record type of a kind; KeyError if there is none."""
    kinds = {m.record_type: m for m in apps.get_models() if issubclass(m, Record)}
    return kinds[kind]


class LargeSet:
    """A change set of many transactions: open until it is closed or stopped."""

    def __init__(self, row: ChangeSet) -> None:
        """Go on with a stored set; `begin` makes a new one."""
        self._opened = OpenSet.resumed(row)

    @classmethod
    def begin(
        cls, *, by: Actor | None, door: str, action: str, reason: str = "",
        undoes: UUID | None = None, source: str = "",
    ) -> LargeSet:  # fmt: skip
        """Store a new open set."""
        opened = OpenSet(
            by=by, door=door, action=action, reason=reason, undoes=undoes, source=source
        )
        opened.row.state = ChangeSet.State.OPEN
        opened.row.save(force_insert=True)
        return cls(opened.row)

    @property
    def row(self) -> ChangeSet:
        """The set as it is stored."""
        return self._opened.row

    def write(self, plan: Callable[[], Sequence[Write]], rows: int) -> int:
        """Plan and write one chunk in one transaction; `rows` more of the input are done.

        The plan runs inside the transaction, so what it reads cannot change before it writes; what
        it adds to the row's report is stored with the chunk. Returns the number of records written.
        """
        with transaction.atomic():
            writes = folded(plan())
            at = timezone.now()
            apply_rows(writes, at)
            if writes:
                self._opened.store(writes, at=at)
                self._opened.settle()
            self.row.rows_done += rows
            self.row.change_count = self._opened.count
            self.row.save(update_fields=["rows_done", "change_count", "report"])
        return len(writes)

    @contextmanager
    def saving(self, rows: int) -> Iterator[OpenSet]:
        """One chunk in one transaction whose records save themselves, as verbs do.

        What is added to the row's report meanwhile is stored with the chunk.
        """
        with transaction.atomic():
            with going_on(self._opened):
                yield self._opened
            self.row.rows_done += rows
            self.row.change_count = self._opened.count
            self.row.save(update_fields=["rows_done", "change_count", "report"])

    def finish(self, state: str = ChangeSet.State.CLOSED, **report: Any) -> ChangeSet:
        """Close (or stop) the set and keep its report."""
        self.row.state = state
        self.row.report = {**self.row.report, **report}
        self.row.save(update_fields=["state", "report"])
        return self.row


def paced(
    items: Iterator[Item], start: int = 200, seconds: float | None = None
) -> Iterator[list[Item]]:
    """Cut items into chunks whose transactions stay short: sized by how long the last one took."""
    size, seconds = start, TARGET_SECONDS if seconds is None else seconds
    while chunk := list(islice(items, size)):
        began = time.monotonic()
        yield chunk
        took = max(time.monotonic() - began, 0.001)
        size = int(min(max(size * seconds / took, size / 2, 20), size * 2, 3000))
        time.sleep(PAUSE_SECONDS)


@contextmanager
def old_objects_left_alone() -> Iterator[None]:
    """Let the collector look at a long run's own objects, and seldom: each chunk would wake it.

    What a chunk makes goes by itself when it is written, since hardly anything points back. The
    database gets room for the pages that a long run comes back to.
    """
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*SELDOM)
    try:
        with sql.roomy():
            yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def apply_rows(writes: Sequence[Write], at: Any) -> None:
    """Write the rows of records and parts that these writes describe."""
    created: dict[str, list[tuple[UUID, Diff]]] = defaultdict(list)
    updated: dict[str, list[tuple[UUID, Diff]]] = defaultdict(list)
    deleted: dict[str, list[UUID]] = defaultdict(list)
    fill_columns([write for write in writes if write.operation == CREATE])
    for write in writes:
        _sort(write, created, updated, deleted, write.columns)
        for part in write.parts:
            _sort(part, created, updated, deleted)
        if write.parts and write.operation not in (CREATE, DELETE) and not write.fields:
            updated[write.kind].append((write.id, {}))
    key = sql.key_form()
    for kind, ids in deleted.items():
        sql.delete(model_of(kind)._meta.db_table, [key(id_) for id_ in ids])
    # Before the new rows, which may have a unique value that another gives up.
    for kind, rows in updated.items():
        _update(model_of(kind), rows, at)
    for kind, rows in created.items():
        _insert(model_of(kind), rows, at)


def write_rows(
    model: type[Record], created: list[tuple[UUID, Diff]], updated: list[tuple[UUID, Diff]], at: Any
) -> None:
    """Write rows of one record type, new ones and changed ones, within the caller's change set."""
    if updated:
        _update(model, updated, at)
    if created:
        _insert(model, created, at)


def _sort(
    write: Any, created: Any, updated: Any, deleted: Any, columns: Mapping[str, Any] = _NONE
) -> None:
    if write.operation == CREATE:
        fields = write.fields
        if columns:
            fields = fields | {name: (None, value) for name, value in columns.items()}
        created[write.kind].append((write.id, fields))
    elif write.operation == DELETE:
        deleted[write.kind].append(write.id)
    elif write.fields:
        updated[write.kind].append((write.id, write.fields))


@dataclass(frozen=True)
class _Shape:
    """How rows of a record type are laid out: columns, a blank row, where each field stands."""

    columns: list[str]
    blank_row: list[Any]
    blanks: dict[str, Any]
    slots: dict[str, tuple[int, Callable[[Any], Any]]]


@cache
def _shape(model: type[Record], vendor: str) -> _Shape:
    """The bookkeeping columns come first: id, version, created_at, updated_at."""
    columns = ["id", "version", "created_at", "updated_at"]
    row: list[Any] = [None, 1, None, None]
    slots = {"created_at": (2, sql.binder(model._meta.get_field("created_at"), vendor))}
    projected = (f for f in model._meta.concrete_fields if f.name in model.projected)
    for field in (*all_fields(model), *projected):
        bind = sql.binder(field, vendor)
        slots[field.name] = len(columns), bind
        columns.append(str(field.column))
        empty = blank(field)
        row.append(None if empty is None else bind(empty))
    return _Shape(columns, row, {f.name: blank(f) for f in ledger_fields(model)}, slots)


def _insert(model: type[Record], rows: list[tuple[UUID, Diff]], at: Any) -> None:
    shape = _shape(model, connection.vendor)
    blank_row, slots, key = shape.blank_row, shape.slots, sql.key_form()
    now, worked_out = sql.moment(at), calculation(model)
    tuples = []
    for id_, fields in rows:
        row = blank_row.copy()
        row[0], row[2], row[3] = key(id_), now, now
        values = {name: pair[1] for name, pair in fields.items()}
        if not values.keys() <= slots.keys():
            values = unflattened(values)
        if model.derived:
            values |= model.derive({**shape.blanks, **values})
        if worked_out is not None:
            after = worked_out({**shape.blanks, **values})
            values["custom"] = logged(values.get("custom")) | after
        for name, value in values.items():
            if value is not None and name in slots:
                place, bind = slots[name]
                row[place] = bind(value)
        tuples.append(row)
    sql.insert(model._meta.db_table, shape.columns, tuples)


def unflattened(values: dict[str, Any]) -> dict[str, Any]:
    """Gather `custom.x` into the one column `custom`."""
    custom = {n[7:]: v for n, v in values.items() if n.startswith("custom.") and v is not None}
    if not custom:
        return values
    plain = {n: v for n, v in values.items() if not n.startswith("custom.")}
    return plain | {"custom": {**(plain.get("custom") or {}), **custom}}


def _update(model: type[Record], rows: list[tuple[UUID, Diff]], at: Any) -> None:
    """Set what changed, grouped by which columns; derived columns follow from the whole row."""
    fields = {f.name: f for f in all_fields(model)}
    worked_out = calculation(model)
    is_whole = worked_out is not None or _needs_whole(model, rows)
    whole = states(model, [id_ for id_, _ in rows]) if is_whole else {}
    groups: dict[tuple[str, ...], list[list[Any]]] = defaultdict(list)
    now = sql.moment(at)
    for id_, diff in rows:
        values = {name: pair[1] for name, pair in diff.items() if not name.startswith("custom.")}
        if id_ in whole:
            after = unflattened(whole[id_] | {n: p[1] for n, p in diff.items()})
            values |= model.derive(after)
            if "custom" in fields:
                values["custom"] = logged(after.get("custom"))
            if worked_out is not None:
                values["custom"] |= worked_out(after)
        names = tuple(sorted(values))
        bound = [_bound(fields[name], values[name]) for name in names]
        groups[names].append([*bound, now, sql.key(id_)])
    for names, tuples in groups.items():
        columns = [*(str(fields[name].column) for name in names), "updated_at"]
        sql.update(model._meta.db_table, columns, tuples)


def recompute(model: type[Record], ids: Sequence[UUID]) -> int:
    """Work out anew what follows from the stored values of these records, within a transaction.

    No change is logged and no version rises: nobody wrote anything. Returns how many differed.
    """
    worked_out = calculation(model)
    if worked_out is None:
        return 0
    known = states(model, ids)
    stored = models.QuerySet[Any](model).filter(pk__in=list(known)).values_list("pk", "custom")
    field, tuples = field_of(model, "custom"), []
    for id_, custom in stored:
        after = logged(custom) | worked_out(known[id_])
        if after != (custom or {}):
            tuples.append([sql.bind(field, after), sql.key(id_)])
    if tuples:
        sql.update(model._meta.db_table, ["custom"], tuples, is_news=False)
    return len(tuples)


def _needs_whole(model: type[Record], rows: list[tuple[UUID, Diff]]) -> bool:
    return bool(model.derived) or any(n.startswith("custom.") for _, d in rows for n in d)


def _bound(field: models.Field[Any, Any], value: Any) -> Any:
    return sql.bind(field, blank(field) if value is None else value)


def states(model: type[Record], ids: Sequence[UUID], *, by: str = "pk") -> dict[UUID, Any]:
    """The ledger's form of stored rows, `{id: {field: value}}`; custom fields one by one.

    With `by` a relation's name, the rows that point at these ids, grouped by them.
    """
    vendor = connection.vendor
    fields = ledger_fields(model)
    readers = [(field.name, sql.reader(field, vendor)) for field in fields]
    read_moment = sql.reader(field_of(model, "created_at"), vendor)
    column = str(field_of(model, "id" if by == "pk" else by).column)
    columns = [column, "id", "created_at", *(str(field.column) for field in fields)]
    key = sql.key_form()
    if by == "pk":
        lock_ahead(model, ids)
    found: dict[UUID, Any] = {} if by == "pk" else {id_: {} for id_ in ids}
    rows = sql.select(model._meta.db_table, columns, column, [key(i) for i in ids], lock=True)
    for root, id_, created, *values in rows:
        state = {
            name: None if value is None else read(value)
            for (name, read), value in zip(readers, values, strict=True)
        }
        if custom := state.pop("custom", None):
            state.update(("custom." + name, value) for name, value in logged(custom).items())
        state["created_at"] = read_moment(created)
        if by == "pk":
            found[sql.uuid_of(id_)] = state
        else:
            found[sql.uuid_of(root)][sql.uuid_of(id_)] = state
    return found
