"""What came after a merge: of whom it is, the program cannot know, so a person is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from zhike.ledger.bulk import model_of
from zhike.ledger.models import Change, Part, Record
from zhike.ledger.models.record import blank_of, field_of
from zhike.ledger.undo import expand_texts, part_models
from zhike.ledger.values import dump, load
from zhike.ledger.writes import CREATE, DELETE, Write
from zhike.records.merging.merge import take_over
from zhike.records.merging.references import Reference, references
from zhike.records.merging.uniting import fields_of, put, value_of
from zhike.records.models import Merge

MOST = 200


@dataclass(frozen=True)
class Since:
    """A record that points at the survivor, a part or a field of it, added or changed since."""

    key: str
    record: Any
    reference: Reference | None = None
    field: str = ""
    before: Any = None
    original: UUID | None = None

    def give(self, survivor: Any, loser: Any) -> None:
        """Let the loser have it, and the survivor no longer."""
        if self.reference is not None:
            self.reference.point(self.record, survivor, loser)
            self.record.save()
        elif self.field:
            put(loser, self.field, value_of(survivor, self.field))
            put(survivor, self.field, _loaded(survivor, self.field, self.before))
        else:
            self._give_part(loser)

    def _give_part(self, loser: Record) -> None:
        if self.original is not None:
            QuerySet[Any](type(self.record)).get(pk=self.original).delete()
        take_over(loser, self.record)
        self.record.delete()


def since(merge: Merge, changes: list[Change]) -> list[Since]:
    """What a person may give to the loser, given what the merge wrote."""
    survivor = QuerySet[Any](model_of(merge.kind)).get(pk=merge.survivor)
    known = set(_of_other_merges(merge))
    found = [*_fields(survivor, changes), *_parts(merge, survivor, changes, known)]
    return [*found, *_records(merge, survivor, known)]


def _of_other_merges(merge: Merge) -> Iterator[UUID]:
    """What other merges brought: whose that is stands in them."""
    for other in Merge.objects.filter(survivor=merge.survivor).exclude(pk=merge.pk):
        for change in written(other):
            yield change.record
            yield from (part.id for part in Write.of(change).parts)


def written(merge: Merge) -> list[Change]:
    """What a merge wrote, the latest first."""
    created = Change.objects.filter(
        kind=Merge.record_type, record=merge.pk, operation=CREATE
    ).order_by("seq")[0]
    changes = Change.objects.filter(change_set=created.change_set_id, seq__gte=created.seq)
    return list(changes.order_by("seq")[: merge.size])[::-1]


def _records(merge: Merge, survivor: Record, known: set[UUID]) -> Iterator[Since]:
    for reference in references(type(survivor)):
        rows = reference.pointing(survivor).filter(created_at__gt=merge.created_at)
        for row in rows.exclude(pk__in=known).order_by("pk")[:MOST]:
            yield Since(f"{row.record_type}:{row.pk}:{reference.field}", row, reference)


def _fields(survivor: Any, changes: list[Change]) -> Iterator[Since]:
    """The fields that people changed since, with what the survivor had before the merge."""
    before: dict[str, Any] = {}
    for write in _writes(survivor, changes[:1]):
        for name, pair in write.fields.items():
            before.setdefault(name, pair[0])
    merged = {n: p for w in _own(survivor, changes) for n, p in w.fields.items()}
    for name in fields_of(survivor, survivor):
        if name in before and dump(value_of(survivor, name)) != before[name]:
            value = merged[name][0] if name in merged else before[name]
            yield Since(f"field:{name}", survivor, field=name, before=value)


def _writes(survivor: Any, changes: Iterable[Change]) -> list[Write]:
    """What was written of the survivor since by anything but another merge, the first first."""
    later = Change.objects.filter(
        kind=survivor.record_type, record=survivor.pk, seq__gt=max(c.seq for c in changes)
    ).exclude(action__in=("merge", "unmerge", "undo"))
    found = [Write.of(change) for change in later.order_by("seq")]
    expand_texts(found)
    return found


def _own(survivor: Any, changes: Iterable[Change]) -> list[Write]:
    found = [Write.of(change) for change in changes if change.record == survivor.pk]
    expand_texts(found)
    return found


def _parts(merge: Merge, survivor: Any, changes: list[Change], known: set[UUID]) -> Iterator[Since]:
    copies = {p.id: p.fields for w in _own(survivor, changes) for p in w.parts}
    originals = [p for c in changes if c.record == merge.loser for p in Write.of(c).parts]
    for model in part_models(type(survivor)):
        for part in QuerySet[Any](model).filter(**{model.part_of: survivor.pk}).order_by("pk"):
            if part.pk in known:
                continue
            if part.pk not in copies:
                if part.created_at > merge.created_at:
                    yield Since(f"{part.record_type}:{part.pk}", part)
            elif _is_changed(part, copies[part.pk]):
                original = _original(model, copies[part.pk], originals)
                yield Since(f"{part.record_type}:{part.pk}", part, original=original)


def _is_changed(part: Part, created: Any) -> bool:
    """Whether it holds something else than when it was made, which leaves out what was blank."""
    return any(
        value != created.get(name, (None, blank_of(type(part), name)))[1]
        for name, value in part.state().items()
    )


def _original(model: type[Part], copy: Any, originals: list[Any]) -> UUID | None:
    """The loser's own part from which a copy was made: the one that is most like it."""
    values = {name: pair[1] for name, pair in copy.items()}

    def likeness(part: Any) -> int:
        return sum(values.get(name) == pair[0] for name, pair in part.fields.items())

    known = [p for p in originals if p.kind == model.record_type and p.operation == DELETE]
    return max(known, key=likeness).id if known else None


def _loaded(record: Record, name: str, value: Any) -> Any:
    return value if name.startswith("custom.") else load(field_of(type(record), name), value)
