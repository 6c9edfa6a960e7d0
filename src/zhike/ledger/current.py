"""The change set under way: what a record's `save` writes into."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from zhike.base.ids import uuid7
from zhike.ledger import sql
from zhike.ledger.models.change_set import Change, ChangeSet, LargeText
from zhike.ledger.projections import project
from zhike.ledger.writes import CREATE, DELETE, UPDATE, Diff, PartWrite, Write


class Actor(Protocol):
    """Who writes: a user, or nobody for the system itself."""

    @property
    def pk(self) -> Any:
        """The user's id."""


class NoChangeSet(RuntimeError):
    """A record was written outside a change set."""


CHANGE_COLUMNS = (
    "change_set_id", "kind", "record", "operation", "action", "at", "diff", "salt",
)  # fmt: skip


class OpenSet:
    """A change set in the making: collects writes, one per record, until it is flushed."""

    def __init__(
        self, *, by: Actor | None, door: str, action: str, reason: str, undoes: UUID | None = None,
        source: str = "",
    ) -> None:  # fmt: skip
        """Nothing is stored before the first write."""
        self.row = ChangeSet(
            id=uuid7(),
            at=timezone.now(),
            actor=by.pk if by else None,
            actor_name=str(by) if by else "",
            door=door,
            source=source,
            action=action,
            reason=reason,
            undoes_id=undoes,
        )
        self.count = 0
        self.versions: dict[tuple[str, UUID], int] = {}
        self.calculations: dict[Any, Any] = {}
        self._writes: list[Write] = []
        self._latest: dict[tuple[str, UUID], Write] = {}
        self._verbs: dict[tuple[str, UUID], str] = {}
        self._late: list[Write] = []
        self._stored = False

    @classmethod
    def resumed(cls, row: ChangeSet) -> OpenSet:
        """Go on with a large set whose row is stored."""
        opened = cls(by=None, door=row.door, action=row.action, reason=row.reason)
        opened.row, opened.count, opened._stored = row, row.change_count, True
        return opened

    @property
    def id(self) -> UUID:
        """The change set's id, known before it is stored."""
        return UUID(str(self.row.id))

    @property
    def at(self) -> dt.datetime:
        """When it began; every change of a small set bears this time."""
        return self.row.at

    def takes_away(self, root: tuple[str, UUID]) -> bool:
        """Whether it deletes this record: its parts go with it and need not be added up."""
        known = self._latest.get(root)
        return known is not None and known.operation in (0, DELETE)

    @property
    def waiting(self) -> int:
        """How many changes the next flush stores."""
        return sum(bool(write.operation) for write in self._writes)

    def note(
        self, kind: str, record: UUID, operation: int, fields: Diff, action: str = ""
    ) -> Write:
        """Add a record's change to what this set says of the record already."""
        action = action or self._verbs.get((kind, record), "")
        known = self._latest.get((kind, record))
        if known is None or known.operation == DELETE:
            known = Write(kind, record, operation, action or _NAMES[operation], dict(fields))
            self._writes.append(known)
            self._latest[kind, record] = known
            return known
        default = known.action == _NAMES[known.operation]
        known.operation = _merged(known.operation, operation)
        _merge(known.fields, fields)
        if action or default:
            known.action = action or _NAMES.get(known.operation, "")
        return known

    def note_part(
        self, root: tuple[str, UUID], kind: str, part: UUID, operation: int, fields: Diff
    ) -> None:
        """Add a part's change to its record's."""
        write = self._latest.get(root) or self.note(*root, UPDATE, {})
        for known in write.parts:
            if known.id == part and known.operation != DELETE:
                known.operation = _merged(known.operation, operation)
                _merge(known.fields, fields)
                return
        write.parts.append(PartWrite(kind, part, operation, dict(fields)))

    def note_parts(
        self, root: tuple[str, UUID], kind: str, parts: Iterable[tuple[UUID, int, Diff]]
    ) -> None:
        """Add many parts' changes to their record's, each looked up once."""
        write = self._latest.get(root) or self.note(*root, UPDATE, {})
        known = {one.id for one in write.parts}
        for id_, operation, fields in parts:
            if id_ in known:
                self.note_part(root, kind, id_, operation, fields)
            else:
                write.parts.append(PartWrite(kind, id_, operation, dict(fields)))

    @contextmanager
    def naming(self, root: tuple[str, UUID], verb: str) -> Iterator[None]:
        """Call what happens to this record by the verb that does it (`win`, not `update`)."""
        outer = self._verbs.get(root)
        self._verbs[root] = outer or verb
        try:
            yield
        finally:
            if outer is None:
                self._verbs.pop(root, None)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Try one row of several: an exception takes back that row alone."""
        self.flush()
        before, late = (self._stored, dict(self.versions), self.count), len(self._late)
        try:
            with transaction.atomic():
                yield
                self.flush()
        except Exception:
            self._writes, self._latest = [], {}
            self._stored, self.versions, self.count = before
            del self._late[late:]
            raise

    def flush(self) -> list[Write]:
        """Store the set, its changes and what is projected from them; within a transaction."""
        writes, self._writes, self._latest = self._writes, [], {}
        for write in writes:
            write.parts = [part for part in write.parts if part.operation]
        writes = [w for w in writes if w.operation]
        if writes:
            self.store(writes)
        return writes

    def store(self, writes: list[Write], *, at: dt.datetime | None = None) -> None:
        """Store changes whose records are written; the set's row comes before its first change."""
        if not self._stored:
            self.row.change_count = len(writes)
            self.row.save(force_insert=True)
            self._stored = True
        texts: dict[str, str] = {}
        key, moment, salts = sql.key_form(), sql.moment(at or self.at), os.urandom(16 * len(writes))
        change_set = key(self.id)
        rows = [
            (change_set, w.kind, key(w.id), w.operation, w.action, moment, w.diff(texts),
             salts[16 * number : 16 * number + 16])
            for number, w in enumerate(writes)
        ]  # fmt: skip
        if texts:
            LargeText.objects.bulk_create(
                [LargeText(digest=d, text=t) for d, t in texts.items()], ignore_conflicts=True
            )
        sql.insert(Change._meta.db_table, CHANGE_COLUMNS, rows)
        self.count += len(writes)
        project(writes)
        self._late += writes

    def touched(self, root: tuple[str, UUID], model: type[Model]) -> None:
        """A part's write raised its record's version: know it, so that it rises once a set."""
        version = QuerySet[Any](model).filter(pk=root[1]).values_list("version", flat=True).first()
        self.versions[root] = version or 1

    def settle(self) -> None:
        """Let the late projections follow; the last thing in a transaction."""
        writes, self._late = self._late, []
        if writes:
            project(writes, late=True)

    def finish(self) -> None:
        """Settle, and keep the count of changes once the last is stored."""
        self.settle()
        if self.count != self.row.change_count:
            self.row.change_count = self.count
            self.row.save(update_fields=["change_count"])


