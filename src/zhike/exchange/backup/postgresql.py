"""A PostgreSQL database as one COPY file per table, taken in one snapshot, and back.

It needs no programs of PostgreSQL, whose version would have to be the server's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import Error, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from zhike.exchange.backup.archive import CHUNK, BackupRefused, Writer
from zhike.records import custom_index

SCHEMA = "zhike_beside"
"""Where a backup is put together, beside the tables in use."""
_SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"


def dump(writer: Writer, _folder: Path) -> dict[str, Any]:
    """Add the database as it is at one moment; writers go on meanwhile. Returns rows by table."""
    counts = {}
    connection.close()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_SNAPSHOT)
        columns = {table: _columns(cursor, table) for table in _tables(cursor)}
        for table, names in columns.items():
            statement = sql.SQL("COPY {} ({}) TO STDOUT").format(
                sql.Identifier(table), _identifiers(names)
            )
            with (
                writer.member(f"database/{table}.copy") as member,
                cursor.copy(statement) as rows,
            ):
                for block in rows:
                    member.write(bytes(block))
            counts[table] = cursor.rowcount
        # A sequence knows no snapshot: read last, it is never behind the rows.
        cursor.execute(
            "SELECT sequencename, last_value FROM pg_sequences"
            " WHERE schemaname = current_schema() AND last_value IS NOT NULL"
        )
        sequences = dict(cursor.fetchall())
    return {"counts": counts, "columns": columns, "sequences": sequences}


def is_there() -> bool:
    """The database itself is made by whoever keeps the server."""
    return True


@contextmanager
def beside(unpacked: Path, manifest: dict[str, Any]) -> Iterator[None]:
    """The backup's tables in a schema of their own, which this process alone uses meanwhile."""
    connection.close()
    try:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA IF EXISTS zhike_beside CASCADE")
            cursor.execute("CREATE SCHEMA zhike_beside")
            cursor.execute("SET search_path TO zhike_beside")
    except Error as error:
        connection.close()
        reason = str(error).splitlines()[0]
        raise BackupRefused(f"PostgreSQL gives no room to restore beside: {reason}.") from None
    try:
        _make_tables(manifest)
        _fill(unpacked, manifest)
        yield
        custom_index.sync()
    except BaseException:
        connection.close()
        drop(unpacked)
        raise
    connection.close()


def drop(_unpacked: Path) -> None:
    """Take the schema beside away."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS zhike_beside CASCADE")


def switch(_unpacked: Path) -> None:
    """Put the backup's tables in the place of ours, in one transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        _refuse_company(cursor)
        cursor.execute("SELECT current_schema()")
        (home,) = cursor.fetchone()
        for table in _tables(cursor):
            statement = sql.SQL("DROP TABLE {}.{} CASCADE").format(
                sql.Identifier(home), sql.Identifier(table)
            )
            cursor.execute(statement)
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [SCHEMA])
        for (table,) in cursor.fetchall():
            statement = sql.SQL("ALTER TABLE {}.{} SET SCHEMA {}").format(
                sql.Identifier(SCHEMA), sql.Identifier(table), sql.Identifier(home)
            )
            cursor.execute(statement)
        cursor.execute("DROP SCHEMA zhike_beside")
    connection.close()


def _refuse_company(cursor: Any) -> None:
    cursor.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND application_name = 'zhike' AND pid <> pg_backend_pid()"
    )
    if cursor.fetchone()[0]:
        raise BackupRefused("The database is in use: stop Zhike first. Nothing was changed.")


def _make_tables(manifest: dict[str, Any]) -> None:
    """The tables as they were when the backup was made."""
    executor = MigrationExecutor(connection)
    known: dict[str, str] = {}
    for app, name in executor.loader.graph.nodes:
        if [app, name] in manifest["migrations"]:
            known[app] = max(known.get(app, ""), name)
    executor.migrate(list(known.items()))


def _fill(unpacked: Path, manifest: dict[str, Any]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        emptied = sql.SQL("TRUNCATE {} CASCADE").format(_identifiers(_tables(cursor)))
        cursor.execute(emptied)
        for table, count in manifest["counts"].items():
            statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
                sql.Identifier(table), _identifiers(manifest["columns"][table])
            )
            with (
                (unpacked / f"database/{table}.copy").open("rb") as file,
                cursor.copy(statement) as rows,
            ):
                while chunk := file.read(CHUNK):
                    rows.write(chunk)
            if cursor.rowcount != count:
                raise BackupRefused(f"The backup has not the {count} rows of {table} it names.")
        for name, value in manifest["sequences"].items():
            cursor.execute("SELECT setval(%s::regclass, %s)", [f'"{name}"', value])


def _tables(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
    )
    return [name for (name,) in cursor.fetchall()]


def _columns(cursor: Any, table: str) -> list[str]:
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema()"
        " AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    return [name for (name,) in cursor.fetchall()]


def _identifiers(names: list[str]) -> sql.Composable:
    return sql.SQL(", ").join(sql.Identifier(name) for name in names)
