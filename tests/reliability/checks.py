"""What must hold in the database whenever it was cut off: nothing lost, nothing torn."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.db.models import Count, F

from tests.records.search_cast import assert_index_is_true
from tests.reliability.clients import State
from zhike.ledger import moments
from zhike.ledger.models import Change, ChangeSet
from zhike.people.models import ContactPoint, Party
from zhike.records import totals
from zhike.records.models import Document, Total
from zhike.records.resource import resource_named
from zhike.sales.models import Opportunity

FIELDS = ("value", "holder", "currency", "count", "amount", "rated", "weighed")


def stored(resource: str, id_: UUID) -> tuple[State | None, int]:
    """A record as the clients know it, and its version; None where there is none."""
    if resource == "parties":
        party = Party.objects.filter(pk=id_).first()
        points = ContactPoint.objects.filter(party=id_)
        phones = list(points.values_list("value", flat=True))
        state = {"name": party.name, "note": party.note, "phones": phones} if party else None
        return state, party.version if party else 0
    deal = Opportunity.objects.filter(pk=id_).first()
    if deal is None:
        return None, 0
    return {"name": deal.name, "note": deal.note, "won": deal.won_at is not None}, deal.version


def assert_whole() -> None:
    """The file is sound and every record has its change, its document and its place in totals."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchall() == [("ok",)]
            cursor.execute("PRAGMA foreign_key_check")
            assert cursor.fetchall() == []
    for model in (Party, Opportunity):
        ids = set(model.objects.values_list("pk", flat=True))
        assert ids == set(documents(model.record_type)), "a record and its search document"
        assert_told(model, ids)
    assert_index_is_true()
    counted = ChangeSet.objects.annotate(told=Count("changes")).exclude(told=F("change_count"))
    assert not counted.exists(), "a change set and its changes"
    kept = sorted(Total.objects.filter(count__gt=0).values_list(*FIELDS))
    totals.rebuild(resource_named("opportunities"))
    again = sorted(Total.objects.filter(count__gt=0).values_list(*FIELDS))
    assert kept == again, "totals"


def documents(kind: str) -> list[UUID]:
    return list(Document.objects.filter(kind=kind).values_list("record", flat=True))


def assert_told(model: type, ids: Iterable[UUID]) -> None:
    """The ledger alone gives the records as they are."""
    ids = list(ids)
    kind = model.record_type
    changes = Change.objects.filter(kind=kind, record__in=ids).order_by("seq")
    told = moments.replay(changes.iterator())
    assert {id_ for _, id_ in told} == set(ids), "a record and its change"
    for (_, id_), snapshot in told.items():
        assert moments.now_of(model, id_) == snapshot, f"{kind} {id_} and its changes"
