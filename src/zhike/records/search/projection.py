"""Search documents follow the ledger: written in the transaction of their record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from zhike.access.freshness import rights_number
from zhike.base import tokens
from zhike.ledger.writes import CREATE, DELETE, UPDATE, Diff, Write
from zhike.records.search import index
from zhike.records.search.declared import CUSTOM, Searched, Values, searched
from zhike.records.search.reading import Stored, stored


class SearchDocuments:
    """The projection that keeps the search index true."""

    rank = 10
    is_late = False

    def apply(self, writes: Sequence[Write]) -> None:
        """Index what is new or changed, forget what is gone; the last write of a record counts."""
        made: dict[str, list[Write]] = defaultdict(list)
        changed: dict[str, set[UUID]] = defaultdict(set)
        gone: set[UUID] = set()
        for write in writes:
            known = searched(write.kind)
            if known is None:
                continue
            if write.operation == DELETE:
                gone.add(write.id)
            elif write.operation == CREATE:
                made[write.kind].append(write)
            elif write.operation == UPDATE and _concerns(known, write):
                changed[write.kind].add(write.id)
        if gone:
            index.remove(gone)
        for kind, news in made.items():
            index.add(_of_writes(_known(kind), news))
        for kind, ids in changed.items():
            index.put(rows_of(_known(kind), stored(_known(kind), ids)))


def _known(kind: str) -> Searched:
    found = searched(kind)
    if found is None:
        raise KeyError(kind)
    return found


def _concerns(known: Searched, write: Write) -> bool:
    """Whether a change touches what is searched, or whose it is."""
    return (
        not write.fields.keys().isdisjoint(known.names)
        or any(name.startswith(CUSTOM) for name in write.fields)
        or any(part.kind == kind.kind for kind in known.parts for part in write.parts)
    )


def _of_writes(known: Searched, writes: Sequence[Write]) -> list[index.Row]:
    """Documents of new records, from nothing but what is being written."""
    is_custom = any(name.startswith(CUSTOM) for write in writes for name in write.fields)
    custom = known.custom_texts(rights_number()) if is_custom else []
    names = [*known.names, *custom]
    of_parts = {part.kind: (part.value, part.type) for part in known.parts}
    return [
        row(
            known,
            write.id,
            _after(write.fields, names),
            [
                (p.kind, _after(p.fields, of_parts[p.kind]))
                for p in write.parts
                if p.kind in of_parts
            ],
            custom,
        )
        for write in writes
    ]


def _after(diff: Diff, names: Iterable[str]) -> dict[str, Any]:
    """What these fields hold after a change."""
    return {name: diff[name][1] for name in names if name in diff}


def rows_of(known: Searched, found: Mapping[UUID, Stored]) -> list[index.Row]:
    """Documents of stored records."""
    custom = known.custom_texts(rights_number()) if found else []
    return [row(known, id_, values, parts, custom) for id_, (values, parts) in found.items()]


def row(
    known: Searched, id_: UUID, values: Values, parts: Iterable[tuple[str, Values]],
    custom: Iterable[str],
) -> index.Row:  # fmt: skip
    """A record's document."""
    parts = list(parts)
    content = known.content(values, parts, custom)
    holder = values.get("owner") or values.get("team") or values.get("pool")
    return index.Row(
        known.kind,
        id_,
        known.version,
        UUID(holder) if isinstance(holder, str) else holder,
        tokens.haystack(**content),
        " ".join(known.tokens(content, values, parts)),
    )
