"""A merge forgets nothing: every kind of reference, whatever order, and two who merge at once."""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.people.merging import everything, merged, now, party, save, taken_back, writing
from zhike.access.models import Collaborator, User
from zhike.engagement.models import Interaction, Task
from zhike.engagement.models.interaction import Participant
from zhike.ledger.actions import NotNow
from zhike.ledger.fields import RecordRef, UuidKey
from zhike.ledger.models import Change, Part, Record, StaleRecord
from zhike.ledger.models.record import all_fields, pointing_relations
from zhike.ledger.undo import undo
from zhike.people.actions.merge import merge
from zhike.people.models import ContactPoint, Party, Relationship, ValueConflict
from zhike.records.merging.references import references, references_in_code
from zhike.records.models import CustomField, Merge, SavedView
from zhike.web.models import Favourite

pytestmark = pytest.mark.full

ELSEWHERE = {
    # Which part a part speaks of: it learns the copy's id when both are copied.
    "value-conflict.standing_part", "value-conflict.other_part",
    # What a merge itself is: its own page and forwarding read it.
    "merge.survivor", "merge.loser",
    # No records: derived anew with every write, or personal and followed by web/merged_marks.
    "Document.record", "ExternalId.record", "Total.holder", "Favourite.record",
    # Lessons and colleagues.
    "UsefulMark.lesson",
    # What happened, and to which record then: the page of a loser leads to the survivor.
    "Notification.record", "Visit.record", "AccessEvent.record", "Change.record",
    "IdempotencyKey.record",
    # What another program was told of the loser stays true; the survivor is told of by itself.
    "ExportMark.record",
    # What is owed is worked out anew with every write of an instalment; marks of what was done.
    "Outstanding.party", "Outstanding.holder", "DunningMark.plan", "DunningMark.step",
    "DunningMark.task",
    # A link that was opened: links are no parties.
    "LinkViews.link",
    # Who let mail go out again, and who was the last to be given a lead: users.
    "Hold.resumed_by", "assignment-rule.last_given",
    # The task that a timing rule has written.
    "TimingMark.task",
    # In whose change set companies were taken out of the directory.
    "DirectoryExtraction.change_set",
    # What a customer's profit came to: worked out anew every night.
    "TierMark.party",
}  # fmt: skip
PEOPLE = {"user", "actor", "id"}


def _holds_a_record(field: Any) -> bool:
    """Whether a field may hold the id of a record of any type."""
    if isinstance(field, models.ForeignKey):
        return False  # Found by its own type below.
    return isinstance(field, RecordRef | UuidKey) and field.name not in PEOPLE


def test_every_field_that_may_point_at_a_record_is_moved_or_reviewed() -> None:
    records = [m for m in apps.get_models() if issubclass(m, Record)]
    moved = {(ref.model, ref.field) for target in records for ref in references_in_code(target)}
    missing = set()
    for model in apps.get_app_configs():
        for table in model.get_models():
            if not table.__module__.startswith("zhike."):
                continue
            name = table.record_type if issubclass(table, Record) else table.__name__
            missing |= {
                f"{name}.{field.name}" for field in table._meta.concrete_fields
                if _holds_a_record(field) and (table, field.name) not in moved
            }  # fmt: skip
    assert missing - ELSEWHERE == set()


@pytest.mark.django_db
def test_every_relation_to_a_party_is_moved_and_nothing_points_at_its_parts() -> None:
    moved = {(ref.model, ref.field) for ref in references(Party)}
    for relation in pointing_relations(Party):
        model, name = relation.related_model, relation.field.name
        assert (issubclass(model, Part) and model.part_of == name) or (model, name) in moved
    parts = {m for m in apps.get_models() if issubclass(m, Part) and m.part_of == "party"}
    pointing = [
        field for m in apps.get_models() for field in m._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model in parts
    ]  # fmt: skip
    assert parts == {ContactPoint, ValueConflict}
    assert pointing == []  # Parts are copied, not moved: see the decision 0015.


@pytest.mark.django_db
def test_custom_fields_collaborators_filters_stars_and_participants_follow() -> None:
    a, b = party("甲"), party("乙")
    who = save(User(login="lin", name="林"))
    field = save(CustomField(resource="party", key="parent", label="上级", kind="relation",
                             target="party"))  # fmt: skip
    child = party("丙", custom={field.pk.hex: str(b.pk)})
    save(Collaborator(about_kind="party", about_id=b.pk, user=who, may_edit=True))
    view = save(SavedView(name="乙的", resource="opportunities", owner=who,
                          filter={"party": {"is": str(b.pk)}}))  # fmt: skip
    meeting = save(Interaction(party=child, subject="三方会"))
    for one in (a, b):
        save(Participant(interaction=meeting, party=one))
    Favourite.objects.create(user=who.pk, kind="party", record=b.pk, at=timezone.now())
    before = everything()
    row = merged(a, b)
    assert now(child).custom == {field.pk.hex: str(a.pk)}
    assert Collaborator.objects.get().about_id == a.pk
    assert now(view).filter == {"party": {"is": str(a.pk)}}
    assert [p.party_id for p in Participant.objects.all()] == [a.pk]
    assert Favourite.objects.filter(record=a.pk, user=who.pk).exists()
    taken_back(row)
    assert everything() == before
    assert not Favourite.objects.filter(record=a.pk).exists()


