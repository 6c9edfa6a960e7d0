"""One record's change on its way into the ledger, shared by saving, bulk writing and undo."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

from zhike.ledger.models.change_set import Change
from zhike.ledger.values import LARGE, TEXT_KEY, canonical, digest_of

Diff: TypeAlias = dict[str, tuple[Any, Any]]
CREATE, UPDATE, DELETE, ERASE = (int(o) for o in Change.Operation)


@dataclass(slots=True)
class PartWrite:
    """A part (a phone number, a line) created, changed or deleted with its record."""

    kind: str
    id: UUID
    operation: int
    fields: Diff = field(default_factory=dict)


@dataclass(slots=True)
class Write:
    """A record created, changed or deleted, with its parts; values in the ledger's JSON form.

    `columns` are those projected of a new record that its row has been written with.
    """

    kind: str
    id: UUID
    operation: int
    action: str
    fields: Diff = field(default_factory=dict)
    parts: list[PartWrite] = field(default_factory=list)
    version: int | None = None
    columns: dict[str, Any] = field(default_factory=dict)

    def diff(self, texts: dict[str, str]) -> str:
        """The diff as it is stored: large texts become references and are added to `texts`."""
        whole = canonical(_content(self.fields, self.parts))
        if len(whole) <= LARGE:
            return whole
        parts = [PartWrite(p.kind, p.id, p.operation, shorten(p.fields, texts)) for p in self.parts]
        return canonical(_content(shorten(self.fields, texts), parts))

    @classmethod
    def of(cls, change: Change) -> Write:
        """Read a change back."""
        content = change.content
        return cls(
            change.kind,
            change.record,
            change.operation,
            change.action,
            {n: (b, a) for n, (b, a) in content["f"].items()},
            [
                PartWrite(kind, UUID(id_), operation, {n: (b, a) for n, (b, a) in fields.items()})
                for kind, id_, operation, fields in content.get("p", ())
            ],
        )

    def inverted(self, action: str) -> Write:
        """The write that takes this one back."""
        return Write(
            self.kind,
            self.id,
            _INVERSE[self.operation],
            action,
            {n: (a, b) for n, (b, a) in self.fields.items()},
            [
                PartWrite(
                    p.kind,
                    p.id,
                    _INVERSE[p.operation],
                    {n: (a, b) for n, (b, a) in p.fields.items()},
                )
                for p in reversed(self.parts)
            ],
        )


def _content(fields: Diff, parts: list[PartWrite]) -> dict[str, Any]:
    """A diff with a place for the parts only where there are any."""
    content: dict[str, Any] = {"f": fields}
    if parts:
        content["p"] = [[p.kind, str(p.id), p.operation, p.fields] for p in parts]
    return content


Joined = TypeVar("Joined", PartWrite, Write)


def folded(writes: Iterable[Write]) -> list[Write]:
    """The same with one write a record (and a part) where several follow each other.

    Rows are written kind by kind and not in this order: made and deleted at once must come to
    nothing. Only a deletion followed by a creation stays two.
    """
    found = [w for w in _joined(writes) if w.operation]
    for write in found:
        write.parts = [p for p in _joined(write.parts) if p.operation]
    return found


def _joined(writes: Iterable[Joined]) -> list[Joined]:
    kept: list[Joined] = []
    latest: dict[tuple[str, UUID], Joined] = {}
    for write in writes:
        known = latest.get((write.kind, write.id))
        if known is None or known.operation not in (CREATE, UPDATE):
            kept.append(write)
            latest[write.kind, write.id] = write
            continue
        if known.operation == CREATE:
            known.operation = 0 if write.operation == DELETE else CREATE
        else:
            known.operation = write.operation
        for name, (before, after) in write.fields.items():
            known.fields[name] = (known.fields.get(name, (before,))[0], after)
        if isinstance(known, Write):
            known.parts.extend(write.parts)
    return kept


_INVERSE = {CREATE: DELETE, UPDATE: UPDATE, DELETE: CREATE}


def shorten(fields: Diff, texts: dict[str, str]) -> Diff:
    """Replace large texts by references; what is referred to is added to `texts`."""
    short: Diff = {}
    for name, pair in fields.items():
        short[name] = (_short(pair[0], texts), _short(pair[1], texts))
    return short


def _short(value: Any, texts: dict[str, str]) -> Any:
    if not isinstance(value, str) or len(value) <= LARGE:
        return value
    digest = digest_of(value)
    texts[digest] = value
    return {TEXT_KEY: digest}
