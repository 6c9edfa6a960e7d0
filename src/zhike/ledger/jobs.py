"""Background work: handlers by name, leased with a fence, retried, never stuck.

A job must be harmless when begun twice. Its handler reports progress, which renews its lease and
ends it when somebody asked it to stop or another worker took over.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import close_old_connections, connection, models, transaction
from django.utils import timezone

from zhike.ledger import outbound
from zhike.ledger.consumers import advance, all_consumers
from zhike.ledger.models.job import Job

log = logging.getLogger(__name__)
LEASE = dt.timedelta(seconds=30)
TRIES = 5
Handler = Callable[["Running"], dict[str, Any] | None]
_handlers: dict[str, Handler] = {}
_outward: set[str] = set()
_at_start: list[Callable[[], str | None]] = []
_at_end: list[Callable[[Job], None]] = []
_each_minute: list[Callable[[], None]] = []
MINUTE = 60


class JobStopped(Exception):
    """Somebody stopped the job, or its lease went to another worker."""


class Running:
    """A job under way, as its handler sees it."""

    def __init__(self, job: Job) -> None:
        """Hold the lease that this worker got."""
        self.job = job
        self._beat = timezone.now()

    @property
    def arguments(self) -> dict[str, Any]:
        """What the job was given."""
        return self.job.arguments  # type: ignore[no-any-return]

    def progress(self, done: int, total: int | None = None) -> None:
        """Say how far it is; at most four times a second this reaches the database.

        Raises JobStopped.
        """
        now = timezone.now()
        if now - self._beat < dt.timedelta(milliseconds=250) and total is None:
            return
        self._beat = now
        values: dict[str, Any] = {"done": done, "lease_until": now + LEASE}
        if total is not None:
            values["total"] = total
        if not self._mine().update(**values):
            raise JobStopped

    def keep(self, **result: Any) -> None:
        """Keep something for the next try, and for those who watch (`{"change_set": …}`)."""
        self.job.result = {**self.job.result, **result}
        if not self._mine().update(result=self.job.result):
            raise JobStopped

    def _mine(self) -> models.QuerySet[Job]:
        return Job.objects.filter(pk=self.job.pk, fence=self.job.fence, state=Job.State.RUNNING)


def handles(name: str, *, outward: bool = False) -> Callable[[Handler], Handler]:
    """Declare the handler of a kind of job; one that acts `outward` waits in a restored copy."""

    def declare(handler: Handler) -> Handler:
        _handlers[name] = handler
        if outward:
            _outward.add(name)
        return handler

    return declare


def at_start(ask: Callable[[], str | None]) -> Callable[[], str | None]:
    """Let every worker ask, when it starts, whether a job of the name returned is to be done."""
    _at_start.append(ask)
    return ask


def at_end(tell: Callable[[Job], None]) -> Callable[[Job], None]:
    """Be told of every job that is done or given up, in the transaction that says so."""
    _at_end.append(tell)
    return tell


def each_minute(deed: Callable[[], None]) -> Callable[[], None]:
    """Let every worker do this about once a minute: harmless when several do it at once."""
    _each_minute.append(deed)
    return deed


def _enqueue_at_start() -> None:
    alive = Job.objects.filter(state__in=[Job.State.WAITING, Job.State.RUNNING])
    for ask in _at_start:
        try:
            name = ask()
            if name and not alive.filter(name=name).exists():
                enqueue(name, {})
        except Exception:
            log.exception("%s could not be asked", ask.__qualname__)


def enqueue(name: str, arguments: dict[str, Any], *, actor: UUID | None = None) -> Job:
    """Ask for a job, in the transaction of whatever asks for it."""
    return Job.objects.create(name=name, arguments=arguments, actor=actor, run_after=timezone.now())


def stop_job(job: Job) -> None:
    """Stop a job that waits or runs; its handler ends at its next progress."""
    alive = [Job.State.WAITING, Job.State.RUNNING]
    Job.objects.filter(pk=job.pk, state__in=alive).update(
        state=Job.State.STOPPED, finished_at=timezone.now()
    )


def claim() -> Job | None:
    """Lease the next job that is due, or whose worker has died."""
    now = timezone.now()
    due = models.Q(state=Job.State.WAITING, run_after__lte=now)
    dead = models.Q(state=Job.State.RUNNING, lease_until__lt=now)
    if not Job.objects.filter(due | dead).exists():
        return None
    names = set(_handlers)
    if _outward and outbound.current_hold() is not None:
        names -= _outward
    with transaction.atomic():
        waiting = Job.objects.filter(due | dead, name__in=names).order_by("run_after")
        skip = connection.features.has_select_for_update_skip_locked
        job = waiting.select_for_update(skip_locked=skip).first()
        if job is None:
            return None
        job.state, job.fence = Job.State.RUNNING, job.fence + 1
        job.attempts, job.lease_until = job.attempts + 1, now + LEASE
        job.save(update_fields=["state", "fence", "attempts", "lease_until"])
    return job


def run(job: Job) -> None:
    """Run a leased job to its end, and put it back with a delay if it failed."""
    running = Running(job)
    mine = Job.objects.filter(pk=job.pk, fence=job.fence, state=Job.State.RUNNING)
    try:
        result = _handlers[job.name](running)
    except JobStopped:
        return
    except Exception as error:
        log.exception("job %s failed", job.name)
        message = str(error)[:500] or type(error).__name__
        if job.attempts >= TRIES:
            _end(mine, state=Job.State.FAILED, error=message)
        else:
            later = timezone.now() + dt.timedelta(seconds=2**job.attempts)
            mine.update(state=Job.State.WAITING, error=message, run_after=later)
        return
    _end(mine, state=Job.State.DONE, result={**job.result, **(result or {})}, error="")


def _end(mine: models.QuerySet[Job], **values: Any) -> None:
    """Write down how a job ended, and tell those who asked; nothing where another took over."""
    with transaction.atomic():
        job = mine.select_for_update().first()
        if job is not None:
            mine.update(finished_at=timezone.now(), **values)
            job.refresh_from_db()
            for tell in _at_end:
                tell(job)


def work(stop: threading.Event) -> None:
    """Be a worker until told to stop: jobs in this thread, consumers in another."""
    follower = threading.Thread(target=_follow, args=(stop,), name="consumers", daemon=True)
    follower.start()
    _enqueue_at_start()
    while not stop.is_set():
        close_old_connections()
        try:
            job = claim()
            if job is not None:
                run(job)
                continue
        except Exception:
            log.exception("the worker could not reach its jobs")
        stop.wait(0.3)
    follower.join(timeout=10)


def _do_each_minute() -> None:
    for deed in _each_minute:
        try:
            deed()
        except Exception:
            log.exception("%s failed", deed.__qualname__)


def _follow(stop: threading.Event) -> None:
    minute = 0.0
    while not stop.is_set():
        close_old_connections()
        busy = False
        if time.monotonic() - minute >= MINUTE:
            minute = time.monotonic()
            _do_each_minute()
        for consumer in all_consumers():
            try:
                busy = advance(consumer) >= 500 or busy
            except Exception:
                log.exception("consumer %s failed", consumer.name)
        if not busy:
            stop.wait(0.5)
    connection.close()
