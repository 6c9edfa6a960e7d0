"""What the tests of merging share: everything that stands in the records' tables, and parties."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from zhike.engagement.models import Interaction, Task
from zhike.ledger.current import change_set
from zhike.ledger.fields import RecordRef
from zhike.ledger.models import Record
from zhike.people.actions.merge import merge, unmerge
from zhike.people.models import ContactPoint, Party, Relationship
from zhike.records.models import Merge


def writing(action: str = "edit") -> Any:
    return change_set(by=None, door="web", action=action)


def party(name: str, phones: tuple[str, ...] = (), **values: Any) -> Party:
    with writing("create"):
        made = Party(name=name, **values)
        made.save()
        for phone in phones:
            ContactPoint(party=made, value=phone).save()
    return made


def save(record: Any) -> Any:
    with writing("create"):
        record.save()
    return record


def merged(survivor: Party, loser: Party, values: dict[str, Any] | None = None) -> Merge:
    with writing("merge"):
        return merge(survivor, loser, values)


def taken_back(row: Merge, to_loser: tuple[str, ...] = ()) -> None:
    with writing("unmerge"):
        unmerge(row, to_loser)


def everything() -> dict[Any, Any]:
    """Every record as the ledger sees it, versions aside."""
    models = [m for m in apps.get_models() if issubclass(m, Record)]
    return {(m.record_type, row.pk): row.state() for m in models for row in QuerySet[Any](m).all()}


def now(record: Any) -> Any:
    return type(record).objects.get(pk=record.pk)


def company_of(first: Party, loser: Party, other: Party) -> None:
    """What may hang on two parties that turn out to be one, and on their neighbour."""
    save(Relationship(from_party=loser, type="supplies", to_party=first))
    save(Relationship(from_party=first, type="works_for", to_party=other, role="经理"))
    save(Relationship(from_party=loser, type="works_for", to_party=other, note="老同事"))
    save(Interaction(party=loser, subject="拜访", about=RecordRef.to(loser)))
    save(Task(subject="回访", party=loser, about=RecordRef.to(loser)))
    save(Task(subject="报价", party=first))
