"""What is derived from records, made anew from the rows as they stand: after they came in raw.

The projections themselves do it: they are told of every record as if it were new.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from zhike.ledger.bulk import states
from zhike.ledger.models import Part, Record
from zhike.ledger.models.record import blank_of, root_of
from zhike.ledger.projections import project
from zhike.ledger.writes import CREATE, Diff, PartWrite, Write

PAGE = 500


def remake() -> None:
    """Derive everything; nothing derived may be there yet."""
    for writes in _standing():
        project(writes)
        project(writes, late=True)


def forget() -> None:
    """Take away what is derived from the records that stand now, before their rows go."""
    for writes in _standing():
        gone = [write.inverted("") for write in writes]
        project(gone)
        project(gone, late=True)


def _standing() -> Iterator[list[Write]]:
    """Every record as the write that would create it, a page of one type at a time."""
    everything = [model for model in apps.get_models() if issubclass(model, Record)]
    for model in everything:
        if issubclass(model, Part):
            continue
        parts = [m for m in everything if issubclass(m, Part) and root_of(m) is model]
        ids = iter(list(models.QuerySet[Any](model).order_by("pk").values_list("pk", flat=True)))
        while page := list(islice(ids, PAGE)):
            yield _writes(model, parts, page)


def _writes(model: type[Record], parts: list[type[Part]], ids: list[UUID]) -> list[Write]:
    found = states(model, ids)
    pieces: dict[UUID, list[PartWrite]] = {id_: [] for id_ in ids}
    for part in parts:
        for root, rows in states(part, ids, by=part.part_of).items():
            pieces[root] += [
                PartWrite(part.record_type, id_, CREATE, _filled(part, state))
                for id_, state in rows.items()
            ]
    return [
        Write(model.record_type, id_, CREATE, "", _filled(model, found[id_]), pieces[id_])
        for id_ in ids
    ]


def _filled(model: type[Record], state: dict[str, Any]) -> Diff:
    return {name: (None, value) for name, value in state.items() if value != blank_of(model, name)}
