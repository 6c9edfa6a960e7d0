"""Rows in bulk, the quickest way each database has: executemany on SQLite, COPY on PostgreSQL.

Only names of tables and columns that Django's models declare become SQL text, always quoted;
every value is a parameter.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.core.management.color import no_style
from django.db import connection, models, transaction

from zhike.ledger.fields import MoneyField, UuidKey
from zhike.ledger.values import dump, load

COPY_FROM = 30
BATCH = 500


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(connection.ops.quote_name(name) for name in names)


def insert(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows whose values are in the database's own form."""
    if not rows:
        return
    quoted = f"{_quoted([table])} ({_quoted(columns)})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(rows) >= COPY_FROM:
            with cursor.copy("COPY " + quoted + " FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns))
        cursor.executemany("INSERT INTO " + quoted + " VALUES (" + marks + ")", rows)


def update(
    table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], *, is_news: bool = True
) -> None:
    """Set columns by primary key `id`; each row is the new values and then the id.

    The record's version rises by one, if it is news to those who have read it.
    """
    sets = ", ".join(connection.ops.quote_name(column) + " = %s" for column in columns)
    rising = "version = version + 1, " if is_news else ""
    text = "UPDATE " + _quoted([table]) + " SET " + rising + sets + " WHERE id = %s"
    with connection.cursor() as cursor:
        cursor.executemany(text, rows)


def fill(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Set projected columns by primary key `id`; each row is the new values and then the id."""
    sets = ", ".join(connection.ops.quote_name(column) + " = %s" for column in columns)
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE " + _quoted([table]) + " SET " + sets + " WHERE id = %s", rows)


def delete(table: str, ids: Sequence[Any]) -> None:
    """Delete rows by primary key."""
    with connection.cursor() as cursor:
        for start in range(0, len(ids), BATCH):
            some = ids[start : start + BATCH]
            marks = ", ".join(["%s"] * len(some))
            cursor.execute("DELETE FROM " + _quoted([table]) + " WHERE id IN (" + marks + ")", some)


def select(
    table: str, columns: Sequence[str], by: str, keys: Sequence[Any], *, lock: bool = False
) -> Iterator[tuple[Any, ...]]:
    """Rows whose column `by` is one of the keys, in the database's own form, by id.

    `lock` keeps other writers from these rows until the transaction ends.
    """
    text = "SELECT " + _quoted(columns) + " FROM " + _quoted([table]) + " WHERE " + _quoted([by])
    ending = " FOR UPDATE" if lock and connection.vendor == "postgresql" else ""
    for start in range(0, len(keys), BATCH):
        some = keys[start : start + BATCH]
        marks = ", ".join(["%s"] * len(some))
        with connection.cursor() as cursor:
            cursor.execute(text + " IN (" + marks + ") ORDER BY id" + ending, some)
            yield from cursor.fetchall()


def walk(model: type[models.Model], columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """All rows of a table in the order of their keys, the same on both databases; as they come."""
    key_field = model._meta.pk
    text = "SELECT " + _quoted(columns) + " FROM " + _quoted([model._meta.db_table])
    text += " ORDER BY " + _quoted([str(key_field.column)])
    if connection.vendor == "postgresql" and isinstance(key_field, models.CharField):
        text += ' COLLATE "C"'
    with connection.chunked_cursor() as cursor:
        cursor.execute(text)
        while rows := cursor.fetchmany(BATCH):
            yield from rows


def clear(model: type[models.Model]) -> None:
    """Delete all rows of a table."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM " + _quoted([model._meta.db_table]))


