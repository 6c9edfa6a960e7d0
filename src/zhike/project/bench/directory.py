"""The company directory in the benchmark: a list loaded, then searched in every manner."""

from __future__ import annotations

import datetime as dt
import resource
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Any

from django.conf import settings

from zhike.access.rights import system_access
from zhike.people.directory import files
from zhike.people.directory.known import known
from zhike.people.directory.loading import load, open_list
from zhike.people.directory.searching import Wanted, about, search
from zhike.people.models import DirectoryBatch, DirectoryCompany
from zhike.project.bench.companies import write_list
from zhike.project.readiness import load_all

AGAIN = 25
CITIES = ("510100", "500000", "310000", "440300", "330100", "610100", "420100", "540000")
WORDS = ("客车运输", "物流", "科技", "恒瑞", "成都", "旅游客运", "软件开发", "龙腾", "和平")
TRADES = ("passenger_transport", "retail", "software", "logistics", "construction", "medical")
MILLION = 1_000_000


def measure(size: int) -> dict[str, Any]:
    """Load so many companies where there are none, and search among them."""
    load_all()
    found = {} if DirectoryCompany.objects.exists() else {"load": _load(size)}
    return {**found, "searches": [_timed(name, make) for name, make in PROBES.items()]}


def _load(size: int) -> dict[str, Any]:
    path = Path(settings.DATA_DIR) / "companies.csv"
    write_list(path, size)
    batch = DirectoryBatch(name="bench", dated="2026-01-01", source="bench", licence="bench")
    with system_access().change_set("bench"):
        batch.save()
    with path.open("rb") as file:
        batch.note_down(stored=files.store(iter(lambda: file.read(1 << 20), b"")))
    wall, cpu = time.perf_counter(), time.process_time()
    counts = load(batch, open_list(batch))
    seconds, worked = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {
        "rows": counts.rows, "added": counts.added, "seconds": round(seconds, 1),
        "rows_per_second": int(counts.rows / seconds),
        "rows_per_cpu_second": int(counts.rows / worked), "peak_megabytes": peak,
    }  # fmt: skip


def _timed(name: str, make: Callable[[Random], Wanted]) -> dict[str, Any]:
    """A page with its count and what is known of its companies, of other values each time."""
    chance, times, worked = Random(name), [], []  # noqa: S311 (no secret)
    access, hits = system_access(), []
    for _round in range(AGAIN):
        wanted = make(chance)
        start, cpu = time.perf_counter(), time.process_time()
        page = search(wanted)
        hits.append(about(wanted, page))
        known(page.companies, access)
        times.append((time.perf_counter() - start) * 1000)
        worked.append((time.process_time() - cpu) * 1000)
    return {"name": name, "median": round(median(times), 1),
            "p95": round(quantiles(times, n=20)[-1], 1), "most": round(max(times), 1),
            "cpu_median": round(median(worked), 1), "cpu_most": round(max(worked), 1),
            "found": int(median(hits)), "failed": 0}  # fmt: skip


def _day(chance: Random) -> dt.date:
    return dt.date(chance.randint(1990, 2024), chance.randint(1, 12), chance.randint(1, 28))


def _city_and_word(chance: Random) -> Wanted:
    return Wanted(region=chance.choice(CITIES), words=chance.choice(WORDS))


def _capital_and_day(chance: Random) -> Wanted:
    return Wanted(capital_from=chance.randint(1, 400) * MILLION // 7, founded_from=_day(chance))


def _hardly_there(chance: Random) -> Wanted:
    """Capital between two amounts that nobody has, of which many begin like one that many have."""
    low = chance.choice((100, 200, 500, 1000)) * 10_000
    return Wanted(capital_from=low + low // 100, capital_to=low + low // 20)


PROBES: dict[str, Callable[[Random], Wanted]] = {
    "everything": lambda chance: Wanted(),
    "a city": lambda chance: Wanted(region=chance.choice(CITIES)),
    "a word": lambda chance: Wanted(words=chance.choice(WORDS)),
    "city and word": _city_and_word,
    "city and trade": lambda chance: Wanted(
        region=chance.choice(CITIES), industry=chance.choice(TRADES)
    ),
    "trade and word": lambda chance: Wanted(
        industry=chance.choice(TRADES), words=chance.choice(WORDS)
    ),
    "capital and founded": _capital_and_day,
    "word and capital": lambda chance: Wanted(
        words=chance.choice(WORDS), capital_from=chance.randint(1, 5000) * 10_000
    ),
    "two words": lambda chance: Wanted(words=" ".join(chance.sample(WORDS, 2))),
    "a range hardly there": _hardly_there,
    "new, in a city": lambda chance: Wanted(
        since=dt.date(2026, 1, 1), region=chance.choice(CITIES)
    ),
    "a name nobody has": lambda chance: Wanted(words="龘靐齉爩"),
}
"""What is looked for, by its name."""
