"""When parties are compared: every night, after an import, and when somebody asks."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from zhike.exchange import jobs as imports
from zhike.ledger.jobs import Running, at_end, each_minute, enqueue, handles
from zhike.ledger.models import Job
from zhike.people.duplicates.pairs import SCAN, Report
from zhike.people.duplicates.scanning import scan
from zhike.people.duplicates.scanning_leads import scan_leads
from zhike.people.duplicates.uniting import unite_same_codes
from zhike.people.models import Lead, Party
from zhike.records.models import Company
from zhike.web.jobs import name_job

NIGHT = range(1, 5)
ALIVE = (Job.State.WAITING, Job.State.RUNNING)
name_job(SCAN, _("search for duplicates"))


@handles(SCAN)
def carry_out(running: Running) -> dict[str, Any]:
    """Merge what has one credit code, then compare customers and leads; changed ones, or all."""
    began = timezone.now()
    running.progress(0, Party.objects.count())
    report = Report()
    unite_same_codes(report)
    since = None if running.arguments.get("whole") else last_scan()
    scan(since, report=report, progress=running.progress)
    scan_leads(since, report=report, progress=running.progress)
    return {"until": began.isoformat(), "whole": since is None, **asdict(report)}


def last_scan() -> dt.datetime | None:
    """Up to when parties have been compared."""
    done = Job.objects.filter(name=SCAN, state=Job.State.DONE).order_by("-finished_at").first()
    return parse_datetime(done.result["until"]) if done else None


def ask_for_scan(*, whole: bool, actor: Any = None) -> Job:
    """The scan that waits or runs already, else a new one."""
    alive = Job.objects.filter(name=SCAN, state__in=ALIVE).first()
    return alive or enqueue(SCAN, {"whole": whole}, actor=actor)


@at_end
def after_an_import(job: Job) -> None:
    """What a file brought may be here already."""
    if job.name == imports.RUN and job.state == Job.State.DONE:
        ask_for_scan(whole=False)


@each_minute
def every_night() -> None:
    """Compare everything once a night, in which nobody waits for the machine."""
    now = timezone.localtime()
    if now.hour in NIGHT and _is_due(now):
        ask_for_scan(whole=True)


def _is_due(now: dt.datetime) -> bool:
    """Whether customers, leads or thresholds changed since the last scan, not one of this night."""
    last = last_scan()
    if last is None:
        return Party.objects.exists() or Lead.objects.exists()
    if now - last <= dt.timedelta(hours=20):
        return False
    return any(
        kind.objects.filter(updated_at__gte=last).exists() for kind in (Party, Lead, Company)
    )
