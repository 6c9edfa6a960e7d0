"""Model fields whose stored form is the same, and sorts the same, on SQLite and PostgreSQL."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from zhike.base.splitting import cents


class UuidKey(models.UUIDField):  # type: ignore[type-arg]
    """The identity of a record: a UUIDv7, 16 bytes on SQLite, `uuid` on PostgreSQL.

    Django's own field keeps 32 characters on SQLite, which costs a third more space and time
    (trials: 102 against 73 MB for 600,000 rows).
    """

    def get_internal_type(self) -> str:
        """Avoid Django's converter, which expects text."""
        return "UuidKey"

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """`uuid`, or a blob on SQLite."""
        return "uuid" if connection.vendor == "postgresql" else "blob"

    rel_db_type = db_type

    def to_python(self, value: Any) -> UUID | None:
        """Accept what a database or a caller may hold: UUID, 16 bytes or text."""
        if value is None or isinstance(value, UUID):
            return value
        if isinstance(value, bytes | memoryview):
            return UUID(bytes=bytes(value))
        return super().to_python(value)  # type: ignore[no-any-return]

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> UUID | None:
        """Turn 16 bytes into a UUID; PostgreSQL's driver has done so already."""
        return UUID(bytes=value) if isinstance(value, bytes) else value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """The form which the driver stores."""
        value = self.to_python(value)
        if value is None or connection.vendor == "postgresql":
            return value
        return value.bytes


class MoneyField(models.BigIntegerField):  # type: ignore[type-arg]
    """An amount with two decimals, stored exactly as a whole number of hundredths.

    SQLite has no decimal type: sums of its floating numbers drift. The currency stands in the
    record's own `currency` field.
    """

    def to_python(self, value: Any) -> Decimal | None:
        """Accept Decimal, int or text; two decimals, half up as everywhere."""
        if value is None or value == "":
            return None
        return cents(Decimal(value))

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Decimal | None:
        """Hundredths to an amount."""
        return None if value is None else Decimal(int(value)).scaleb(-2)

    def get_prep_value(self, value: Any) -> int | None:
        """An amount to hundredths."""
        value = self.to_python(value)
        return None if value is None else int(value.scaleb(2))

    def value_to_string(self, obj: models.Model) -> str:
        """The amount as text."""
        return str(self.value_from_object(obj))


class ListField(models.JSONField):
    """Several choices at once (roles of a party, tags), stored as a JSON list of text."""

    def __init__(self, *args: Any, choices_from: Any = None, **kwargs: Any) -> None:
        """`choices_from`: (value, label) pairs, kept out of Django's single-value validation."""
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        self.choices_from = choices_from
        super().__init__(*args, **kwargs)


class SortKeyField(models.CharField):  # type: ignore[type-arg]
    """A pinyin key by which text is sorted, compared bytewise on both databases."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        """PostgreSQL compares by the database's language unless told not to."""
        parameters = dict(super().db_parameters(connection))
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


class TransactionId(models.BigIntegerField):  # type: ignore[type-arg]
    """The writing transaction's number on PostgreSQL (0 on SQLite, where writers queue)."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """Filled by the database itself, so that a bulk copy carries it too."""
        if connection.vendor == "postgresql":
            return "bigint DEFAULT ((pg_current_xact_id())::text)::bigint"
        return "bigint DEFAULT 0"


class Has(models.Lookup):
    """Whether a list of choices holds one of them."""

    lookup_name = "has"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The choice as the database compares it."""
        text = json.dumps([value]) if connection.vendor == "postgresql" else value
        return "%s", (text,)

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """SQLite unfolds the list."""
        lhs, params = self.process_lhs(compiler, connection)
        _, rhs = self.process_rhs(compiler, connection)
        template = "EXISTS (SELECT 1 FROM json_each({}) WHERE json_each.value = %s)"
        return template.format(lhs), [*params, *rhs]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """PostgreSQL has containment; a custom field's list comes out as text."""
        lhs, params = self.process_lhs(compiler, connection)
        _, rhs = self.process_rhs(compiler, connection)
        return f"({lhs})::jsonb @> %s::jsonb", [*params, *rhs]


ListField.register_lookup(Has)


class RecordRef(models.CharField):  # type: ignore[type-arg]
    """A reference to any record, `kind:id`: how a lower package points at a higher one's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Long enough for the longest kind and an id."""
        kwargs.setdefault("max_length", 80)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    @staticmethod
    def to(record: Any) -> str:
        """The reference to a record."""
        return f"{record.record_type}:{record.pk}"