def go_on_counting(tables: Sequence[type[models.Model]]) -> None:
    """Number what comes next after what was inserted with its numbers."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)


def accumulate(
    table: str, keys: Sequence[str], sums: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Add numbers to the rows that a unique key finds; where there is none they begin one.

    Each row is the key's values and then the numbers; callers sort rows, so that writers who meet
    wait for each other instead of deadlocking.
    """
    quote = connection.ops.quote_name
    marks = ", ".join(["%s"] * (len(keys) + len(sums)))
    adding = (quote(n) + " = " + quote(table) + "." + quote(n) + " + excluded." + quote(n)
              for n in sums)  # fmt: skip
    text = (
        "INSERT INTO " + quote(table) + " (" + _quoted([*keys, *sums]) + ") VALUES (" + marks
        + ") ON CONFLICT (" + _quoted(keys) + ") DO UPDATE SET " + ", ".join(adding)
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.executemany(text, rows)


def count_on(table: str, key: str, count: str, which: str, *, first: int, step: int) -> int:
    """The next number of a count, of which there is one row a key; begun where there is none.

    Whoever comes at the same time waits until this transaction ends, or is given it back.
    """
    quote = connection.ops.quote_name
    own = quote(table) + "." + quote(count)
    text = (
        "INSERT INTO " + quote(table) + " (" + _quoted([key, count]) + ") VALUES (%s, %s)"
        " ON CONFLICT (" + quote(key) + ") DO UPDATE SET " + quote(count) + " = " + own
        + " + %s RETURNING " + quote(count)
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(text, [which, first, step])
        return int(cursor.fetchone()[0])


@contextmanager
def roomy() -> Iterator[None]:
    """Let SQLite keep more of its file in memory than a server's many connections each may."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        usual = int(cursor.fetchone()[0])
        cursor.execute("PRAGMA cache_size=-96000")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size={usual}")


@contextmanager
def instead(model: type[models.Model], query: str, values: Sequence[Any]) -> Iterator[None]:
    """Let a query's rows stand in the place of a model's table, for this connection alone.

    Both databases look for a temporary table of the name before the real one.
    """
    is_postgresql = connection.vendor == "postgresql"
    quote, table = connection.ops.quote_name, connection.ops.quote_name(model._meta.db_table)
    schema = "pg_temp." if is_postgresql else "temp."
    copy = schema + quote("instead")
    # SQLite's driver goes by the types that a table declares.
    columns = (quote(str(f.column)) + " " + str(f.db_type(connection))
               for f in model._meta.concrete_fields)  # fmt: skip
    together: AbstractContextManager[Any] = transaction.atomic() if is_postgresql else nullcontext()
    with together, connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE instead (" + ", ".join(columns) + ")")
        name = copy
        try:
            cursor.execute("INSERT INTO " + copy + " " + query, values)
            cursor.execute("ALTER TABLE " + copy + " RENAME TO " + table)
            name = schema + table
            cursor.execute(
                "CREATE INDEX by_id ON " + name + " (id)" if is_postgresql
                else "CREATE INDEX temp.by_id ON " + table + " (id)"
            )  # fmt: skip
            yield
        finally:
            # A transaction that failed takes the table away itself.
            if not connection.needs_rollback:
                cursor.execute("DROP TABLE " + name)


def key_form() -> Callable[[UUID | None], Any]:
    """The function from a record's id to the form that the database stores."""
    return _same if connection.vendor == "postgresql" else _sqlite_key


def key(value: UUID | None) -> Any:
    """A record's id as the database stores it."""
    return key_form()(value)


def uuid_of(value: Any) -> UUID:
    """A record's id from the form that the database gives."""
    return value if isinstance(value, UUID) else UUID(bytes=value)


def moment(value: dt.datetime) -> Any:
    """A moment as the database stores it."""
    return connection.ops.adapt_datetimefield_value(value)


def _sqlite_key(value: UUID | None) -> bytes | None:
    return None if value is None else value.bytes


def _sqlite_uuid(text: str) -> bytes:
    return bytes.fromhex(text.replace("-", ""))


def _same(value: Any) -> Any:
    return value


@cache
def binder(field: models.Field[Any, Any], vendor: str) -> Callable[[Any], Any]:
    """The function from a non-null ledger value to the form that the driver stores."""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, UuidKey):
        return _same if vendor == "postgresql" else _sqlite_uuid
    if isinstance(target, MoneyField):
        return lambda text: int(Decimal(text).scaleb(2))
    if isinstance(target, models.JSONField):
        return lambda value: json.dumps(value, ensure_ascii=False)
    if isinstance(target, models.CharField | models.TextField | models.IntegerField):
        return _same
    if isinstance(target, models.BinaryField):
        return bytes.fromhex
    if isinstance(target, models.BooleanField):
        return bool
    if isinstance(target, models.DateField) and not isinstance(target, models.DateTimeField):
        return _same
    return lambda value: target.get_db_prep_save(load(target, value), connection)


def bind(field: models.Field[Any, Any], value: Any) -> Any:
    """A ledger value in the form that the driver stores."""
    if value is None:
        return None
    return binder(field, connection.vendor)(value)


@cache
def reader(field: models.Field[Any, Any], vendor: str) -> Callable[[Any], Any]:
    """The reverse of `binder`: from a non-null value as the driver gives it to the ledger's."""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, UuidKey):
        return str if vendor == "postgresql" else _text_of_key
    if isinstance(target, MoneyField):
        return lambda value: str(Decimal(int(value)).scaleb(-2))
    if isinstance(target, models.JSONField):
        return _loaded
    if isinstance(target, models.CharField | models.TextField | models.IntegerField):
        return _same
    if isinstance(target, models.BinaryField):
        return lambda value: bytes(value).hex()
    if isinstance(target, models.BooleanField):
        return bool
    if isinstance(target, models.DateTimeField) and vendor == "sqlite":
        return _text_of_moment
    if isinstance(target, models.DateField) and not isinstance(target, models.DateTimeField):
        return dump
    return lambda value: dump(_converted(target, value))


def _text_of_key(value: bytes) -> str:
    # A third of the time that it takes to make a UUID first.
    text = value.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _loaded(value: str) -> Any:
    # Most are empty.
    return {} if value == "{}" else [] if value == "[]" else json.loads(value)


def _text_of_moment(value: dt.datetime) -> str:
    # SQLite's are in UTC and do not know it.
    return value.isoformat() + "+00:00"


def _converted(field: models.Field[Any, Any], value: Any) -> Any:
    column = field.get_col(field.model._meta.db_table)
    converters = connection.ops.get_db_converters(column) + field.get_db_converters(connection)
    for convert in converters:
        value = convert(value, column, connection)
    return value


def count_of(table: str) -> str:
    """The statement that counts the rows of a table of the database's own list."""
    return f"SELECT count(*) FROM {connection.ops.quote_name(table)}"
