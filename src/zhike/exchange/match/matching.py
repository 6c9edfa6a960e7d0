"""Pairs of rows that mean the same party, with probability and decision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import duckdb
import pyarrow
from splink import DuckDBAPI
from splink.internals.blocking_rule_creator import BlockingRuleCreator

from zhike.exchange.match import blocking
from zhike.exchange.match.blocking import SURE, TEACHERS, Rule, rules_for
from zhike.exchange.match.comparisons import comparisons_for
from zhike.exchange.match.deciding import Pair, decide, decide_between
from zhike.exchange.match.model import Model, expected, learn, learnt, linker_for
from zhike.exchange.match.preparing import FIELDS, Record

SHOWN_FROM = 0.1
ROUNDS = 2
# Of each hundred records some are expected twice, before anything is known.
DUPLICATES_BEFORE = 0.02
RECALL = 0.7


class Tables:
    """One or two tables of records in a database of their own."""

    def __init__(self, left: Sequence[Record], right: Sequence[Record] | None = None) -> None:
        """`right` is None where a table is compared with itself."""
        self.left, self.right = left, right
        self.tables = [left] if right is None else [left, right]
        self.connection = duckdb.connect(":memory:")
        self.database = DuckDBAPI(self.connection)
        named = {"left_table": left} if right is None else {"left_table": left, "right_table": right}
        for name, records in named.items():
            self.connection.register(f"{name}_arrow", _arrow(records))
            self.connection.execute(f"CREATE TABLE {name} AS SELECT * FROM {name}_arrow")
        self.names = list(named)
        self.registered = [
            self.database.register(name, dataset_display_name=f"{name}_records") for name in named
        ]

    @property
    def pairs(self) -> int:
        """How many pairs there are to choose from."""
        if self.right is None:
            return len(self.left) * (len(self.left) - 1) // 2
        return len(self.left) * len(self.right)

    def known(self) -> set[str]:
        """The fields that some records of each table hold."""
        tables = self.tables
        return {name for name in FIELDS if all(any(r[name] for r in t) for t in tables)}

    def count(self, rule: Rule) -> int:
        """How many pairs agree in all that a rule compares."""
        values = rule.expressions or rule.needs
        named = ", ".join(f"{value} AS value_{n}" for n, value in enumerate(values))
        known = " AND ".join(f"{name} IS NOT NULL" for name in rule.needs)
        left, *right = (
            f"(SELECT count(*) AS n, {named} FROM {table} WHERE {known} GROUP BY ALL)"
            for table in self.names
        )
        if right:
            using = ", ".join(f"value_{n}" for n in range(len(values)))
            query = f"SELECT sum(l.n * r.n) FROM {left} l JOIN {right[0]} r USING ({using})"
        else:
            query = f"SELECT sum(n * (n - 1) // 2) FROM {left}"
        row = self.connection.execute(query).fetchone()
        return int(row[0] or 0) if row else 0

    def rules(self, known: set[str]) -> list[BlockingRuleCreator]:
        """Which pairs are looked at."""
        if self.pairs <= blocking.WHOLE:
            return [blocking.everything()]
        most = blocking.MOST_PAIRS + blocking.MOST_EACH * sum(map(len, self.tables))
        rules = rules_for(known, blocking.RULES)
        return [rule.creator() for rule in rules if self.count(rule) <= most]


def _arrow(records: Sequence[Record]) -> pyarrow.Table:
    columns = {"row": pyarrow.array(range(len(records)), pyarrow.int64())}
    for name in FIELDS:
        columns[name] = pyarrow.array([record[name] for record in records], pyarrow.string())
    return pyarrow.table(columns)


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


def match(left: Sequence[Record], right: Sequence[Record] | None = None) -> list[Pair]:
    """The pairs worth showing, the most probable first."""
    tables = Tables(left, right)
    if not tables.pairs or not tables.known():
        return []
    found = scored(tables, train(tables), SHOWN_FROM)
    return decide(found, left) if right is None else decide_between(found, left, right)
