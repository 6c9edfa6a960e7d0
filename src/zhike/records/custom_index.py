"""Expression indexes of custom fields: made when one is to be filtered quickly, gone with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, models

from zhike.ledger.bulk import model_of
from zhike.ledger.consumers import Consumer
from zhike.ledger.jobs import Running, enqueue, handles
from zhike.ledger.models import Change, Record
from zhike.records.custom_specs import CustomValue
from zhike.records.models import CustomField
from zhike.records.resource import all_resources

JOB = "records.custom_index"
PREFIX = "cf_"


def sync() -> list[str]:
    """Make the indexes that are missing and drop those that nobody wants; returns all names."""
    wanted: dict[type[Record], dict[str, models.Index]] = {
        resource.model: {} for resource in all_resources() if resource.takes_custom
    }
    for field in CustomField.objects.all():
        known = wanted.setdefault(model_of(field.resource), {})
        if field.is_filterable and field.is_active and field.kind != CustomField.Kind.CHOICES:
            known[name_of(field)] = index_of(field)
    for model, indexes in wanted.items():
        there = _existing(model)
        for name in sorted(there - indexes.keys()):
            _execute(models.Index(models.F("id"), name=name).remove_sql, model)
        for name in sorted(indexes.keys() - there):
            _execute(indexes[name].create_sql, model)
    return sorted(name for indexes in wanted.values() for name in indexes)


def name_of(field: CustomField) -> str:
    """The id's hex digits after a mark: nothing that a person typed becomes SQL."""
    return f"{PREFIX}{field.pk.hex}"


def index_of(field: CustomField) -> models.Index:
    """The index over the very expression by which lists filter and sort, the id last."""
    kind = field.result if field.kind == CustomField.Kind.FORMULA else field.kind
    return models.Index(CustomValue(field.stored_as, kind), models.F("id"), name=name_of(field))


def _existing(model: type[Record]) -> set[str]:
    with connection.cursor() as cursor:
        known = connection.introspection.get_constraints(cursor, model._meta.db_table)
    return {name for name in known if name.startswith(PREFIX)}


def _execute(statement: Any, model: type[Record]) -> None:
    """Run what Django's schema editor writes; on PostgreSQL without keeping writers out."""
    editor = connection.SchemaEditorClass(connection, collect_sql=True)
    editor.deferred_sql = []
    by_side = connection.vendor == "postgresql" and not connection.in_atomic_block
    options = {"concurrently": True} if by_side else {}
    with connection.cursor() as cursor:
        cursor.execute(str(statement(model, editor, **options)))


@handles(JOB)
def run_job(_running: Running) -> dict[str, Any]:
    """Bring the indexes in line with the definitions; harmless when done twice."""
    return {"indexes": sync()}


def _follow(changes: Sequence[Change]) -> None:
    if any(change.kind == CustomField.record_type for change in changes):
        enqueue(JOB, {})


CONSUMER = Consumer("records.custom_index", _follow)
"""Whoever changes a definition, through whatever door, the indexes follow."""
