"""Imports in the background: reading a large workbook, a trial, the run itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from zhike.access.models import User
from zhike.access.rights import Access, Denied, access_of, system_access
from zhike.base.errors import N_, BadValue
from zhike.exchange import runner, trial, uploads
from zhike.exchange.beginning import begin, begin_as
from zhike.exchange.mapping import read_mapping
from zhike.exchange.models import ImportRun
from zhike.exchange.orders import Order
from zhike.exchange.profiles import profile_named
from zhike.exchange.readers import Layout, NotATable
from zhike.exchange.spreading import laid_out
from zhike.ledger.bulk import LargeSet
from zhike.ledger.jobs import TRIES, JobStopped, Running, enqueue, handles
from zhike.ledger.models import ChangeSet, Job
from zhike.ledger.models.change_set import Door
from zhike.records.errors import Invalid, say
from zhike.records.provenance import source_key
from zhike.records.resource import resource_named

OPEN, CHECK, RUN = "import.open", "import.check", "import.run"
WHOLE = "import.whole"


def start(run: ImportRun, name: str, **settings: Any) -> Job:
    """Let a worker do it; whoever watches the import sees the job."""
    with transaction.atomic():
        run.job = enqueue(name, {"run": str(run.pk), **settings}, actor=run.actor)
        run.error = ""
        run.save(update_fields=["job", "error"])
    return run.job


def access_for(run: ImportRun) -> Access:
    """The rights with which it runs: those that its user has now."""
    if run.actor is None:
        return system_access(Door.IMPORT)
    return access_of(User.objects.get(pk=run.actor), Door.IMPORT)


def order_of(run: ImportRun, access: Access | None = None) -> Order:
    """The import as an order; raises Invalid for a mapping that is none."""
    access, resource = access or access_for(run), resource_named(run.resource)
    mapping, table = laid_out(resource, access, read_mapping(run.mapping), uploads.table_of(run))
    return Order(
        table=table,
        resource=resource,
        mapping=mapping,
        access=replace(access, source=_system(run.profile)),
        name=run.file_name,
        failures=run.failures,
    )


def large_set(run: ImportRun, order: Order) -> LargeSet:
    """The import's change set, begun together with the note of it."""
    if run.change_set is not None:
        return LargeSet(run.change_set)
    with transaction.atomic():
        large = runner.begin(order)
        run.change_set = large.row
        run.save(update_fields=["change_set"])
    return large


def close_broken(run: ImportRun) -> None:
    """Stop the set of an import whose job is over though nobody could close it."""
    over = (Job.State.STOPPED, Job.State.FAILED)
    if run.change_set is None or run.change_set.state != ChangeSet.State.OPEN:
        return
    if run.job is not None and run.job.state in over:
        LargeSet(run.change_set).finish(ChangeSet.State.STOPPED)


def _system(profile: str) -> str:
    """The program whose export a file is, where that is known."""
    known = profile_named(profile)
    return source_key(known.name.partition("-")[0]) if known else ""


@contextmanager
def _as_actor(run: ImportRun) -> Iterator[Access]:
    """In the language of whoever imports; what is wrong for good is said, not tried again."""
    access = access_for(run)
    language = (access.user.language if access.user else "") or settings.LANGUAGE_CODE
    with override(language):
        try:
            yield access
        except (NotATable, Invalid, Denied) as error:
            run.error = _sentence(error)[:500]
            run.save(update_fields=["error"])
            if run.change_set is not None and run.change_set.state == ChangeSet.State.OPEN:
                LargeSet(run.change_set).finish(ChangeSet.State.STOPPED)


def _sentence(error: NotATable | Invalid | Denied) -> str:
    if isinstance(error, Denied):
        return say(BadValue("denied", N_("You may not import these records.")))
    return say(error) if isinstance(error, NotATable) else str(error)


@handles(OPEN)
def open_file(running: Running) -> None:
    """Unfold a large workbook."""
    run = ImportRun.objects.get(pk=running.arguments["run"])
    with _as_actor(run):
        uploads.unfold(run, Layout.of(run.layout))


@handles(CHECK)
def check(running: Running) -> dict[str, Any]:
    """Try the whole file without writing."""
    run = ImportRun.objects.get(pk=running.arguments["run"])
    with _as_actor(run) as access:
        order = order_of(run, access)
        run.rows = order.table.count()
        running.progress(0, run.rows)
        run.trial = trial.examine(order, running.progress)
        run.save(update_fields=["trial", "rows"])
    return {}


@handles(RUN)
def carry_out(running: Running) -> dict[str, Any]:
    """Import, or go on where a killed worker left off."""
    run = ImportRun.objects.select_related("change_set").get(pk=running.arguments["run"])
    with _as_actor(run) as access:
        order = order_of(run, access)
        if not run.rows:
            run.rows = order.table.count()
            run.save(update_fields=["rows"])
        large = large_set(run, order)
        running.progress(large.row.rows_done, run.rows)
        try:
            runner.run(order, large, running.progress)
        except JobStopped:
            if Job.objects.get(pk=running.job.pk).state == Job.State.STOPPED:
                large.finish(ChangeSet.State.STOPPED)
            raise
        except Exception:
            if running.job.attempts >= TRIES:
                large.finish(ChangeSet.State.STOPPED)
            raise
    return {"change_set": str(run.change_set_id)}


@handles(WHOLE)
def carry_out_whole(running: Running) -> dict[str, Any]:
    """From the file to the report without a person in between, or to the trial (`rehearse`)."""
    said = running.arguments
    run = ImportRun.objects.get(pk=said["run"])
    if run.change_set is None:
        with _as_actor(run) as access:
            _map(run, said, access)
        if run.error:
            return {}
    if said["rehearse"]:
        check(running)
        return {}
    carry_out(running)
    run.refresh_from_db()
    return {"change_set": str(run.change_set_id)} if run.change_set_id else {}


def _map(run: ImportRun, said: dict[str, Any], access: Access) -> None:
    table = uploads.unfold(run, Layout.of(said["layout"]))
    if said["mapping"] is not None:
        uploads.remember(run, read_mapping(said["mapping"]))
    elif said["profile"]:
        begin_as(run, table, access, run.resource, said["profile"], is_watched=False)
    else:
        begin(run, table, access, is_watched=False)
