"""Many parts of one record written at once: the lines of a quote priced anew, a list pasted in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import models

from zhike.ledger.bulk import write_rows
from zhike.ledger.current import current
from zhike.ledger.models.record import Part, root_of
from zhike.ledger.writes import CREATE, UPDATE, Diff

Noted = list[tuple[UUID, int, Diff]]


def save_together(parts: Sequence[Part]) -> None:
    """Write parts of one kind and one record, new ones and changed ones, in a few statements.

    What their `save` would look at besides has been looked at before, by `problems`. The record is
    locked by whoever calls, so that nobody else writes its parts meanwhile.
    """
    if not parts:
        return
    opened, model = current(), type(parts[0])
    noted: Noted = []
    for part in parts:
        operation, fields = CREATE if part._state.adding else UPDATE, part.settled()
        if fields or operation == CREATE:
            noted.append((part.pk, operation, fields))
    if not noted:
        return
    write_rows(model, [(i, f) for i, o, f in noted if o == CREATE],
               [(i, f) for i, o, f in noted if o == UPDATE], opened.at)  # fmt: skip
    root = parts[0].root_key
    opened.note_parts(root, model.record_type, noted)
    if root not in opened.versions:
        of: Any = root_of(model)
        models.QuerySet[Any](of).filter(pk=root[1]).update(
            version=models.F("version") + 1, updated_at=opened.at
        )
        opened.touched(root, of)
    _remember(parts, {id_ for id_, _operation, _fields in noted})


def _remember(parts: Sequence[Any], written: set[UUID]) -> None:
    """The parts are as the database has them now."""
    at = current().at
    for part in parts:
        if part.pk not in written:
            continue
        if part._state.adding:
            part._state.adding, part._state.db = False, "default"
            part.version, part.created_at = 1, at
        else:
            part.version += 1
        part.updated_at = at
        part.remember()
