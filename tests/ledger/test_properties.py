"""What must hold for any sequence of writes."""

from __future__ import annotations

import datetime as dt
import random
from contextlib import suppress

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.cast import rolled_back
from zhike.access.models import Team
from zhike.ledger import moments
from zhike.ledger.bulk import LargeSet, states
from zhike.ledger.current import change_set
from zhike.ledger.models import Change, ChangeSet
from zhike.ledger.models.record import RecordInUse
from zhike.ledger.undo import undo
from zhike.ledger.undoable import CannotUndo
from zhike.ledger.writes import UPDATE, Write
from zhike.people.models import ContactPoint, Party, Relationship
from zhike.records.models import Tag

pytestmark = pytest.mark.django_db

OPERATIONS = st.lists(
    st.tuples(
        st.sampled_from(
            ["create", "create", "change", "part", "drop part", "delete", "relate", "bulk", "undo",
             "undo", "several", "tag", "text"]
        ),
        st.integers(0, 2**32),
    ),
    min_size=3,
    max_size=14,
)  # fmt: skip
FEW = settings(
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
MODELS = (Party, Tag, Team, Relationship)


class World:
    """A small installation in which random things are done."""

    def __init__(self) -> None:
        self.noted: list[tuple[dt.datetime, dict]] = []

    def do(self, operation: str, seed: int) -> None:
        chance = random.Random(seed)
        getattr(self, "do_" + operation.replace(" ", "_"))(chance)

    def pick(self, chance, model):
        rows = list(model.objects.order_by("pk"))
        return chance.choice(rows) if rows else None

    def write(self):
        return change_set(by=None, door="system")

    def do_create(self, chance) -> None:
        with self.write():
            party = Party(
                name=chance.choice(["华骏", "川途客运", "Acme", ""]) + str(chance.randint(0, 99)),
                annual_revenue=chance.choice([None, 0, 12]),
                roles=chance.sample(["customer", "supplier"], chance.randint(0, 2)),
                custom={"a" * 32: chance.randint(0, 3)} if chance.random() < 0.5 else {},
            )
            party.save()
            for number in range(chance.randint(0, 2)):
                ContactPoint(party=party, value=f"1380013800{number}").save()

    def do_change(self, chance) -> None:
        if party := self.pick(chance, Party):
            with self.write():
                party.name = "改" + str(chance.randint(0, 3))
                party.annual_revenue = chance.choice([None, 0, "3.50"])
                party.custom = chance.choice([{}, {"b" * 32: "x"}, {"a" * 32: 1}])
                party.birthday = chance.choice([None, dt.date(1980, 5, 6)])
                party.save()

    def do_text(self, chance) -> None:
        if party := self.pick(chance, Party):
            with self.write():
                party.note = "长" * chance.choice([0, 10, 1500, 2000])
                party.save()

    def do_part(self, chance) -> None:
        if party := self.pick(chance, Party):
            with self.write():
                point = party.contact_points.first()
                if point is None or chance.random() < 0.5:
                    point = ContactPoint(party=party, type="email")
                point.value = f"a{chance.randint(0, 9)}@example.com"
                point.save()

    def do_drop_part(self, chance) -> None:
        if point := self.pick(chance, ContactPoint):
            with self.write():
                point.delete()

    def do_delete(self, chance) -> None:
        if record := self.pick(chance, chance.choice(MODELS)):
            with suppress(RecordInUse), self.write():
                record.delete()

    def do_relate(self, chance) -> None:
        one, other = self.pick(chance, Party), self.pick(chance, Party)
        known = Relationship.objects.filter(from_party=one, type="refers", to_party=other)
        if one and other and one != other and not known.exists():
            with self.write():
                Relationship(from_party=one, to_party=other, type="refers").save()

    def do_several(self, chance) -> None:
        with self.write():
            team = Team(name="T" + str(chance.randint(0, 10**9)), parent=self.pick(chance, Team))
            team.save()
            team.name += "改"
            team.save()
            for party in Party.objects.all()[:3]:
                party.team = team
                party.save()

    def do_tag(self, chance) -> None:
        with self.write():
            tag = Tag(name=str(chance.randint(0, 10**9)))
            tag.save()
            if chance.random() < 0.3:
                tag.delete()

    def do_bulk(self, chance) -> None:
        large = LargeSet.begin(by=None, door="job", action="bulk_edit")
        name = "批" + str(chance.randint(0, 5))

        def plan():
            found = states(Party, list(Party.objects.values_list("pk", flat=True)[:4]))
            return [
                Write("party", pk, UPDATE, "update", {"name": (state["name"], name)})
                for pk, state in found.items()
                if state["name"] != name
            ]

        large.write(plan, 1)
        large.finish()

    def do_undo(self, chance) -> None:
        if found := self.pick(chance, ChangeSet):
            with suppress(CannotUndo):
                undo(found, by=None, door="web")

    def tables(self) -> dict:
        """What the tables hold now, in the ledger's form."""
        return {
            (model.record_type, pk): moments.now_of(model, pk)
            for model in MODELS
            for pk in model.objects.values_list("pk", flat=True)
        }

    def note(self) -> None:
        self.noted.append((timezone.now(), self.tables()))


def played(operations) -> World:
    world = World()
    for operation, seed in operations:
        world.do(operation, seed)
        world.note()
    return world


@FEW
@given(OPERATIONS)
@rolled_back()
def test_replaying_the_ledger_from_empty_gives_exactly_the_tables(operations) -> None:
    world = played(operations)
    assert moments.replay(Change.objects.order_by("seq")) == world.tables()


@FEW
@given(OPERATIONS)
@rolled_back()
def test_a_record_as_of_any_past_moment_is_what_was_noted_then(operations) -> None:
    world = played(operations)
    for moment, noted in world.noted:
        for (kind, pk), snapshot in noted.items():
            model = next(m for m in MODELS if m.record_type == kind)
            assert moments.as_of(model, pk, moment) == snapshot


@pytest.mark.full
@FEW
@given(OPERATIONS, st.integers(0, 2**32))
@rolled_back()
def test_undoing_an_undo_restores_what_the_undo_changed(operations, seed) -> None:
    world = played(operations)
    before = world.tables()
    written = list(ChangeSet.objects.order_by("id"))
    if not written:
        return
    try:
        undoing = undo(random.Random(seed).choice(written), by=None, door="web")
    except CannotUndo:
        return
    if undoing.change_count:
        again = undo(undoing, by=None, door="web")
        assert again.report["conflict_count"] == 0
    assert world.tables() == before
