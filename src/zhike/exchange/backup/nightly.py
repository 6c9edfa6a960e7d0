"""Backups by themselves: made every night, one of them restored on trial every week."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import tempfile
import time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from zhike.exchange.backup import kept
from zhike.exchange.backup.kept import Kept
from zhike.ledger.jobs import Running, each_minute, enqueue, handles
from zhike.ledger.models import Job
from zhike.records.models import Company

MAKE, PROVE = "backup.make", "backup.prove"
HOUR = 2
PROVEN_EVERY = dt.timedelta(days=7)
PATIENCE = dt.timedelta(hours=1)
"""So long after a failure nobody tries again by himself."""


@each_minute
def make_nightly() -> None:
    """Ask for the backup of last night where it is missing: also at noon, if nobody was up."""
    company = Company.here()
    if not company.backups_kept or not is_due(timezone.now(), company, _newest_daily()):
        return
    busy = Job.objects.filter(name=MAKE, state__in=[Job.State.WAITING, Job.State.RUNNING])
    failed = Job.objects.filter(
        name=MAKE, state=Job.State.FAILED, finished_at__gt=timezone.now() - PATIENCE
    )
    if not busy.exists() and not failed.exists():
        enqueue(MAKE, {"kind": kept.DAILY})


def is_due(now: dt.datetime, company: Company, newest: Kept | None) -> bool:
    """Whether two in the morning has passed since the newest daily backup."""
    here = now.astimezone(ZoneInfo(company.time_zone))
    night = here.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    if night > here:
        night -= dt.timedelta(days=1)
    return newest is None or newest.made_at < night


def _newest_daily() -> Kept | None:
    return next((one for one in kept.all_kept() if one.kind == kept.DAILY), None)


@handles(MAKE)
def make_job(running: Running) -> dict[str, Any]:
    """Make one; after a daily one the oldest go, and once a week it is proven."""
    kept.sweep()
    path = kept.new_path(running.arguments["kind"])
    error = _carry_out(running, "backup", str(path))
    if error:
        raise RuntimeError(error)
    if running.arguments["kind"] == kept.DAILY:
        kept.prune(Company.here().backups_kept)
        if _is_proof_due(timezone.now()):
            enqueue(PROVE, {"name": path.name})
    return {"name": path.name}


def _is_proof_due(now: dt.datetime) -> bool:
    proven = [one.proven_at for one in kept.all_kept() if one.proven_at]
    return not proven or max(proven) < now - PROVEN_EVERY


@handles(PROVE)
def prove_job(running: Running) -> dict[str, Any]:
    """Restore one beside the installation and compare; how it ended is noted beside the file."""
    path = kept.path_of(running.arguments["name"])
    if path is None:
        return {}
    start = time.monotonic()
    error = _carry_out(running, "restore", "--check", str(path))
    kept.note_proof(path, seconds=time.monotonic() - start, error=error)
    return {"error": error} if error else {}


def _carry_out(running: Running, *words: str) -> str:
    """Run a word of the command line beside this worker, whose lease goes on; what went wrong."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        process = subprocess.Popen(  # noqa: S603 (our own command)
            [sys.executable, "-m", "zhike", *words],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said,
        )  # fmt: skip
        try:
            while process.poll() is None:
                running.progress(0, 0)
                time.sleep(0.5)
        except BaseException:
            process.terminate()
            process.wait()
            raise
        said.seek(0)
        lines = said.read().strip().splitlines()
    if process.returncode == 0:
        return ""
    return lines[-1][:500] if lines else f"It ended with {process.returncode}."