_NAMES = {CREATE: "create", UPDATE: "update", DELETE: "delete"}


def _merged(first: int, then: int) -> int:
    if first == CREATE:
        return 0 if then == DELETE else CREATE
    return then


def _merge(known: Diff, fields: Diff) -> None:
    for name, (before, after) in fields.items():
        start = known[name][0] if name in known else before
        known[name] = (start, after)


_open: ContextVar[OpenSet | None] = ContextVar("open change set", default=None)


def current() -> OpenSet:
    """The change set under way; raises NoChangeSet where there is none."""
    found = _open.get()
    if found is None:
        raise NoChangeSet("Records are written within a change set: `with change_set(by=…):`.")
    return found


@contextmanager
def going_on(opened: OpenSet) -> Iterator[None]:
    """Let records save themselves into a set that is open already, within a transaction.

    What it knew of versions is forgotten: others may have written since its last transaction.
    """
    opened.row.at = timezone.now()
    opened.versions.clear()
    opened.calculations.clear()
    token = _open.set(opened)
    try:
        yield
        opened.flush()
        opened.settle()
    finally:
        _open.reset(token)


@contextmanager
def change_set(
    *, by: Actor | None, door: str, action: str = "edit", reason: str = "",
    undoes: UUID | None = None, source: str = "",
) -> Iterator[OpenSet]:  # fmt: skip
    """Write records as one deed and one transaction; within another set, join it.

    An exception takes everything back.
    """
    outer = _open.get()
    if outer is not None:
        yield outer
        return
    opened = OpenSet(by=by, door=door, action=action, reason=reason, undoes=undoes, source=source)
    token = _open.set(opened)
    try:
        with transaction.atomic():
            yield opened
            opened.flush()
            opened.finish()
    finally:
        _open.reset(token)
