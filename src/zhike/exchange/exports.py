"""Exported files: made in the background where they are large, kept for a week."""

from __future__ import annotations

import datetime as dt
import secrets
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from zhike.access.models import User
from zhike.access.rights import Denied, access_of
from zhike.exchange.exporting import Demand, export
from zhike.ledger.jobs import Running, enqueue, handles
from zhike.ledger.models import Job
from zhike.records import listing
from zhike.records.resource import resource_named

FOLDER = "exports"
JOB = "export.run"
AT_ONCE = 2_000
KEPT = dt.timedelta(days=7)


def is_large(demand: Demand) -> bool:
    """Whether nobody should wait for it."""
    rows = listing.rows(demand.resource, demand.access, demand.wanted)
    return rows.order_by().values("pk")[: AT_ONCE + 1].count() > AT_ONCE


def start(demand: Demand, language: str) -> Job:
    """Let a worker make the file; raises Denied where nobody could fetch it."""
    user = demand.access.user
    if user is None:
        raise Denied(demand.resource.model.record_type, "export")
    arguments = {
        "resource": demand.resource.name, "format": demand.format, "language": language,
        "query": asdict(demand.query), "columns": demand.columns, "news": demand.only_news,
        "file": new_name(demand.made.ending),
    }  # fmt: skip
    return enqueue(JOB, arguments, actor=user.pk)


def new_name(ending: str) -> str:
    """A random name, under which the file lies out of any web server's reach."""
    return f"{secrets.token_hex(16)}.{ending}"


def path_of(name: str) -> Path:
    """Where an exported file lies; what nobody fetched for a week is deleted."""
    folder = Path(settings.DATA_DIR) / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    oldest = time.time() - KEPT.total_seconds()
    for file in folder.iterdir():
        if file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)
    return folder / Path(name).name


def file_name(demand: Demand) -> str:
    """What the file is called where it is saved."""
    return f"{demand.resource.label_plural} {timezone.localdate()}.{demand.made.ending}"


def demand_of(job: Job) -> Demand:
    """What a job exports, with the rights that its user has now."""
    given = job.arguments
    access = access_of(User.objects.get(pk=job.actor), "web")
    return Demand(
        resource_named(given["resource"]), access, listing.Query(**given["query"]),
        given["format"], tuple(given.get("columns", ())), given.get("news", False),
    )  # fmt: skip


@handles(JOB)
def run_job(running: Running) -> dict[str, Any]:
    """Make the file; a second try begins it anew."""
    with override(running.arguments["language"]):
        demand = demand_of(running.job)
        running.progress(0, demand.count)
        done = export(demand, path_of(running.arguments["file"]), running.progress)
    return {"exported": done}
