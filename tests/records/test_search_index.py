"""The search index is what it would be if it were made anew, whatever was written and how."""

from __future__ import annotations

import random
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.cast import rolled_back
from tests.records.search_cast import assert_index_is_true, crowd, names, party, user
from zhike.access.rights import system_access
from zhike.base import tokens
from zhike.base.ids import uuid7
from zhike.ledger import jobs
from zhike.ledger.bulk import LargeSet
from zhike.ledger.current import change_set
from zhike.ledger.models import ChangeSet, Job
from zhike.ledger.undo import undo
from zhike.ledger.undoable import CannotUndo
from zhike.ledger.writes import UPDATE, Write
from zhike.people.models import ContactPoint, Party
from zhike.records.models import Document
from zhike.records.search import reindex
from zhike.records.search.declared import searched

pytestmark = pytest.mark.django_db

DEEDS = ["make", "crowd", "rename", "number", "drop", "give", "delete", "undo", "undo", "bulk"]
WORDS = ["长安", "Fenkel", "曾国强", "8-7", "é", "有限公司", "🙂", "長樂"]


class World:
    """A small installation in which random things are done."""

    def __init__(self, owner: Any) -> None:
        self.owner = owner

    def do(self, deed: str, seed: int) -> None:
        chance = random.Random(seed)
        rows = list(Party.objects.order_by("pk"))
        if deed in ("make", "crowd", "undo"):
            getattr(self, deed)(chance)
        elif rows:
            with change_set(by=None, door="system"):
                getattr(self, deed)(chance, chance.choice(rows))

    def name(self, chance) -> str:
        return " ".join(chance.choices(WORDS, k=chance.randint(1, 3)))

    def make(self, chance) -> None:
        party(self.name(chance), phone="1380013" + str(chance.randint(1000, 9999)))

    def crowd(self, chance) -> None:
        crowd(chance.randint(1, 40), self.name(chance), chance.choice([None, self.owner]))

    def rename(self, chance, row) -> None:
        row.name = self.name(chance)
        row.save()

    def number(self, chance, row) -> None:
        ContactPoint(party=row, type="email", value=f"a{chance.randint(1, 99)}@b.example").save()

    def drop(self, chance, row) -> None:
        point = ContactPoint.objects.filter(party=row).first()
        if point:
            point.delete()

    def give(self, chance, row) -> None:
        row.owner = chance.choice([None, self.owner])
        row.save()

    def delete(self, chance, row) -> None:
        row.delete()

    def undo(self, chance) -> None:
        sets = list(ChangeSet.objects.exclude(action="found"))
        with suppress(CannotUndo, IndexError):
            undo(chance.choice(sets), by=None, door="system")

    def bulk(self, chance, row) -> None:
        rows = list(Party.objects.order_by("pk"))[: chance.randint(1, 20)]
        writes = [Write("party", r.pk, UPDATE, "edit", {"name": (r.name, "改" + r.name[:50])})
                  for r in rows]  # fmt: skip
        large = LargeSet.begin(by=None, door="web", action="bulk")
        large.write(lambda: writes, len(writes))
        large.finish()


@pytest.mark.full
@given(st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 2**32)), min_size=3, max_size=12))
@settings(
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@rolled_back()
def test_the_index_follows_any_writes(db, deeds) -> None:
    world = World(_owner())
    for deed, seed in deeds:
        world.do(deed, seed)
    assert_index_is_true()


def _owner() -> Any:
    with change_set(by=None, door="system", action="found"):
        return user(str(uuid7()), "own")


@pytest.fixture
def newer_tokeniser(monkeypatch) -> None:
    monkeypatch.setattr(tokens, "VERSION", tokens.VERSION + 1)
    searched.cache_clear()
    yield
    monkeypatch.undo()
    searched.cache_clear()


def _work() -> None:
    while job := jobs.claim():
        jobs.run(job)
        assert Job.objects.get(pk=job.pk).state == Job.State.DONE


def test_after_a_change_of_the_tokeniser_the_index_is_made_anew_in_the_background(
    newer_tokeniser, monkeypatch
) -> None:
    monkeypatch.setattr(tokens, "VERSION", tokens.VERSION - 1)
    searched.cache_clear()
    crowd(30, "长安", None)
    numbers = list(Document.objects.order_by("pk").values_list("pk", "record"))
    monkeypatch.setattr(tokens, "VERSION", tokens.VERSION + 1)
    searched.cache_clear()
    assert len(names(system_access(), "长安")) == 30
    assert reindex.is_needed() == reindex.NAME
    party("长乐")
    jobs.enqueue(reindex.is_needed(), {})
    _work()
    assert reindex.is_needed() is None
    assert list(Document.objects.order_by("pk").values_list("pk", "record"))[:30] == numbers
    assert_index_is_true()


def test_documents_that_are_missing_are_written_when_a_worker_starts(monkeypatch) -> None:
    crowd(5, "长安", None)
    Document.objects.filter(kind="party").delete()
    assert names(system_access(), "长安") == []
    jobs._enqueue_at_start()
    jobs._enqueue_at_start()
    assert Job.objects.filter(name=reindex.NAME).count() == 1
    _work()
    assert len(names(system_access(), "长安")) == 5


def test_a_full_index_is_left_alone() -> None:
    crowd(5, "长安", None)
    jobs._enqueue_at_start()
    assert not Job.objects.filter(name=reindex.NAME).exists()
