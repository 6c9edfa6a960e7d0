"""Completeness as a column of the party: kept with every write, worked out anew for other keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import models, transaction

from zhike.ledger.bulk import paced
from zhike.ledger.jobs import Running, at_start, enqueue, handles
from zhike.ledger.models import Cursor
from zhike.ledger.writes import CREATE, UPDATE, Write
from zhike.people.models import ContactPoint, KeyFields, Party, Relationship
from zhike.people.quality.key_fields import CUSTOM, KeysByKind, key_fields, mark, own_columns
from zhike.people.rules.completeness import BLANK, DECIDER, POINTS, percent

JOB = "people.completeness"
PAGE = 2000
PARTY, POINT, TIE = (m.record_type for m in (Party, ContactPoint, Relationship))
DEAD = ContactPoint.Status.INVALID


class Completeness:
    """The projection that keeps every party's percentage true."""

    rank = 50
    is_late = False

    def apply(self, writes: Sequence[Write]) -> None:
        """Rate what these writes touch: new parties by what they hold, others by their rows."""
        if any(write.kind == KeyFields.record_type for write in writes):
            enqueue(JOB, {})
        touched = _touched(writes)
        news = [w for w in writes if w.kind == PARTY and w.operation == CREATE and not w.columns]
        if not touched and not news:
            return
        keys = key_fields()
        found = {w.id: _rated(keys, w) for w in news if w.id not in touched}
        # A new row begins with nothing.
        _store({id_: value for id_, value in found.items() if value})
        rate(keys, touched)


def _touched(writes: Sequence[Write]) -> set[UUID]:
    """The parties that stand already and of which something changed that may count."""
    ids: set[UUID] = set()
    for write in writes:
        if write.kind == PARTY and write.operation == UPDATE:
            ids.add(write.id)
        elif write.kind == TIE:
            pairs = (write.fields.get(name, ()) for name in ("to_party", "from_party"))
            ids.update(UUID(str(id_)) for pair in pairs for id_ in pair if id_)
            if write.operation == UPDATE:
                ends = models.QuerySet[Any](Relationship).filter(pk=write.id)
                ids.update(id_ for pair in ends.values_list("to_party", "from_party")
                           for id_ in pair)  # fmt: skip
    return ids


def of_new(writes: Sequence[Write]) -> Iterator[int]:
    """The percentages of new parties that come in bulk, for their rows to be written with."""
    keys = key_fields()
    return (_rated(keys, write) for write in writes)


def _rated(keys: KeysByKind, write: Write) -> int:
    """A new party's percentage by what is written of it."""
    filled = {name for name, (_, value) in write.fields.items() if value not in BLANK}
    for part in write.parts:
        values = {name: pair[1] for name, pair in part.fields.items()}
        if part.kind == POINT and values.get("status") != DEAD:
            filled.add(POINTS + values.get("type", ContactPoint.Type.PHONE))
    return percent(keys[_kind(write.fields.get("kind", (None, None))[1])], filled)


def _kind(value: str | None) -> str:
    return value or Party.Kind.ORGANIZATION


def rate(keys: KeysByKind, ids: Collection[UUID]) -> None:
    """Work out the percentages of stored parties and keep those that changed."""
    rows = (
        models.QuerySet[Any](Party)
        .filter(pk__in=ids)
        .only("completeness", "kind", "custom", *own_columns(keys).values())
    )
    parties = list(rows)
    filled = filled_of(keys, parties)
    _store({
        party.pk: now for party in parties
        if (now := percent(keys[_kind(party.kind)], filled[party.pk])) != party.completeness
    })  # fmt: skip


def filled_of(keys: KeysByKind, parties: Iterable[Party]) -> dict[UUID, set[str]]:
    """Which key fields hold something, by party; one query whatever their number."""
    columns, found = own_columns(keys), {}
    for party in parties:
        own = {name for name, column in columns.items() if getattr(party, column) not in BLANK}
        custom = {CUSTOM + key for key, value in party.custom.items() if value not in BLANK}
        found[party.pk] = own | custom
    points = models.QuerySet[Any](ContactPoint).filter(party__in=found).exclude(status=DEAD)
    ties = models.QuerySet[Any](Relationship).filter(type=Relationship.Type.DECIDES_FOR)
    known = ties.filter(to_party__in=found).values_list("to_party", models.Value(DECIDER))
    # One query for both: this is asked with every write and on every page of a customer.
    for party_id, name in points.values_list("party", "type").union(known):
        found[party_id].add(DECIDER if name == DECIDER else POINTS + name)
    return found


def _store(values: Mapping[UUID, int]) -> None:
    by_value: dict[int, list[UUID]] = defaultdict(list)
    for id_, value in values.items():
        by_value[value].append(id_)
    for value, ids in sorted(by_value.items()):
        models.QuerySet[Any](Party).filter(pk__in=ids).update(completeness=value)


@handles(JOB)
def rate_all(running: Running) -> dict[str, Any]:
    """Rate every party by the key fields as they are now; harmless when begun twice."""
    keys, done = key_fields(), 0
    for ids in paced(_all_ids()):
        with transaction.atomic():
            rate(keys, ids)
        done += len(ids)
        running.progress(done)
    Cursor.objects.update_or_create(name=JOB, defaults={"seq": mark(keys)})
    return {"parties": done}


@at_start
def is_needed() -> str | None:
    """The job's name if the parties were rated by other key fields than today's."""
    known = Cursor.objects.filter(name=JOB).values_list("seq", flat=True).first()
    return None if known == mark(key_fields()) else JOB


def _all_ids() -> Iterator[UUID]:
    after: dict[str, UUID] = {}
    while True:
        rows = models.QuerySet[Any](Party).filter(**after).order_by("pk")
        ids = list(rows.values_list("pk", flat=True)[:PAGE])
        yield from ids
        if len(ids) < PAGE:
            return
        after = {"pk__gt": ids[-1]}
