"""A run of the benchmark: makes the company, starts the server, measures, tells."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections

from zhike.people.models import Party
from zhike.project import static_files
from zhike.project.bench import (
    directory,
    importing,
    live,
    money,
    pages,
    prospecting,
    report,
    selling,
    working,
)
from zhike.project.bench.client import Browser, Request, Times, one, several
from zhike.project.bench.company import PASSWORD, Company, make
from zhike.project.bench.server import memory, running
from zhike.project.commands import CommandRefused, migrate

PEOPLE = 8
AGAIN = 40
AGAIN_AT_WORK = 12
SECONDS = 3.0
SMOKE, SMOKED = 1000, 10
FEW = 300
"""Customers beside a directory that is measured alone."""
WHO = ("all", "team", "own")
WATCHED = "/parties/"


def measure(size: int, only: str, json_file: str | None, import_rows: int) -> int:
    """Do what was asked and print it; 1 where a request failed."""
    start = time.perf_counter()
    customers = min(size, FEW) if only == "directory" else size
    company = prepared(customers, is_small=only in ("money", "leads"))
    found: dict[str, Any] = {
        "machine": machine(),
        "size": {"parties": company.size, "seconds_to_make": round(time.perf_counter() - start, 1)},
        "database_megabytes": database_size(),
    }
    report.heading(found)
    connections.close_all()
    with running() as (port, process):
        if only in ("", "pages"):
            found["pages"] = _pages(company, port, pages.probes)
        if only in ("", "work"):
            found |= _work(company, port)
        found |= _matters(company, port, only, size)
        found["memory"] = memory(process)
        if only in ("", "live"):
            count = SMOKED if company.size < SMOKE else live.SAMPLE
            found["live"] = live.measure(company, _browser(company, "all", port), process, count)
        if only in ("", "import"):
            found["import"] = _import(company, import_rows, port)
            found["memory_after_import"] = memory(process)
    found["database_megabytes_after"] = database_size()
    report.ending(found)
    if json_file:
        Path(json_file).write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    return int(
        any(
            row["failed"]
            for part in ("pages", "work", "money", "leads", "live")
            for row in found.get(part, [])
        )
    )


def _matters(company: Company, port: int, only: str, size: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if only in ("", "sell"):
        found["selling"] = selling.measure()
        report.selling(found["selling"])
    if only in ("", "money"):
        found |= _money(company, port, size)
    if only == "leads":
        prospecting.prepare(size)
        found["leads"] = _pages(company, port, prospecting.probes, AGAIN_AT_WORK)
    if only in ("", "directory"):
        found["directory"] = directory.measure(size)
        report.directory(found["directory"])
    return found


def prepared(size: int, *, is_small: bool = False) -> Company:
    """The company that an earlier run left in this folder, or a new one in an empty database.

    For money or leads alone the size is theirs: there are a tenth as many customers.
    """
    migrate.run(None)  # type: ignore[arg-type]
    static_files.collect()
    noted = Path(settings.DATA_DIR) / "bench.json"
    if noted.exists():
        return Company.remembered(noted)
    if Party.objects.exists():
        raise CommandRefused("The benchmark fills a database of its own: name an empty one.")
    company = make(size // 10, size // 500) if is_small else make(size)
    company.remember(noted)
    return company


def _work(company: Company, port: int) -> dict[str, Any]:
    working.prepare(company)
    rows = _pages(company, port, working.probes, AGAIN_AT_WORK)
    found = {"race": working.race(company, port), "handover": working.handover(company)}
    report.work(found)
    return {"work": rows, **found}


def _money(company: Company, port: int, size: int) -> dict[str, Any]:
    money.prepare(size)
    found = {"money": _pages(company, port, money.probes, AGAIN_AT_WORK), "sums": money.counted()}
    report.money(found["sums"])  # type: ignore[arg-type]
    return found


def _pages(
    company: Company,
    port: int,
    probes: Callable[[Company, str], Iterator[pages.Probe]],
    often: int = AGAIN,
) -> list[dict[str, Any]]:
    rows = []
    is_smoke = company.size < SMOKE
    again, seconds = (5, 0.5) if is_smoke else (often, SECONDS)
    for who in WHO:
        browsers = [_browser(company, who, port) for _ in range(PEOPLE)]
        token = {"Authorization": f"Bearer {company.tokens[who]}"}
        programs = [Browser(port, token) for _ in range(PEOPLE)]
        for probe in probes(company, who):
            connections.close_all()
            clients = programs if probe.is_api else browsers
            alone = one(clients[0], probe.make, again)
            together = several(clients, probe.make, seconds)
            row = {"user": who, "page": probe.name, **alone.summary()}
            row |= {"per_second": together.summary()["per_second"],
                    "p95_of_8": together.summary()["p95"]}  # fmt: skip
            row["failed"] += together.failed
            rows.append(row)
            report.page(row)
    return rows


def _browser(company: Company, who: str, port: int) -> Browser:
    browser = Browser(port)
    browser.log_in(company.users[who].login, PASSWORD)
    return browser


def _import(company: Company, rows: int, port: int) -> dict[str, Any]:
    """Import while somebody works, undo it, and let Django do the least it can."""
    path = Path(settings.DATA_DIR) / "bench.csv"
    importing.write_table(path, rows)
    bare = importing.bare(rows)
    alone, change_set = importing.through_the_door(path, rows)
    back = importing.undone(change_set, rows)
    with _Visitor(_browser(company, "team", port)) as visitor:
        importing.through_the_door(path, rows)
    ratio = alone["rows_per_cpu_second"] / bare["rows_per_cpu_second"]
    return {
        "bare": bare, "door": alone, "undo": back, "ratio_per_cpu_second": round(ratio, 2),
        "page_meanwhile": visitor.times.summary(),
    }  # fmt: skip


class _Visitor:
    """Somebody who looks at the list of customers while an import is under way."""

    def __init__(self, browser: Browser) -> None:
        self.browser, self.times = browser, Times()
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._look)

    def __enter__(self) -> _Visitor:
        self.thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop.set()
        self.thread.join()

    def _look(self) -> None:
        start = time.perf_counter()
        while not self.stop.wait(0.2):
            self.browser.time(Request(WATCHED), self.times)
        self.times.seconds = time.perf_counter() - start


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            database = f"PostgreSQL {cursor.fetchone()[0]}"
    else:
        database = f"SQLite {sqlite3.sqlite_version}"
    return {
        "cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1), "database": database,
        "python": platform.python_version(), "system": f"{platform.system()} {platform.release()}",
    }  # fmt: skip


def database_size() -> float:
    """Megabytes on disk, write-ahead log included."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return round(float(cursor.fetchone()[0]) / 1e6, 1)
    name = str(connection.settings_dict["NAME"])
    files = (Path(name + suffix) for suffix in ("", "-wal"))
    return round(sum(file.stat().st_size for file in files if file.exists()) / 1e6, 1)
