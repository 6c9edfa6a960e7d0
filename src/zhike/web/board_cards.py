"""Lanes and cards of a list shown as a board, as their components take them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import UUID

from zhike.access.models import Scope
from zhike.access.rights import Access
from zhike.ledger.models import Record
from zhike.records import summary
from zhike.records.fieldspec import FieldSpec
from zhike.records.lanes import TIMES, Lane
from zhike.records.resource import Resource
from zhike.records.titles import titles
from zhike.web.cells import cell, for_table, shape_of, tier_of
from zhike.web.grouping import narrowed, sum_cell
from zhike.web.links import record_url
from zhike.web.list_state import ListState
from zhike.web.lists import count_text
from zhike.web.names import names_of

ON_A_CARD = 4
SPEAKING = frozenset({"who", "link", "name", "money", "badge", "tags", "phone", "mail", "web"})
"""Kinds of cells that say themselves what they are about."""
Drawn = dict[str, Any]


def movable(access: Access, model: type[Record], records: Sequence[Any]) -> set[UUID]:
    """Which of these the reader may change."""
    ids = [record.pk for record in records]
    if access.scope(model, "update") == Scope.ALL:
        return set(ids)
    return set(access.rows(model, "update").filter(pk__in=ids).values_list("pk", flat=True))


def facts(
    resource: Resource, access: Access, called: Mapping[UUID, str], records: Sequence[Any],
    specs: Sequence[FieldSpec],
) -> dict[UUID, list[Drawn]]:  # fmt: skip
    """What cards say of each record beside what it is `called`: of these fields the first ones."""
    if not specs:
        return {}
    names = names_of(resource, access, records)
    return {
        record.pk: _said(record, specs, names, called.get(record.pk, ""))[:ON_A_CARD]
        for record in records
    }


def _said(record: Any, specs: Sequence[FieldSpec], names: Any, title: str) -> list[Drawn]:
    cells = [(spec, for_table(cell(spec, record, names))) for spec in specs]
    return [
        {"label": str(spec.label), "cell": _still(drawn), "bare": drawn["kind"] in SPEAKING}
        for spec, drawn in cells
        if (drawn.get("text") or drawn.get("texts") or drawn.get("on"))
        and drawn.get("text") != title
    ]  # fmt: skip


def _still(drawn: Drawn) -> Drawn:
    """The same without its link: a card leads to its record alone, and is there to be held."""
    kind = drawn["kind"] if drawn["kind"] == "who" or "url" not in drawn else "text"
    return drawn | {"kind": kind, "url": ""}


@dataclass(frozen=True)
class Drawer:
    """Draws the lanes of one board for one reader."""

    state: ListState
    by: FieldSpec
    columns: list[FieldSpec]
    url: Callable[..., str]

    @property
    def access(self) -> Access:
        """The reader's."""
        return self.state.access

    @property
    def resource(self) -> Resource:
        """What the cards are."""
        return self.state.resource

    def lanes(self, lanes: Sequence[Lane]) -> list[Drawn]:
        """Each with its figures and cards."""
        cards = self._cards([card for lane in lanes for card in lane.cards])
        return [self._lane(lane) | self._filled(lane, cards) for lane in lanes]

    def cards(self, lane: Lane) -> Drawn:
        """The cards alone, and where the next ones are."""
        return self._filled(lane, self._cards(lane.cards))

    def _lane(self, lane: Lane) -> Drawn:
        takes = lane.takes and self.by.writable
        drawn: Drawn = {
            "id": f"lane-{quote(lane.key, safe='') or 'none'}", "title": lane.title,
            "note": count_text(lane.group.count),
            "field": "into", "value": lane.key, "move_url": self.url("move/") if takes else "",
        }  # fmt: skip
        sums: list[Drawn] = [
            {"label": str(spec.label), "cell": said}
            for spec in summary.summed(self.columns)
            if (said := sum_cell(spec, lane.group)).get("text")
        ]
        if sums and sums[0]["cell"]["kind"] == "money":
            drawn["sum"] = sums.pop(0)["cell"]
        drawn["sums"] = sums
        if lane.more:
            filter_ = narrowed(self.state.filter, lane.conditions)
            drawn["more_url"] = self.state.shown_as("").url(view="", filter=filter_)
        return drawn

    def _filled(self, lane: Lane, cards: dict[UUID, Drawn]) -> Drawn:
        next_url = self.url("cards/", lane=lane.key, cursor=lane.more) if lane.more else ""
        return {"cards": [cards[card.pk] for card in lane.cards], "next_url": next_url}

    def _cards(self, records: Sequence[Any]) -> dict[UUID, Drawn]:
        called = titles(self.access, list(records))
        can_move = movable(self.access, self.resource.model, records) if self.by.writable else set()
        # A lane says which choice or whose; of days it says only roughly which.
        said_by_lane = "" if self.by.kind.name in TIMES else self.by.name
        shown = [spec for spec in self.columns if spec.name != said_by_lane]
        said = facts(self.resource, self.access, called, records, shown)
        return {
            record.pk: {
                "id": str(record.pk), "version": record.version, "title": called[record.pk],
                "url": record_url(self.resource, record.pk), "shape": shape_of(record),
                "fixed": record.pk not in can_move, "facts": said.get(record.pk, []),
            }
            | tier_of(self.access, record)
            for record in records
        }  # fmt: skip
