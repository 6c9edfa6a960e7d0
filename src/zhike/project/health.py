"""What an administrator should know about an installation: `check` prints it, `start` heeds it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core.checks import ERROR, run_checks
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from zhike.ledger.sealing import broken_seals
from zhike.project.configuration import LOOPBACK, NAMES

LITTLE_SPACE = 2 * 2**30


@dataclass(frozen=True)
class Finding:
    """Something wrong with an installation; a grave one keeps it from starting."""

    is_grave: bool
    sentence: str


def configuration() -> Iterator[Finding]:
    """Settings that contradict one another, are misspelt, or leave a door open."""
    for message in run_checks(include_deployment_checks=True):
        if not message.is_silenced():
            yield Finding(message.level >= ERROR, f"{message.id}: {message.msg}")
    for name in sorted(os.environ):
        if name.startswith("ZHIKE_") and name not in NAMES and not name.startswith("ZHIKE_TEST_"):
            yield Finding(False, f"{name} is no setting of Zhike and has no effect.")
    if not settings.CONFIGURATION.https and set(settings.ALLOWED_HOSTS) - set(LOOPBACK):
        yield Finding(
            False,
            "Others reach this installation without encryption: put a proxy with TLS before it"
            " and set ZHIKE_HTTPS=1.",
        )


def folder() -> Iterator[Finding]:
    """Whether the data folder can be written and has room."""
    try:
        with tempfile.TemporaryFile(dir=settings.DATA_DIR) as file:
            file.write(b"writable")
    except OSError as error:
        yield Finding(True, f"{settings.DATA_DIR} cannot be written: {error.strerror}.")
        return
    free = shutil.disk_usage(settings.DATA_DIR).free
    if free < LITTLE_SPACE:
        yield Finding(False, f"{settings.DATA_DIR} has only {free // 2**20} MB left.")
    key = settings.DATA_DIR / "secret-key"
    if key.exists() and key.stat().st_mode & 0o077:
        yield Finding(False, f"Others may read {key}: chmod 600 it.")


def database() -> Iterator[Finding]:
    """Whether the database can be reached and holds Chinese text rightly."""
    try:
        connection.ensure_connection()
        if connection.vendor == "postgresql":
            yield from _postgresql()
    except Error as error:
        yield Finding(True, f"The database cannot be reached: {str(error).splitlines()[0]}.")


def _postgresql() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, datctype, pg_encoding_to_char(encoding) FROM pg_roles, pg_database"
            " WHERE rolname = current_user AND datname = current_database()"
        )
        is_superuser, ctype, encoding = cursor.fetchone()
    if is_superuser:
        yield Finding(
            False,
            "Zhike logs in to PostgreSQL as a superuser; give it a role of its own that owns"
            " its database and nothing else.",
        )
    if encoding != "UTF8" or ctype in {"C", "POSIX"}:
        yield Finding(
            True,
            f"The PostgreSQL database has encoding {encoding} and LC_CTYPE {ctype}, which do not"
            " know Chinese; make it with ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0.",
        )


def contents() -> Iterator[Finding]:
    """Whether tables are up to date and, on SQLite, the file is whole (minutes for gigabytes)."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if missing:
            yield Finding(
                True, f"{len(missing)} changes of tables are missing: run bin/zhike migrate."
            )
            return
        if connection.vendor == "sqlite":
            yield from _sqlite()
        for number in broken_seals():
            yield Finding(True, f"Block {number} of the ledger was altered after it was sealed.")
    except Error:
        # `database` has said that it cannot be reached.
        return


def _sqlite() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(5)")
        for (line,) in cursor.fetchall():
            if line != "ok":
                yield Finding(True, f"The database file is damaged: {line}; restore a backup.")
