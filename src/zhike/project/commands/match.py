"""Find rows that mean the same party: `match A.csv [B.csv] --id COL --out pairs.csv`."""

from __future__ import annotations

import argparse
import csv
import json
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from zhike.exchange.match.deciding import Decision, relations
from zhike.exchange.match.matching import Engine, match
from zhike.exchange.match.preparing import Record, records_of
from zhike.exchange.match.tables import InDuckDB
from zhike.exchange.readers import NotATable, open_table
from zhike.project.commands import CommandRefused

PAIRS = ("left", "right", "probability", "decision")
RELATIONS = ("left", "right", "relation")
IDS = ("id", "unique_id", "rec_id", "record_id", "编号")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which tables, and where the pairs go."""
    parser.add_argument("table", type=Path, metavar="A", help="CSV, XLSX, XLS, ODS, …")
    parser.add_argument(
        "other", type=Path, nargs="?", metavar="B", help="default: A is compared with itself"
    )
    parser.add_argument("--id", metavar="COL", default="", help="the column that names a row")
    parser.add_argument("--out", type=Path, metavar="FILE.csv", help="default: standard output")
    parser.add_argument(
        "--relations", type=Path, metavar="FILE.csv",
        help="write there which companies are branches or sisters of others (of one table)",
    )  # fmt: skip
    parser.add_argument(
        "--spark", metavar="MASTER", default="",
        help="compare on a Spark cluster (local[*], spark://host:7077, yarn); else in this process",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="say what was found as JSON")


def run(options: argparse.Namespace) -> int:
    """Write the pairs and say how many of each decision there are."""
    began = time.monotonic()
    ids, records = _records(options.table, options.id)
    other_ids, others = _records(options.other, options.id) if options.other else (ids, None)
    pairs = match(records, others, engine_on(options.spark))
    rows = (
        (ids[pair.left], other_ids[pair.right], f"{pair.probability:.9f}", str(pair.decision))
        for pair in pairs
    )
    _write(options.out, PAIRS, rows)
    if options.relations:
        found = relations(records)
        _write(options.relations, RELATIONS, ((ids[a], ids[b], str(kind)) for a, b, kind in found))
    counts = Counter(str(pair.decision) for pair in pairs)
    report = {
        "rows": len(records) + len(others or ()),
        **{str(decision): counts[decision] for decision in Decision},
        "seconds": round(time.monotonic() - began, 1),
    }
    if options.json:
        text = json.dumps(report)
    else:
        text = ", ".join(f"{count} {name}" for name, count in report.items())
    print(text, file=sys.stdout if options.out else sys.stderr)
    return 0


def engine_on(master: str) -> Engine:
    """Where to compare: on a Spark master, else here. Raises CommandRefused without Spark."""
    if not master:
        return InDuckDB
    if not find_spec("pyspark"):
        raise CommandRefused("Spark is an extra: bin/install spark (and Java 17).")
    in_spark = import_module("zhike.exchange.match.in_spark")
    return partial(in_spark.InSpark, in_spark.session(master))


def _records(path: Path, identity: str) -> tuple[list[str], list[Record]]:
    with tempfile.TemporaryDirectory(prefix="zhike-match-") as folder:
        copy = Path(folder, "table")
        try:
            shutil.copyfile(path, copy)
            table = open_table(copy)
            headings = table.headings
        except NotATable as error:
            raise CommandRefused(f"{path}: {error}") from None
        except OSError as error:
            raise CommandRefused(f"{path}: {error.strerror or error}.") from None
        if identity and identity not in headings:
            raise CommandRefused(f"{path} has no column {identity}; {', '.join(headings)}.")
        known = (name for name in headings if name.lower() in IDS)
        return records_of(table, identity or next(known, ""))


def _write(path: Path | None, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    if path is None:
        csv.writer(sys.stdout, lineterminator="\n").writerows([headings, *rows])
        return
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([headings, *rows])
    except OSError as error:
        raise CommandRefused(f"{path}: {error.strerror}.") from None
