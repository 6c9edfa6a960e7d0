"""What rows say of companions that are here already: filled in, or put in the place of what is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from zhike.exchange.companions.making import Maker
from zhike.exchange.mapping import FILL
from zhike.exchange.planned import Planned
from zhike.exchange.preparing import BLANK, Prepared
from zhike.exchange.updating import Change, Updater
from zhike.ledger.writes import Diff, Write


def refreshed(makers: Sequence[Maker], items: Sequence[Prepared], planned: Planned) -> list[Write]:
    """The writes that bring known companions up to date, which are counted by record.

    One that this very file has made keeps what its first row says of it. One that the user may not
    change, or whose own rules forbid it, stays as it is: the row is about somebody else.
    """
    writes: list[Write] = []
    for maker in makers:
        name, found = maker.companion.name, Planned()
        updater = (_Filling if maker.known == FILL else Updater)(maker.compiled)
        for item in items:
            if name in item.companions and (more := item.companions[name].more) is not None:
                updater.add(more, UUID(item.companions[name].id))
        updater.plan(found)
        planned.refreshed[name] = {write.id for write in found.writes}
        if new := planned.refreshed[name] - maker.changed:
            planned.companions[name]["updated"] = len(new)
        planned.conflicts += found.conflicts
        writes += found.writes
    return writes


class _Filling(Updater):
    """Fills only what is empty: a telephone number only where there is none."""

    def change(self, item: Prepared, change: Change, planned: Planned) -> None:
        """Leave out what the record holds already."""
        held = change.last
        fields = {
            name: (None, given)
            for name, (_, value) in item.fields.items()
            if (given := _lacking(held.get(name), value)) not in BLANK
        }
        stored = self.parts_of(change.record.pk)
        there = {(part["kind"], part.get("type")) for part in stored}
        there |= {(part.kind, _type(part.fields)) for part in change.write.parts}
        parts = [(part, diff) for part, diff in item.parts if (part.kind, _type(diff)) not in there]
        super().change(Prepared(item.row, fields, parts), change, planned)


def _lacking(held: Any, value: Any) -> Any:
    """What of a value is not known yet: of numbers in other systems, those of systems without."""
    if isinstance(held, dict) and isinstance(value, dict):
        return {key: each for key, each in value.items() if held.get(key) in BLANK}
    return value if held in BLANK else None


def _type(diff: Diff) -> Any:
    return diff.get("type", (None, None))[1]
