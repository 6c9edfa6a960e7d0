"""External ids: by which names other systems know our records, and whose a name is already."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from zhike.ledger.writes import Write
from zhike.records.models.external_id import ExternalId

FIELD = "external_ids"
MORE = "#"


class ExternalIds:
    """The projection that keeps the index of external ids true."""

    rank = 15
    is_late = False

    def apply(self, writes: Sequence[Write]) -> None:
        """Follow every write that touches them; the last of a record counts."""
        latest = {w.id: (w.kind, w.fields[FIELD][1] or {}) for w in writes if FIELD in w.fields}
        if not latest:
            return
        ExternalId.objects.filter(record__in=list(latest)).delete()
        ExternalId.objects.bulk_create(
            ExternalId(kind=kind, source=source[:40], value=value[:200], record=record)
            for record, (kind, names) in latest.items()
            for source, value in pairs(names)
        )


def pairs(names: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Who calls the record how; `erp#2` is the second name that `erp` has for it."""
    return [(source.partition(MORE)[0], str(value)) for source, value in names.items()]


def joined(known: Mapping[str, Any], news: Mapping[str, Any]) -> dict[str, Any]:
    """These names and those: a source that has another name for the record keeps both."""
    found = dict(known)
    for source, value in pairs(news):
        if (source, value) in pairs(found):
            continue
        number, name = 1, source
        while name in found:
            number += 1
            name = f"{source}{MORE}{number}"
        found[name] = value
    return found


def renamed(known: Mapping[str, Any], news: Mapping[str, Any]) -> dict[str, Any]:
    """These names, where a source that uses one of its own still calls it so: nothing is new."""
    changed = {s: v for s, v in news.items() if (s, str(v)) not in pairs(known)}
    return {**known, **changed}


def holder(record: Any) -> UUID | None:
    """The other record that has one of this record's new external ids; within a transaction.

    On PostgreSQL the names stay locked until its end, so that no two writers take one.
    """
    known = record._loaded.get(FIELD) or {} if not record._state.adding else {}  # noqa: SLF001
    news = sorted(set(pairs(getattr(record, FIELD))) - set(pairs(known)))
    if not news:
        return None
    hold(record.record_type, news)
    wanted = Q()
    for source, value in news:
        wanted |= Q(source=source, value=value)
    found = ExternalId.objects.filter(wanted, kind=record.record_type).exclude(record=record.pk)
    return found.values_list("record", flat=True).first()


def hold(kind: str, names: Iterable[tuple[str, str]]) -> None:
    """Let no other writer take these (source, value) before this transaction ends."""
    if connection.vendor == "postgresql":
        numbers = sorted({_number(kind, *name) for name in names})
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_number(kind)])
            cursor.execute("SELECT pg_advisory_xact_lock(n) FROM unnest(%s::bigint[]) n", [numbers])


def hold_all(kind: str) -> None:
    """Let no other writer take any (source, value) of this kind before this transaction ends.

    For a chunk of an import: a lock for each of its names would fill the table of locks that all
    of the server's transactions share.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_number(kind)])


def _number(*name: str) -> int:
    digest = hashlib.sha256("\n".join(name).encode()).digest()
    return int.from_bytes(digest[:8], signed=True)
