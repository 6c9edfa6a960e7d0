"""Records in a database of their own, where Splink compares them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

import duckdb
import pyarrow
from splink import DuckDBAPI
from splink.internals.blocking_rule_creator import BlockingRuleCreator
from splink.internals.database_api import DatabaseAPI

from zhike.exchange.match import blocking
from zhike.exchange.match.blocking import Rule, rules_for
from zhike.exchange.match.preparing import FIELDS, Record

LEFT, RIGHT = "left_table", "right_table"


class Tables(ABC):
    """One or two tables of records in a database in which Splink compares them."""

    database: DatabaseAPI[Any]

    def __init__(self, left: Sequence[Record], right: Sequence[Record] | None = None) -> None:
        """`right` is None where a table is compared with itself."""
        self.left, self.right = left, right
        self.tables = [left] if right is None else [left, right]
        self.names = (LEFT, RIGHT)[: len(self.tables)]
        self.open()
        self.registered = [
            self.database.register(name, dataset_display_name=f"{name}_records")
            for name in self.names
        ]

    @abstractmethod
    def open(self) -> None:
        """Open the database and put the tables into it under their names."""

    @abstractmethod
    def count(self, rule: Rule) -> int:
        """How many pairs agree in all that a rule compares."""

    @property
    def pairs(self) -> int:
        """How many pairs there are to choose from."""
        if self.right is None:
            return len(self.left) * (len(self.left) - 1) // 2
        return len(self.left) * len(self.right)

    def known(self) -> set[str]:
        """The fields that some records of each table hold."""
        return {
            name
            for name in FIELDS
            if all(any(record[name] for record in table) for table in self.tables)
        }

    def rules(self, known: set[str]) -> list[BlockingRuleCreator]:
        """Which pairs are looked at."""
        if self.pairs <= blocking.WHOLE:
            return [blocking.everything()]
        most = blocking.MOST_PAIRS + blocking.MOST_EACH * sum(map(len, self.tables))
        rules = rules_for(known, blocking.RULES)
        return [rule.creator() for rule in rules if self.count(rule) <= most]


class InDuckDB(Tables):
    """The tables in the memory of this process: what one machine compares quickest."""

    def open(self) -> None:
        """A database of their own."""
        self.connection = duckdb.connect(":memory:")
        self.database = DuckDBAPI(self.connection)
        for name, records in zip(self.names, self.tables, strict=True):
            self.connection.from_arrow(arrow(records)).create(name)

    def count(self, rule: Rule) -> int:
        """By the values that they agree in."""
        left, *right = (
            self.connection.table(name)
            .filter(rule.known)
            .aggregate(f"{rule.key} AS key, count(*) AS {name}")
            for name in self.names
        )
        found = (
            left.join(right[0], "key").aggregate(f"sum({LEFT} * {RIGHT})")
            if right
            else left.aggregate(f"sum({LEFT} * ({LEFT} - 1) // 2)")
        )
        row = found.fetchone()
        return int(row[0] or 0) if row else 0


def arrow(records: Sequence[Record]) -> pyarrow.Table:
    """Records by column, each with its place (`row`)."""
    columns = {"row": pyarrow.array(range(len(records)), pyarrow.int64())}
    for name in FIELDS:
        columns[name] = pyarrow.array([record[name] for record in records], pyarrow.string())
    return pyarrow.table(columns)
