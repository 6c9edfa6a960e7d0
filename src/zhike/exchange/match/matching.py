"""Pairs of rows that mean the same party, with probability and decision."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from zhike.exchange.match.blocking import SURE, TEACHERS, rules_for
from zhike.exchange.match.comparisons import comparisons_for
from zhike.exchange.match.deciding import Pair, decide, decide_between
from zhike.exchange.match.model import Model, expected, learn, learnt, linker_for
from zhike.exchange.match.preparing import Record
from zhike.exchange.match.tables import InDuckDB, Tables

Engine = Callable[[Sequence[Record], Sequence[Record] | None], Tables]
SHOWN_FROM = 0.1
ROUNDS = 2
# Of each hundred records some are expected twice, before anything is known.
DUPLICATES_BEFORE = 0.02
RECALL = 0.7


def train(tables: Tables) -> Model:
    """A model of these tables, learnt without labels."""
    known = tables.known()
    share = _share_before(tables, known)
    model = expected(comparisons_for(known, sum(map(len, tables.tables))), share)
    rules = tables.rules(known)
    linker = linker_for(tables.registered, model, rules)
    learn(linker, [(rule, tables.count(rule)) for rule in rules_for(known, TEACHERS)])
    for _ in range(ROUNDS):
        model = learnt(model, linker, tables.pairs)
        found = sum(pair.probability for pair in scored(tables, model))
        model = replace(model, share=_bounded(found / tables.pairs))
    return learnt(model, linker, tables.pairs)


def _share_before(tables: Tables, known: set[str]) -> float:
    """How many pairs are matches, by those that agree in what seldom agrees by chance."""
    sure = max([tables.count(rule) for rule in rules_for(known, SURE)], default=0)
    records = min(map(len, tables.tables))
    return _bounded(max(sure / RECALL, records * DUPLICATES_BEFORE) / tables.pairs)


def _bounded(share: float) -> float:
    return min(max(share, 1e-9), 0.5)


def scored(tables: Tables, model: Model, least: float = 0.001) -> Iterator[Pair]:
    """The pairs of the tables that are not quite improbable."""
    linker = linker_for(tables.registered, model, tables.rules(tables.known()))
    found = linker.inference.predict(threshold_match_probability=least).as_dict()
    for left, right, probability in zip(
        found["row_l"], found["row_r"], found["match_probability"], strict=True
    ):
        yield Pair(left, right, probability)


def match(
    left: Sequence[Record],
    right: Sequence[Record] | None = None,
    engine: Engine = InDuckDB,
) -> list[Pair]:
    """The pairs worth showing, the most probable first."""
    tables = engine(left, right)
    if not tables.pairs or not tables.known():
        return []
    found = scored(tables, train(tables), SHOWN_FROM)
    return decide(found, left) if right is None else decide_between(found, left, right)
