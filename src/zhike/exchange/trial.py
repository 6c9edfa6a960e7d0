"""A trial: the whole file is read, checked and planned, and nothing is written."""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction

from zhike.base.errors import BadValue
from zhike.base.ids import uuid7
from zhike.base.text import fold
from zhike.exchange.alike import FIRST, Looker, may_look
from zhike.exchange.compiling import compile_mapping
from zhike.exchange.fillers import Compiled, Filler
from zhike.exchange.orders import Order
from zhike.exchange.planned import COUNTED, Planned, added
from zhike.exchange.planning import Planner
from zhike.exchange.preparing import Prepared, Preparer
from zhike.ledger.bulk import paced
from zhike.records.fieldspec import FieldSpec

LISTED = 50
LINES = 5
MOST_VALUES = 200
CLOSE = 0.6


class _Observer(Preparer):
    """Notes which texts fit no choice or name no record."""

    def __init__(self, compiled: Compiled, looker: Looker) -> None:
        super().__init__(compiled, looker)
        self.unfit: dict[str, Counter[str]] = defaultdict(Counter)
        self.specs: dict[str, FieldSpec] = {}

    def refuse(self, made: Prepared, filler: Filler, text: str, error: BadValue) -> None:
        """Count the text, then go on as ever."""
        super().refuse(made, filler, text, error)
        if error.code in ("not_a_choice", "missing", "ambiguous", "country", "region"):
            values = self.unfit[filler.column.to]
            self.specs[filler.column.to] = filler.target.spec
            if len(values) < MOST_VALUES or text in values:
                values[text] += 1


def examine(order: Order, beat: Callable[[int], None] = lambda done: None) -> dict[str, Any]:
    """What an import would do: counts, the problems with their lines, texts that fit nothing.

    `{"created": …, "problems": [{"text", "count", "lines"}], "unfit": {to: [{"text", "count",
    "nearest"}]}, "alike": {"count", "looked_at", "rows": […]}}`. Raises Invalid or Denied.
    """
    compiled = compile_mapping(order.resource, order.access, order.mapping, order.table.headings)
    looker = Looker(compiled, uuid7(), FIRST)
    preparer, planner = _Observer(compiled, looker), Planner(compiled, is_trial=True)
    counts: Counter[str] = Counter(dict.fromkeys(COUNTED, 0))
    problems: dict[str, list[int]] = {}
    companions: dict[str, dict[str, int]] = {}
    alike: list[Prepared] = []
    done = 0
    for chunk in paced(preparer.stream(order.table.rows())):
        with transaction.atomic():
            planned = planner.plan(chunk)
        planner.written(planned)
        companions = added(companions, planned.companions)
        for name in (*COUNTED, "conflicts"):
            counts[name] += getattr(planned, name)
        alike += planned.alike
        _note(problems, planned)
        done += len(chunk)
        beat(done)
    return {
        **counts,
        "rows": done,
        "companions": companions,
        "problems": _listed(problems),
        "unfit": {to: _unfit(preparer.specs[to], c) for to, c in preparer.unfit.items()},
        "alike": _alike(alike, looker.looked) if may_look(compiled.model) else None,
    }


def _alike(items: Sequence[Prepared], looked: int) -> dict[str, Any]:
    """How many of the rows looked at look like a record that is here, and the likeliest of them."""
    found = [(item, item.alike) for item in items if item.alike is not None]
    found.sort(key=lambda pair: -pair[1].probability)
    rows = [
        {
            "line": item.row[0], "name": str((item.whole or {}).get("name", ("", ""))[1]),
            "is_like": alike.name, "id": str(alike.id) if alike.id else None,
            "probability": alike.percent / 100,
        }
        for item, alike in found[:LISTED]
    ]  # fmt: skip
    return {"count": len(found), "looked_at": looked, "rows": rows}


def _note(problems: dict[str, list[int]], planned: Planned) -> None:
    """Problems by their text: how often (first), then the first lines."""
    for item in planned.refused:
        for text in item.problems:
            if text not in problems and len(problems) >= 2_000:
                continue
            known = problems.setdefault(text, [0])
            known[0] += 1
            if len(known) <= LINES:
                known.append(item.row[0])


def _listed(problems: dict[str, list[int]]) -> list[dict[str, Any]]:
    most = sorted(problems.items(), key=lambda entry: -entry[1][0])[:LISTED]
    return [{"text": text, "count": lines[0], "lines": lines[1:]} for text, lines in most]


def _unfit(spec: FieldSpec, values: Counter[str]) -> list[dict[str, Any]]:
    return [
        {"text": text, "count": count, "nearest": nearest(text, spec.choices)}
        for text, count in values.most_common(LISTED)
    ]


def nearest(text: str, choices: Sequence[tuple[str, Any]]) -> str:
    """The choice that is written most like the text (`technolgy`: technology); "" if none is."""
    words = {fold(str(word)): value for value, label in choices for word in (value, label)}
    found = difflib.get_close_matches(fold(text).strip(), list(words), n=1, cutoff=CLOSE)
    return words[found[0]] if found else ""
