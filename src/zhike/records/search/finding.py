"""Finding: from words to the records that hold them and that the user may see, newest first.

Work is bounded: of a query that fits very many documents, the newest are looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from zhike.access.models.role import Scope
from zhike.access.rights import Access, is_indirect
from zhike.base import tokens
from zhike.ledger.models import Record
from zhike.records.models.document import Document
from zhike.records.search.candidates import NEWEST, Candidate, Search
from zhike.records.search.declared import Searched, all_searched, searched
from zhike.records.search.index import CHUNK
from zhike.records.search.reading import stored

MOST_CANDIDATES = 2000
LEAST_BATCH = 100
MOST_HOLDERS = 60


def find(
    access: Access, query: str, model: type[Record] | None = None, limit: int = 1000
) -> list[UUID]:
    """The records that match and the user may see, the newest first.

    Without a model, those of every kind. An empty query finds nothing.
    """
    if model is not None:
        known = searched(model.record_type)
        return [hit.record for hit in _find(access, query, known, limit)] if known else []
    hits = [hit for known in all_searched() for hit in _find(access, query, known, limit)]
    hits.sort(key=lambda hit: -hit.number)
    return [hit.record for hit in hits[:limit]]


def _find(access: Access, text: str, known: Searched, limit: int) -> list[Candidate]:
    if not access.can(known.model, "read"):
        return []
    query = tokens.query_tokens(
        text,
        phones=known.may_find(access, "phones"),
        emails=known.may_find(access, "emails"),
    )
    if not query.indexed():
        return []
    found: set[Candidate] = set()
    needles = query.needles()
    for batch in _batches(access, query, known, limit):
        matching = [candidate for candidate in batch if _holds(candidate.hay, needles)]
        found.update(_visible(access, query, known, matching))
        if len(found) >= limit:
            break
    return sorted(found, reverse=True)[:limit]


def _holds(hay: str, needles: list[list[tuple[str, ...]]]) -> bool:
    """Of every term, all needles of one of its alternatives; as `Query.matches`, for many."""
    for term in needles:
        for choice in term:
            for needle in choice:
                if needle not in hay:
                    break
            else:
                break
        else:
            return False
    return True


def _batches(
    access: Access, query: tokens.Query, known: Searched, limit: int
) -> Iterator[Sequence[Candidate]]:
    """Candidates in batches, the newest first; not more than are worth the user's time."""
    holders = _holders(access, known)
    if holders:
        yield _shared(access, known)
    search = Search(query, known.kind, holders)
    number, left, size = NEWEST, MOST_CANDIDATES, max(limit, LEAST_BATCH)
    while left > 0:
        size = min(size, left)
        batch = search.before(number, size)
        yield batch
        if len(batch) < size:
            return
        number, left, size = batch[-1].number, left - size, 4 * size


def _holders(access: Access, known: Searched) -> list[UUID]:
    """Owners and teams one of whom holds every visible record; none if they are too many.

    Of a thousand hits a salesman may see one: without them, most work would be in vain.
    """
    model: Any = known.model
    scope = access.scope(model, "read")
    if scope is None or scope == Scope.ALL or not hasattr(model, "owner"):
        return []
    if is_indirect(model):
        return []
    commons = access.commons.get(known.kind)
    pools = commons.reached_by("read") if commons else ()
    holders = [*access.owners[scope], *access.teams[scope], *pools]
    return [] if len(holders) > MOST_HOLDERS else holders


def _shared(access: Access, known: Searched) -> list[Candidate]:
    """Documents of records on which the user works with their owners."""
    ids = list(access.shared.get(known.kind, {}))[-CHUNK:]
    if not ids:
        return []
    rows = Document.objects.filter(record__in=ids).values_list("id", "record", "hay")
    return [Candidate(*row) for row in rows]


def _seen(access: Access, model: type[Record], ids: list[UUID]) -> set[UUID]:
    """Those of these records that the user may see."""
    rows = QuerySet[Any](model).filter(access.row_by_row(model), pk__in=ids)
    return set(rows.values_list("pk", flat=True))


def _visible(
    access: Access, query: tokens.Query, known: Searched, found: Sequence[Candidate]
) -> Sequence[Candidate]:
    """Those that the user may see, and finds by what he may see of them."""
    if found and access.scope(known.model, "read") != Scope.ALL:
        seen = _seen(access, known.model, [candidate.record for candidate in found])
        found = [candidate for candidate in found if candidate.record in seen]
    fields, parts = known.hidden_fields(access), known.hidden_parts(access)
    veiled = known.veils(access)
    if not found or not (fields or parts or veiled):
        return found
    shown = stored(known, [candidate.record for candidate in found])
    always, never, kept = fields, parts, []
    for candidate in found:
        values, parts_ = shown.get(candidate.record, ({}, []))
        pool = values.get("pool") if values.get("owner") is None else None
        unseen = veiled.get(pool, frozenset())
        fields, parts = always | unseen, never | unseen
        custom = [name for name in known.custom_texts(access.number) if name not in fields]
        content = known.content(
            {name: value for name, value in values.items() if name not in fields},
            [part for part in parts_ if part[0] not in parts],
            custom,
        )
        if query.matches(tokens.haystack(**content)):
            kept.append(candidate)
    return kept
