"""The import door beside the least that Django can do: rows a second, and rows per CPU-second."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from zhike.people.models import ContactPoint, Party
from zhike.project.bench.names import Names

CHUNK = 1000
_CHANGE_SET = re.compile(r"change set ([0-9a-f-]{36})")


@dataclass
class Spent:
    """What a command took and said."""

    seconds: float
    cpu_seconds: float
    peak_megabytes: int
    said: str


def command(*words: str) -> Spent:
    """Run a command of Zhike in a process of its own; raises RuntimeError if it fails."""
    start = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 (our own command)
        [sys.executable, "-m", "zhike", *words], stdout=subprocess.PIPE, text=True
    )
    said = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{words[0]} failed: {said}")
    cpu = usage.ru_utime + usage.ru_stime
    return Spent(time.perf_counter() - start, cpu, usage.ru_maxrss // 1024, said)


def write_table(path: Path, rows: int) -> None:
    """A CSV file of so many customers with a telephone number and an email address each."""
    names = Names(7)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["name", "kind", "contact_points.phone", "contact_points.email"])
        for _ in range(rows):
            customer = names.customer()
            kind = "person" if customer.is_person else "organization"
            table.writerow([customer.name, kind, customer.phone, customer.email])


def through_the_door(path: Path, rows: int) -> tuple[dict[str, Any], str]:
    """Import the table with the command line; its figures and its change set."""
    idle = command("import", "--help")
    before = Party.objects.count(), ContactPoint.objects.count()
    spent = command("import", str(path), "--resource", "parties")
    made = Party.objects.count() - before[0], ContactPoint.objects.count() - before[1]
    found = _CHANGE_SET.search(spent.said)
    if made != (rows, 2 * rows) or found is None:
        raise RuntimeError(f"Imported {made} instead of {rows} customers: {spent.said}")
    seconds = spent.seconds - idle.seconds
    cpu = spent.cpu_seconds - idle.cpu_seconds
    figures = {
        "rows": rows, "seconds": round(seconds, 1), "rows_per_second": round(rows / seconds),
        "rows_per_cpu_second": round(rows / cpu), "peak_megabytes": spent.peak_megabytes,
    }  # fmt: skip
    return figures, found[1]


def undone(change_set: str, rows: int) -> dict[str, Any]:
    """Take the import back; how long, and what is left of it."""
    before = Party.objects.count(), ContactPoint.objects.count()
    spent = command("undo", change_set)
    left = rows - (before[0] - Party.objects.count())
    points = 2 * rows - (before[1] - ContactPoint.objects.count())
    return {
        "seconds": round(spent.seconds, 1), "cpu_seconds": round(spent.cpu_seconds, 1),
        "rows_left": left, "contact_points_left": points,
        "rows_per_second": round(rows / spent.seconds),
    }  # fmt: skip


def bare(rows: int) -> dict[str, Any]:
    """Django's own `bulk_create` of the customers alone: no numbers, no ledger, no search.

    What to write is thought out before the clock starts.
    """
    written = list(_columns(rows))
    start, cpu = time.perf_counter(), time.process_time()
    made = (Party(**values) for values in written)
    while chunk := list(islice(made, CHUNK)):
        with transaction.atomic():
            models.QuerySet[Party](Party).bulk_create(chunk)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    return {
        "rows": rows, "seconds": round(seconds, 1), "rows_per_second": round(rows / seconds),
        "rows_per_cpu_second": round(rows / cpu),
    }  # fmt: skip


def _columns(rows: int) -> Iterator[dict[str, Any]]:
    names, now = Names(9), timezone.now()
    for _ in range(rows):
        customer = names.customer()
        kind = Party.Kind.PERSON if customer.is_person else Party.Kind.ORGANIZATION
        values = {"name": customer.name, "kind": kind}
        yield {**values, **Party.derive(values), "created_at": now, "updated_at": now}
