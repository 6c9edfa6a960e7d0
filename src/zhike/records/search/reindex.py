"""Bringing the index up to date in the background: for a new tokeniser, a field newly searched.

Search works on meanwhile: a document stays as it is until it is written anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import models, transaction

from zhike.ledger.bulk import paced
from zhike.ledger.jobs import Running, at_start, handles
from zhike.records.models.document import Document
from zhike.records.search import index
from zhike.records.search.declared import Searched, all_searched
from zhike.records.search.projection import rows_of
from zhike.records.search.reading import stored

NAME = "search.reindex"
PAGE = 2000


@handles(NAME)
def reindex(running: Running) -> dict[str, Any]:
    """Write the documents that are missing or old; harmless when begun twice."""
    done = 0
    for known in all_searched():
        if is_complete(known):
            continue
        for ids in paced(_outdated(known)):
            with transaction.atomic():
                index.put(rows_of(known, stored(known, ids, lock=True)))
            done += len(ids)
            running.progress(done)
    return {"documents": done}


@at_start
def is_needed() -> str | None:
    """The job's name if some document is missing or old."""
    return None if all(is_complete(known) for known in all_searched()) else NAME


def is_complete(known: Searched) -> bool:
    """Whether every record of this kind has a document of today's making."""
    fresh = Document.objects.filter(kind=known.kind, version=known.version).count()
    return fresh >= models.QuerySet[Any](known.model).count()


def _outdated(known: Searched) -> Iterator[UUID]:
    """The records whose document is missing or old, in the order of their ids."""
    after: dict[str, UUID] = {}
    while True:
        records = models.QuerySet[Any](known.model).filter(**after).order_by("pk")
        ids = list(records.values_list("pk", flat=True)[:PAGE])
        if not ids:
            return
        fresh = Document.objects.filter(record__in=ids, version=known.version)
        done = set(fresh.values_list("record", flat=True))
        yield from (id_ for id_ in ids if id_ not in done)
        after = {"pk__gt": ids[-1]}
