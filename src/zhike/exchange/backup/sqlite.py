"""A SQLite database as one file of a backup, and back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from zhike.exchange.backup.archive import BackupRefused, Writer
from zhike.ledger.sql import count_of

MEMBER = "database/zhike.sqlite3"


def dump(writer: Writer, folder: Path) -> dict[str, Any]:
    """Add the database as it is at one moment; writers go on meanwhile. Returns rows by table."""
    copy = folder / "zhike.sqlite3"
    with (
        closing(sqlite3.connect(_place(), timeout=20)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        # All pages in one step: one snapshot, where steps would begin anew with every write.
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
    with closing(sqlite3.connect(copy)) as database:
        _assert_whole(database, "PRAGMA quick_check(1)")
        counts = _counts(database)
    writer.add(MEMBER, copy, packed=True)
    copy.unlink()
    return {"counts": counts}


def _place() -> str:
    return str(connection.settings_dict["NAME"])


def is_there() -> bool:
    """Whether there is a database at all."""
    return Path(_place()).exists()


@contextmanager
def beside(unpacked: Path, manifest: dict[str, Any]) -> Iterator[None]:
    """The backup's database in the place of ours, for this process alone; both stay as files."""
    place, file = _place(), unpacked / MEMBER
    with closing(sqlite3.connect(file)) as database:
        _assert_whole(database, "PRAGMA integrity_check(1)")
        if _counts(database) != manifest["counts"]:
            raise BackupRefused("The database of the backup has not the rows that it names.")
    connection.close()
    connection.settings_dict["NAME"] = str(file)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = place


def switch(unpacked: Path) -> None:
    """Put the backup's database in the place of ours: one renaming, before which all is as it was.

    Nobody else may have ours open.
    """
    place = Path(_place())
    connection.close()
    _fold_in_log(unpacked / MEMBER)
    if place.exists():
        _fold_in_log(place)
    (unpacked / MEMBER).replace(place)


def drop(_unpacked: Path) -> None:
    """Nothing remains but files, which go with their folder."""


def _fold_in_log(file: Path) -> None:
    """Bring what the write-ahead log holds into the file, and take the log away."""
    with closing(sqlite3.connect(file, timeout=20)) as database:
        busy, *_ = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise BackupRefused(f"{file} is in use: stop Zhike first. Nothing was changed.")
    for suffix in ("-wal", "-shm"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)


def _assert_whole(database: sqlite3.Connection, check: str) -> None:
    for statement in (check, "PRAGMA foreign_key_check"):
        found = database.execute(statement).fetchone()
        if found not in (None, ("ok",)):
            raise BackupRefused(f"The database is damaged: {found[0]}. Run bin/zhike check.")


def _counts(database: sqlite3.Connection) -> dict[str, int]:
    """Rows by table; what FTS5 keeps for itself is checked with the file."""
    names = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " AND name NOT LIKE 'records_search%' ORDER BY name"
    ).fetchall()
    counts = {}
    for (name,) in names:
        counts[name] = database.execute(count_of(name)).fetchone()[0]
    return counts
