"""Rows that mean records which exist: only what the file says of them is changed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import models

from zhike.base.errors import N_, BadValue
from zhike.base.ids import uuid7
from zhike.exchange.fillers import Compiled
from zhike.exchange.planned import Planned
from zhike.exchange.preparing import Prepared, settle, settle_part
from zhike.ledger.bulk import states
from zhike.ledger.locking import lock_ahead
from zhike.ledger.values import load
from zhike.ledger.writes import CREATE, UPDATE, Diff, PartWrite, Write
from zhike.records import external_ids
from zhike.records.arriving import judged
from zhike.records.errors import say

States = dict[UUID, dict[UUID, dict[str, Any]]]


class Updater:
    """Changes the records that the rows of one chunk mean."""

    def __init__(self, compiled: Compiled) -> None:
        """`made` are the chunk's own new records, which a later row may mean."""
        self.compiled = compiled
        self.made: dict[UUID, Write] = {}
        self._items: list[tuple[Prepared, UUID]] = []
        self._parts: dict[str, States] = {}

    def add(self, item: Prepared, id_: UUID) -> None:
        """Note which record a row means."""
        self._items.append((item, id_))

    def plan(self, planned: Planned) -> None:
        """Add the writes that change the records."""
        if not self._items:
            return
        model = self.compiled.model
        wanted = {id_ for _, id_ in self._items} - self.made.keys()
        allowed = self.compiled.access.rows(model, "update").filter(pk__in=wanted)
        lock_ahead(model, wanted)
        locked: models.QuerySet[Any] = models.QuerySet(model).select_for_update(of=("self",))
        changes = {
            record.pk: Change(self.compiled, record)
            # In one order, so that two runs wait for each other instead of deadlocking.
            for record in locked.filter(pk__in=allowed.values("pk")).order_by("pk")
        }
        self._parts = {
            part.kind: states(part.model, list(changes), by=part.root)
            for part in self.compiled.parts
        }
        for item, id_ in self._items:
            if id_ in self.made:
                self._add_to_new(item, self.made[id_], planned)
            elif id_ in changes:
                self.change(item, changes[id_], planned)
            else:
                planned.refuse(item, N_("You may not change the record that this row means."))
        writes = [c.write for c in changes.values() if c.write.fields or c.write.parts]
        planned.conflicts += judged(model.record_type, self.compiled.source, writes)
        planned.writes += [write for write in writes if write.fields or write.parts]

    def _add_to_new(self, item: Prepared, write: Write, planned: Planned) -> None:
        """A further row of a record that this very chunk creates."""
        given = {name: pair for name, pair in item.fields.items() if name != "id"}
        both = Prepared(item.row, write.fields | given, item.parts)
        settle(self.compiled, both)
        if both.problems or both.whole is None:
            item.problems += both.problems
            planned.refused.append(item)
            return
        write.fields = both.whole
        self._merge_parts(item, write, {})
        planned.updated += 1

    def parts_of(self, id_: UUID) -> list[dict[str, Any]]:
        """The parts that a record has now, each with its kind."""
        return [
            {"kind": kind, **state}
            for kind, found in self._parts.items()
            for state in found.get(id_, {}).values()
        ]

    def change(self, item: Prepared, change: Change, planned: Planned) -> None:
        """Let a row change its record."""
        for part, diff in item.parts:
            settle_part(item, part, diff, change.record)
        item.problems += [] if item.problems else change.put(item.fields)
        if item.problems:
            planned.refused.append(item)
        elif self._merge_parts(item, change.write, self._parts) or change.is_new or item.ties:
            planned.updated += 1
        else:
            planned.skipped += 1

    def _merge_parts(self, item: Prepared, write: Write, parts: dict[str, States]) -> bool:
        """Add the parts that the record has not yet, change those it has; whether any did."""
        known = {
            part.identity(state): (id_, state)
            for part, _ in item.parts
            for id_, state in parts.get(part.kind, {}).get(write.id, {}).items()
        }
        by_kind = {part.kind: part for part, _ in item.parts}
        added = {
            by_kind[p.kind].identity({n: pair[1] for n, pair in p.fields.items()})
            for p in write.parts
            if p.kind in by_kind and p.operation == CREATE
        }
        count = len(write.parts)
        for part, diff in item.parts:
            diff[part.root] = (None, str(write.id))
            key = part.identity({name: pair[1] for name, pair in diff.items()})
            if key in known:
                id_, state = known[key]
                if changed := part.changes(state, diff):
                    write.parts.append(PartWrite(part.kind, id_, UPDATE, changed))
            elif key not in added:
                write.parts.append(PartWrite(part.kind, uuid7(), CREATE, diff))
                added.add(key)
        return len(write.parts) > count


class Change:
    """A record under change by one row or several."""

    def __init__(self, compiled: Compiled, record: Any) -> None:
        self.record = record
        self.before = self.last = record.state()
        self.write = Write(compiled.model.record_type, record.pk, UPDATE, "update")
        self.is_new = False

    def put(self, fields: Diff) -> list[str]:
        """Take a row's values; what is wrong takes them back."""
        saved = self.record.__dict__.copy()
        for name, (_, value) in fields.items():
            self._put(name, value)
        errors = self.record.problems() if hasattr(self.record, "problems") else ()
        problems = [say(error) for _, error in errors]
        if not problems and "external_ids" in fields and external_ids.holder(self.record):
            message = N_("Another record has this number of the other system.")
            problems.append(say(BadValue("taken", message)))
        if problems:
            self.record.__dict__.update(saved)
            return problems
        now = self.record.state()
        self.is_new, self.last = now != self.last, now
        names = self.before.keys() | now.keys()
        pairs = {name: (self.before.get(name), now.get(name)) for name in names}
        self.write.fields = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
        return []

    def _put(self, name: str, value: Any) -> None:
        record = self.record
        if name.startswith("custom."):
            record.custom = {**(record.custom or {}), name[7:]: value}
        elif name == "external_ids":
            record.external_ids = external_ids.renamed(record.external_ids or {}, value)
        elif name != "id":
            field = record._meta.get_field(name)
            setattr(record, field.attname, load(field, value))
