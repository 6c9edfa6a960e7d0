"""Arrival: an archive becomes an empty installation's content, as a whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import Max

from zhike.access.models import User
from zhike.exchange.archive import checking
from zhike.exchange.archive.containers import Reading, Unfit, opened
from zhike.exchange.archive.manifest import FILES, Manifest
from zhike.exchange.archive.packing import folder
from zhike.exchange.archive.tables import tables
from zhike.ledger import remaking, sql
from zhike.ledger.consumers import all_consumers
from zhike.ledger.jobs import enqueue
from zhike.ledger.models import Change, ChangeSet, Cursor
from zhike.ledger.models.change_set import Door
from zhike.records import custom_index

Beat = Callable[[str, int], None]


def arrive(path: Path, beat: Beat = lambda table, rows: None) -> Manifest:
    """Take an archive in; Unfit, and nothing changed, if it or the installation will not do.

    When it returns, every table has been read back and has the archive's count and sum.
    """
    with opened(path) as archive:
        whole = checking.check(archive)
        if not is_empty():
            raise Unfit("This installation is not empty: take the archive into a new one.")
        with _files(archive), transaction.atomic(), sql.roomy():
            _clear()
            _fill(archive, whole, beat)
            _compare(whole, beat)
            beat("search, totals and what else is derived", whole.rows)
            remaking.remake()
            _go_on()
    return whole


def is_empty() -> bool:
    """Whether there is nothing yet but what an installation makes by itself."""
    deeds = ChangeSet.objects.exclude(door=Door.SYSTEM)
    return not (User.objects.exists() or deeds.exists())


def _clear() -> None:
    """Take away what the installation made by itself: roles and a pipeline."""
    remaking.forget()
    for table in tables():
        sql.clear(table.model)
    Cursor.objects.all().delete()


def _fill(archive: Reading, whole: Manifest, beat: Beat) -> None:
    known = {table.name: table for table in tables()}
    try:
        for told in whole.tables:
            with archive.member(told.member) as lines:
                known[told.name].insert(lines)
            beat(told.name, told.rows)
        connection.check_constraints()
    except (IntegrityError, DataError, ValueError, TypeError, AttributeError) as error:
        message = str(error).partition("\n")[0]
        raise Unfit(f"The archive does not hold together, nothing was taken: {message}") from None


def _compare(whole: Manifest, beat: Beat) -> None:
    known = {table.name: table for table in tables()}
    for told in whole.tables:
        if wrong := checking.differences(told, known[told.name]):
            raise Unfit(f"What arrived is not what left, nothing was taken: {wrong}.")
    beat("compared", whole.rows)


def _go_on() -> None:
    """Let the installation continue where the other stopped: nobody hears of old news again."""
    sql.go_on_counting([table.model for table in tables()])
    last = Change.objects.aggregate(seq=Max("seq"), tx=Max("tx"))
    Cursor.objects.bulk_create(
        Cursor(name=consumer.name, seq=last["seq"] or 0, tx=last["tx"] or 0)
        for consumer in all_consumers()
    )
    enqueue(custom_index.JOB, {})


@contextmanager
def _files(archive: Reading) -> Iterator[None]:
    """Put the files where they belong; away with them if the rest fails."""
    made: list[Path] = []
    try:
        for name in archive.names():
            if name.startswith(FILES):
                path = folder() / name
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                made.append(path)
                # An arrival that was killed may have left it here already.
                with archive.member(name) as source, path.open("wb") as target:
                    shutil.copyfileobj(source, target)
                    target.flush()
                    os.fsync(target.fileno())
        yield
    except BaseException:
        for path in made:
            path.unlink(missing_ok=True)
        raise