class Office:
    """Three parties, and random deeds with them."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        dice = self.dice
        self.parties = [self.party(n) for n in range(3)]
        for _ in range(dice.randint(0, 8)):
            self.hang(dice.choice(self.parties))

    def party(self, number: int) -> Party:
        dice = self.dice
        phones = tuple(
            dice.sample(["13800138000", "13900139000", "13700137000"], dice.randint(0, 3))
        )
        return party(
            f"客户{number}", phones, tags=dice.sample(["东", "南", "西"], dice.randint(0, 3)),
            industry=dice.choice(["", "energy", "retail"]), note=dice.choice(["", "甲", "乙"]),
            external_ids=dice.choice([{}, {"erp": str(number)}, {"crm": str(number)}]),
        )  # fmt: skip

    def hang(self, on: Party) -> None:
        dice, others = self.dice, [p for p in self.parties if p.pk != on.pk]
        made: Any = dice.choice([
            lambda: Task(subject="t", party=on, about=RecordRef.to(on)),
            lambda: Interaction(party=on, subject="i"),
            lambda: Relationship(from_party=on, to_party=dice.choice(others), type=dice.choice(
                ["supplies", "refers"]), note=dice.choice(["", "n"])),
            lambda: ContactPoint(party=on, type="email", value=dice.choice(["a@b.cn", "c@d.cn"])),
        ])()  # fmt: skip
        if isinstance(made, Relationship):
            known = Relationship.objects.filter(
                from_party=on, to_party=made.to_party, type=made.type
            )
            if known.exists():
                return
        save(made)

    def edit(self, one: Party) -> None:
        one = now(one)
        one.tags = self.dice.sample(["东", "北", "中"], self.dice.randint(0, 3))
        one.note = self.dice.choice(["", "新"])
        save(one)


class MergingIsReversible(TestCase):
    @given(st.integers(0, 10**6))
    def test_taking_back_with_nothing_between_gives_back_exactly_both(self, seed: int) -> None:
        office = Office(seed)
        first, second, third = office.dice.sample(office.parties, 3)
        before = everything()
        merged(first, second)
        merged(first, third)
        losers = office.dice.sample([second.pk, third.pk], 2)
        for loser in losers:
            taken_back(Merge.objects.get(loser=loser))
        assert everything() == before

    @given(st.integers(0, 10**6))
    def test_with_edits_between_nothing_is_lost(self, seed: int) -> None:
        office = Office(seed)
        first, second = office.dice.sample(office.parties, 2)
        before = everything()
        row = merged(first, second)
        for _ in range(office.dice.randint(1, 5)):
            office.parties = [p for p in office.parties if p.pk != second.pk]
            office.dice.choice([office.hang, office.edit])(first)
        between = everything()
        taken_back(row)
        after = everything()
        others = {key for key in before if key[0] != "contact-point"}
        assert others <= after.keys()
        assert {key for key in between if key[0] not in ("merge", "contact-point")} <= after.keys()
        assert after["party", second.pk] == before["party", second.pk]
        assert _reached(after) >= _reached(before) | _reached(between)


def _reached(state: dict[Any, Any]) -> set[Any]:
    """By what somebody is reached, whoever it is."""
    return {values["value"] for (kind, _), values in state.items() if kind == "contact-point"}


@pytest.mark.django_db(transaction=True)
def test_of_two_who_merge_one_record_at_once_one_wins() -> None:
    a, b, c = party("甲"), party("乙"), party("丙", industry="energy")
    for _ in range(5):
        save(Task(subject="t", party=c))

    def run(survivor: Party) -> bool:
        try:
            with writing("merge"):
                merge(survivor, c)
        except (NotNow, StaleRecord):
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        won = list(pool.map(run, (a, b)))
    assert sorted(won) == [False, True]
    winner = (a, b)[won.index(True)]
    assert Merge.objects.get().survivor == winner.pk
    assert set(Task.objects.values_list("party", flat=True)) == {winner.pk}


@pytest.mark.django_db
def test_a_thousand_things_that_hang_on_it_move_while_somebody_waits() -> None:
    a, b = party("甲"), party("乙")
    with writing("create"):
        for number in range(1000):
            Task(subject=f"t{number}", party=b).save()
    began = time.perf_counter()
    row = merged(a, b)
    took = time.perf_counter() - began
    assert row.moved == {"task": 1000}
    began = time.perf_counter()
    taken_back(row)
    back = time.perf_counter() - began
    assert max(took, back) < 20
    assert Task.objects.filter(party=b.pk).count() == 1000
    # A large set goes back in several transactions.
    merged(a, b)
    undone = undo(Change.objects.latest("seq").change_set, by=None, door="web")
    assert undone.report["conflict_count"] == 0
    assert Task.objects.filter(party=b.pk).count() == 1000


def test_the_fields_of_a_merge_are_what_the_decision_says() -> None:
    assert [f.name for f in all_fields(Merge)] == [
        "kind", "survivor", "loser", "size", "sources", "moved",
    ]  # fmt: skip
