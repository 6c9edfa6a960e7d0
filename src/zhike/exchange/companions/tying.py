"""The ties between rows' records and their companions; within the transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db import models

from zhike.base.ids import uuid7
from zhike.exchange.companions.declared import Tie
from zhike.exchange.companions.making import Maker, TieFiller
from zhike.exchange.preparing import Prepared
from zhike.ledger.bulk import model_of
from zhike.ledger.writes import CREATE, Write

Tied = tuple[str, str, str]
"""A tie's record type, the companion's id, and the other's."""


def bind(makers: Sequence[Maker], items: Sequence[Prepared], seen: set[Tied]) -> None:
    """Note the ties that these rows' records want and that are not there yet, each once."""
    for maker in makers:
        tie, filler = maker.companion.tie, maker.tie
        if tie is None or filler is None:
            continue
        wanted = list(_wanted(maker, tie, items))
        seen |= _standing(tie, filler, [pair for _, pair in wanted])
        for item, pair in wanted:
            if pair not in seen:
                seen.add(pair)
                item.ties.append(_write(tie, filler, item, maker.companion.name, pair))


def _wanted(
    maker: Maker, tie: Tie, items: Sequence[Prepared]
) -> Iterator[tuple[Prepared, Tied]]:  # fmt: skip
    name, kind = maker.companion.name, maker.tie.kind if maker.tie else ""
    for item in items:
        if item.record is None or item.problems or name not in item.companions:
            continue
        other = item.fields.get(tie.of, (None, None))[1] if tie.of else str(item.record)
        mine = item.companions[name].id
        if other and other != mine:
            yield item, (kind, mine, str(other))


def _standing(tie: Tie, filler: TieFiller, pairs: list[Tied]) -> set[Tied]:
    """Which of these ties there are already, whoever may see them."""
    if not pairs:
        return set()
    asked = {f"{tie.companion}__in": {UUID(mine) for _, mine, _ in pairs},
             f"{tie.other}__in": {UUID(other) for _, _, other in pairs}}  # fmt: skip
    rows: models.QuerySet[Any] = models.QuerySet(model_of(filler.kind))
    rows = rows.filter(**tie.constants, **asked)
    found = rows.values_list(tie.companion, tie.other)
    return {(filler.kind, str(mine), str(other)) for mine, other in found}


def _write(tie: Tie, filler: TieFiller, item: Prepared, name: str, pair: Tied) -> Write:
    _, mine, other = pair
    ends = {tie.companion: (None, mine), tie.other: (None, other)}
    fields = filler.base | item.companions[name].tie | ends
    return Write(filler.kind, uuid7(), CREATE, "create", fields)
