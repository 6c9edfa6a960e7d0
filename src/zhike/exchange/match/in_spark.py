"""The same tables in Spark: past one machine, by the same settings.

Needs the extra `spark` (`bin/install spark`) and Java 17; nothing else imports this module.
"""

from __future__ import annotations

from collections.abc import Sequence

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import count, expr
from pyspark.sql.functions import sum as total
from splink.backends.spark import SparkAPI, similarity_jar_location

from zhike.exchange.match.blocking import Rule
from zhike.exchange.match.preparing import Record
from zhike.exchange.match.tables import LEFT, RIGHT, Tables, arrow


def session(master: str) -> SparkSession:
    """A session with what Splink's comparisons call; a cluster's own settings win elsewhere.

    ANSI mode is off: where DuckDB gives NULL Spark would stop.
    """
    found: SparkSession = (
        SparkSession.builder.master(master)
        .appName("zhike match")
        .config("spark.jars", similarity_jar_location())
        .config("spark.sql.ansi.enabled", "false")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    found.sparkContext.setLogLevel("ERROR")
    return found


class InSpark(Tables):
    """The tables as views of a Spark session, compared by its workers."""

    def __init__(
        self,
        session: SparkSession,
        left: Sequence[Record],
        right: Sequence[Record] | None = None,
    ) -> None:
        """In a session with what `session` gives it."""
        self.session = session
        super().__init__(left, right)

    def open(self) -> None:
        """Split among as many tasks as the cluster runs at once."""
        tasks = self.session.sparkContext.defaultParallelism
        self.session.conf.set("spark.sql.shuffle.partitions", str(tasks))
        self.database = SparkAPI(  # type: ignore[no-untyped-call]
            spark_session=self.session, num_partitions_on_repartition=tasks,
            break_lineage_method="persist",
        )  # fmt: skip
        for name, records in zip(self.names, self.tables, strict=True):
            self.session.createDataFrame(arrow(records)).createOrReplaceTempView(name)

    def count(self, rule: Rule) -> int:
        """By the values that they agree in."""
        left, *right = (self._counted(rule, name) for name in self.names)
        found = (
            left.join(right[0], "key").agg(total(expr(f"{LEFT} * {RIGHT}")))
            if right
            else left.agg(total(expr(f"{LEFT} * ({LEFT} - 1) div 2")))
        )
        row = found.first()
        return int(row[0] or 0) if row else 0

    def _counted(self, rule: Rule, name: str) -> DataFrame:
        known = self.session.table(name).filter(rule.known)
        return known.groupBy(expr(rule.key).alias("key")).agg(count("*").alias(name))
