"""Lists as of a moment: queries meet a copy of the table with the later changes taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from zhike.ledger import sql
from zhike.ledger.bulk import apply_rows
from zhike.ledger.models.change_set import Change
from zhike.ledger.undo import expand_texts
from zhike.ledger.writes import CREATE, Write, folded

MOST_ROWS = 100_000
MOST_CHANGES = 50_000
# Numbers rise with time but for transactions that overlap: none is open for that long.
SLACK = dt.timedelta(hours=1)


class TooMuch(Exception):
    """There are too many rows, or changes since, to work it out while somebody waits."""


@contextmanager
def rows_as_of(rows: QuerySet[Any], moment: dt.datetime, *, with_deleted: bool) -> Iterator[None]:
    """Within it, every query on the model of these rows meets what they held at the moment.

    Nobody else is held up, and nobody else sees it. `with_deleted` brings back records that are
    gone today; what was erased stays away. Raises TooMuch.
    """
    model = rows.model
    writes = _later(model.record_type, moment)
    text, values = rows.order_by()[: MOST_ROWS + 1].query.sql_with_params()
    with sql.instead(model, text, values):
        if QuerySet[Any](model).count() > MOST_ROWS:
            raise TooMuch
        apply_rows(_taken_back(model, writes, with_deleted=with_deleted), moment)
        yield


def _later(kind: str, moment: dt.datetime) -> list[Change]:
    """The changes of a kind after a moment, the latest first."""
    later = Change.objects.filter(kind=kind, seq__gte=_first_after(moment - SLACK), at__gt=moment)
    found = list(later.order_by("-seq")[: MOST_CHANGES + 1])
    if len(found) > MOST_CHANGES:
        raise TooMuch
    return found


def _first_after(moment: dt.datetime) -> int:
    """The first number of a change after a moment, found by halving."""
    changes = Change.objects.order_by("seq").values_list("seq", "at")
    low, last = 0, Change.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    high = last + 1
    while low < high:
        middle = (low + high) // 2
        found = changes.filter(seq__gte=middle).first()
        if found is None or found[1] > moment:
            high = middle
        else:
            low = found[0] + 1
    return low


def _taken_back(model: Any, later: list[Change], *, with_deleted: bool) -> list[Write]:
    """The writes that lead from today's rows to those of the moment; parts stay as they are."""
    erased = {change.record for change in later if change.diff is None}
    present = _present(model, {change.record for change in later})
    writes: list[Write] = []
    met: set[UUID] = set()
    for change in later:
        id_ = change.record
        if id_ in erased or not (with_deleted or id_ in present):
            continue
        write = Write.of(change).inverted("")
        write.parts = []
        # Deleted after the rows were copied: it need not be made again.
        if not (write.operation == CREATE and id_ in present and id_ not in met):
            writes.append(write)
        met.add(id_)
    expand_texts(writes)
    return folded(writes)


def _present(model: Any, ids: set[UUID]) -> set[UUID]:
    key = sql.key_form()
    rows = sql.select(model._meta.db_table, ["id"], "id", [key(id_) for id_ in ids])
    return {sql.uuid_of(row[0]) for row in rows}
