"""What is about to be written is looked over: higher packages register how.

Another system may contradict what is here; a person who changes a value has decided what holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol
from uuid import UUID

from django.db import models

from zhike.access.models import User
from zhike.access.rights import Access
from zhike.ledger.bulk import model_of
from zhike.ledger.models import Part, Record
from zhike.ledger.writes import CREATE, UPDATE, PartWrite, Write


class Judge(Protocol):
    """Takes out of writes what is not to stand, adds parts that say so; how many times."""

    def __call__(
        self, source: str, writes: Sequence[Write], *, by: User | None = None,
        keeps_parts: bool = False,
    ) -> int:  # fmt: skip
        """Without a source it is the person `by` whom a value is changed.

        `keeps_parts`: parts that do not stand are only spoken of, since they are written.
        """


_judges: dict[str, Judge] = {}


def register_judge(kind: str, judge: Judge) -> None:
    """Have what arrives for records of this kind looked over; called when apps are ready."""
    _judges[kind] = judge


def judged(kind: str, source: str, writes: Sequence[Write]) -> int:
    """Look over changes of existing records that a named source brings, within the transaction."""
    judge = _judges.get(kind)
    return judge(source, writes) if judge and source and writes else 0


def look_over(record: Record, access: Access) -> list[PartWrite]:
    """The same for a record about to be saved: it keeps what is to stand.

    Returns the parts to be made with it.
    """
    kind, id_ = record.root_key
    judge = _judges.get(kind)
    if judge is None:
        return []
    if isinstance(record, Part):
        if not record._state.adding:
            return []
        state = {name: (None, value) for name, value in record.state().items()}
        write = Write(kind, id_, UPDATE, "update", {},
                      [PartWrite(record.record_type, record.pk, CREATE, state)])  # fmt: skip
    elif record._state.adding:
        return []
    else:
        write = Write(kind, id_, UPDATE, "update", record.changes())
    before = dict(write.fields)
    judge(access.source, [write], by=access.user, keeps_parts=True)
    for name in before.keys() - write.fields.keys():
        record.put_back(name)
    return [part for part in write.parts if part.id != record.pk]


def make(parts: Sequence[PartWrite]) -> None:
    """Save what is noted of a record, in the open change set."""
    for part in parts:
        model = model_of(part.kind)
        after = {name: pair[1] for name, pair in part.fields.items()}
        if part.operation == CREATE:
            record = model.of_state(part.id, after)
        else:
            record = models.QuerySet[Any](model).get(pk=part.id)
            record.take(after)
        record.save()


class Placer(Protocol):
    """Says whose a new record is that comes without an owner."""

    def takes(self, access: Access) -> bool:
        """Whether what this user makes without naming an owner is not their own."""

    def place(self, writes: Sequence[Write]) -> None:
        """Complete the writes of new records, within the transaction that makes them."""


_placers: dict[str, Placer] = {}


def register_placer(kind: str, placer: Placer) -> None:
    """Have new records of this kind placed; called when apps are ready."""
    _placers[kind] = placer


def owner_of_new(model: type[Record], access: Access) -> UUID | None:
    """Who owns a new record for which nobody says who does."""
    placer = _placers.get(model.record_type)
    if access.user is None or (placer is not None and placer.takes(access)):
        return None
    return UUID(str(access.user.pk))


def place(kind: str, writes: Sequence[Write]) -> None:
    """Let new records that come without an owner go to somebody."""
    if placer := _placers.get(kind):
        placer.place(writes)


def place_record(record: Record) -> None:
    """The same for one about to be saved."""
    if record.record_type in _placers:
        before = record.state()
        fields = {name: (None, value) for name, value in before.items()}
        write = Write(record.record_type, record.pk, CREATE, "create", fields)
        place(record.record_type, [write])
        after = {name: pair[1] for name, pair in write.fields.items()}
        record.take({name: value for name, value in after.items() if value != before.get(name)})
