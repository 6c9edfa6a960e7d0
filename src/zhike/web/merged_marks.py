"""Stars follow a merge: who marked the loser has the survivor marked, as long as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from zhike.ledger.writes import CREATE, DELETE, Write
from zhike.records.models import Merge
from zhike.web.models import Favourite


class MergedMarks:
    """The projection of merges to what people marked.

    The loser's own star stays where it is, unseen; the survivor's bears its time, by which an
    un-merge (or an undo) knows it again.
    """

    rank = 40
    is_late = False

    def apply(self, writes: Sequence[Write]) -> None:
        """Follow merges that are made, and those that are taken back."""
        for write in writes:
            if write.kind == Merge.record_type and write.operation == CREATE:
                _mark(*_ids(write, 1))
            elif write.kind == Merge.record_type and write.operation == DELETE:
                _unmark(*_ids(write, 0))


def _ids(write: Write, side: int) -> tuple[UUID, UUID]:
    return UUID(write.fields["loser"][side]), UUID(write.fields["survivor"][side])


def _stars(record: UUID) -> Any:
    return Favourite.objects.filter(record=record)


def _mark(loser: UUID, survivor: UUID) -> None:
    known = set(_stars(survivor).values_list("user", flat=True))
    Favourite.objects.bulk_create(
        Favourite(user=star.user, kind=star.kind, record=survivor, at=star.at)
        for star in _stars(loser)
        if star.user not in known
    )


def _unmark(loser: UUID, survivor: UUID) -> None:
    for star in _stars(loser):
        _stars(survivor).filter(user=star.user, at=star.at).delete()
