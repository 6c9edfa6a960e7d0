"""How well companies, people and restaurants are matched, learnt without labels.

`PYTHONPATH=src:. python -m tests.exchange.match.evaluation [--spark MASTER] [SET …]` prints the
table; the data lies beside the checkout.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from tests.exchange.match import made_up, scores
from tests.exchange.match.scores import Couple, Score
from zhike.exchange.match.deciding import Pair
from zhike.exchange.match.matching import Engine, match
from zhike.exchange.match.preparing import Record
from zhike.exchange.match.tables import InDuckDB
from zhike.project.commands.match import engine_on

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"


class Task(NamedTuple):
    """One or two tables and the pairs that are true."""

    left: list[Record]
    right: list[Record] | None
    truth: set[Couple]


@dataclass(frozen=True)
class Result:
    """The scores of a set."""

    name: str
    rows: int
    at_half: Score
    at_nine: Score
    clusters: Score
    seconds: float
    task: Task
    pairs: list[Pair]


def _table(path: str) -> tuple[list[str], list[list[str]]]:
    with (DATA / path).open(encoding="utf-8-sig", newline="") as file:
        headings, *rows = csv.reader(file, skipinitialspace=True)
    return headings, rows


def _truth(parties: Iterable[str]) -> set[Couple]:
    made = made_up.Made([], truth=list(parties))
    return made.pairs


def febrl(number: int, leave_out: tuple[str, ...] = ()) -> Task:
    """People with errors; their ids tell who they are: `rec-223-dup-0`."""
    headings, rows = _table(f"febrl/dataset{number}.csv")
    records = scores.records(headings, rows, leave_out)
    return Task(records, None, _truth(row[0].split("-")[1] for row in rows))


def splink_fake() -> Task:
    """Invented people of Splink's tutorial."""
    headings, rows = _table("splink-fake/fake_1000.csv")
    cluster = headings.index("cluster")
    return Task(scores.records(headings, rows), None, _truth(row[cluster] for row in rows))


def chinese(name: str) -> Task:
    """Companies and branches in variants."""
    headings, rows = _table(f"chinese-companies/{name}.csv")
    cluster = headings.index("cluster")
    return Task(scores.records(headings, rows), None, _truth(row[cluster] for row in rows))


def restaurants() -> Task:
    """Two guides of restaurants."""
    (headings, left), (_, right) = (
        _table("fodors-zagats/fodors.csv"),
        _table("fodors-zagats/zagats.csv"),
    )
    left_ids = {row[0]: place for place, row in enumerate(left)}
    right_ids = {row[0]: place for place, row in enumerate(right)}
    _, matches = _table("fodors-zagats/matches_fodors_zagats.csv")
    return Task(
        scores.records(headings, left),
        scores.records(headings, right),
        {(left_ids[one], right_ids[other]) for one, other in matches},
    )


def made(table: made_up.Made) -> Task:
    """What the tests make up."""
    return Task(scores.records(table.headings, table.rows), None, table.pairs)


SETS: dict[str, Callable[[], Task]] = {
    "febrl 1": lambda: febrl(1),
    "febrl 2": lambda: febrl(2),
    "febrl 3": lambda: febrl(3),
    "febrl 1 without number": lambda: febrl(1, ("soc_sec_id",)),
    "febrl 2 without number": lambda: febrl(2, ("soc_sec_id",)),
    "febrl 3 without number": lambda: febrl(3, ("soc_sec_id",)),
    "Fodors and Zagats": restaurants,
    "splink fake": splink_fake,
    "Chinese companies, rich": lambda: chinese("rich"),
    "Chinese companies, sparse": lambda: chinese("sparse"),
    "made-up companies, seed 21": lambda: made(made_up.companies(21, 1500)),
    "made-up companies, sparse": lambda: made(made_up.companies(22, 1500, filled=0.3)),
    "made-up people": lambda: made(made_up.people(23, 1000)),
    "made-up Chinese people": lambda: made(made_up.chinese_people(24, 1000)),
}


def measure(name: str, engine: Engine = InDuckDB) -> Result:
    """Match a set and score what came out; between two tables every row counts once at most."""
    task = SETS[name]()
    began = time.monotonic()
    pairs = match(task.left, task.right, engine)
    seconds = time.monotonic() - began
    if task.right is None:
        half, nine = scores.from_(pairs, 0.5), scores.from_(pairs, 0.9)
        joined = scores.clustered(nine)
    else:
        half, nine = scores.one_to_one(pairs, 0.5), scores.one_to_one(pairs, 0.9)
        joined = nine
    at_half, at_nine, clusters = (scores.score(found, task.truth) for found in (half, nine, joined))
    rows = len(task.left) + len(task.right or ())
    return Result(name, rows, at_half, at_nine, clusters, seconds, task, pairs)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", metavar="SET", nargs="*", choices=["", *SETS], default="")
    parser.add_argument("--spark", metavar="MASTER", default="", help="compare there")
    options = parser.parse_args()
    engine = engine_on(options.spark)
    print(
        f"{'set':27} rows | pairs at .5: F1  P  R   | pairs at .9        | clusters at .9     | s"
    )
    for name in options.sets or SETS:
        result = measure(name, engine)
        figures = " | ".join(
            " ".join(f"{figure:.4f}" for figure in one)
            for one in (result.at_half, result.at_nine, result.clusters)
        )
        print(f"{name:27} {result.rows:5} | {figures} | {result.seconds:.1f}", flush=True)


if __name__ == "__main__":
    main()
