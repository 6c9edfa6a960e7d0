"""Undo names what stands in its way and overwrites nothing."""

from __future__ import annotations

import pytest

from zhike.access.models import Team
from zhike.catalog.models import Product
from zhike.engagement.models import Interaction
from zhike.ledger.current import NoChangeSet, change_set
from zhike.ledger.models import Change, ChangeSet, StaleRecord
from zhike.ledger.models.record import LedgerBypassed, RecordInUse
from zhike.ledger.undo import undo
from zhike.ledger.undoable import CannotUndo
from zhike.people.models import ContactPoint, Party

pytestmark = [pytest.mark.full, pytest.mark.django_db]


def writing(action: str = "edit"):
    return change_set(by=None, door="web", action=action)


@pytest.fixture
def party() -> Party:
    with writing("create"):
        party = Party(name="川途客运")
        party.save()
        ContactPoint(party=party, value="13800138000").save()
    return party


def last_set() -> ChangeSet:
    return Change.objects.select_related("change_set").latest("seq").change_set


def reasons(undoing: ChangeSet) -> list[tuple[str, str]]:
    return [(c["reason"], c["field"]) for c in undoing.report["conflicts"]]


def test_a_party_with_its_parts_is_one_change(party) -> None:
    change = Change.objects.get()
    assert change.content["f"]["name"] == [None, "川途客运"]
    assert [part[0] for part in change.content["p"]] == ["contact-point"]


def test_records_are_written_in_a_change_set_only() -> None:
    with pytest.raises(NoChangeSet):
        Party(name="无").save()
    with pytest.raises(LedgerBypassed):
        Party.objects.filter(name="无").update(name="有")


def test_a_save_that_changes_nothing_leaves_no_trace(party) -> None:
    with writing():
        Party.objects.get(pk=party.pk).save()
    assert Change.objects.count() == 1


def test_a_stale_save_is_refused(party) -> None:
    mine, theirs = Party.objects.get(pk=party.pk), Party.objects.get(pk=party.pk)
    with writing():
        theirs.name = "他改了"
        theirs.save()
    mine.name = "我改了"
    with pytest.raises(StaleRecord), writing():
        mine.save()
    assert Party.objects.get(pk=party.pk).name == "他改了"


def test_undoing_an_edit_puts_the_values_back(party) -> None:
    with writing():
        party.name, party.tier = "改名", "gold"
        party.save()
    undo(last_set(), by=None, door="web")
    party.refresh_from_db()
    assert (party.name, party.tier) == ("川途客运", "")


def test_a_field_changed_since_is_a_named_conflict_and_the_rest_goes_back(party) -> None:
    with writing():
        party.name, party.tier = "改名", "gold"
        party.save()
    first = last_set()
    with writing():
        party.name = "再改"
        party.save()
    undoing = undo(first, by=None, door="web")
    party.refresh_from_db()
    assert reasons(undoing) == [("changed", "name")]
    assert (party.name, party.tier) == ("再改", "")


def test_a_child_added_since_keeps_the_record_from_vanishing(party) -> None:
    with writing():
        Interaction(party=party, subject="拜访").save()
    undoing = undo(Change.objects.earliest("seq").change_set, by=None, door="web")
    assert reasons(undoing) == [("used", "")]
    assert Party.objects.filter(pk=party.pk).exists()


def test_a_part_added_since_keeps_the_record_from_vanishing(party) -> None:
    with writing():
        ContactPoint(party=party, type="wechat", value="chuantu").save()
    undoing = undo(Change.objects.earliest("seq").change_set, by=None, door="web")
    assert reasons(undoing) == [("changed", "contact-point")]


def test_deleting_moves_parts_and_dependent_records_into_the_ledger_and_undo_brings_all_back(
    party,
) -> None:
    with writing():
        Interaction(party=party, subject="拜访").save()
    with writing("delete"):
        Party.objects.get(pk=party.pk).delete()
    assert not Party.objects.exists()
    assert not Interaction.objects.exists()
    undo(last_set(), by=None, door="web")
    assert party.contact_points.get().normalised == "+8613800138000"
    assert Interaction.objects.get().party_id == party.pk


def test_a_record_that_others_need_is_not_deleted(party) -> None:
    with writing():
        team = Team(name="西南")
        team.save()
        party.team = team
        party.save()
    with pytest.raises(RecordInUse), writing():
        Team.objects.get().delete()
    assert Change.objects.filter(operation=3).count() == 0


def test_a_change_set_is_undone_once_until_its_undo_is_undone(party) -> None:
    with writing():
        party.name = "改名"
        party.save()
    edited = last_set()
    undoing = undo(edited, by=None, door="web")
    with pytest.raises(CannotUndo):
        undo(edited, by=None, door="web")
    undo(undoing, by=None, door="web")
    assert Party.objects.get(pk=party.pk).name == "改名"
    undo(edited, by=None, door="web")
    assert Party.objects.get(pk=party.pk).name == "川途客运"


def test_undo_needs_the_right_to_each_inverse(party) -> None:
    with writing():
        party.name = "改名"
        party.save()
    undoing = undo(last_set(), by=None, door="web", permit=lambda kind, ids, operation: set())
    assert reasons(undoing) == [("denied", "")]
    assert Party.objects.get(pk=party.pk).name == "改名"


def test_a_unique_value_taken_since_keeps_a_deleted_record_in_the_trash(db) -> None:
    product = Product(name="车", code="K10")
    with writing():
        product.save()
    with writing("delete"):
        Product.objects.get(pk=product.pk).delete()
    deleted = last_set()
    with writing():
        Product(name="后来者", code="K10").save()
    assert reasons(undo(deleted, by=None, door="web")) == [("taken", "")]


def test_one_row_of_several_is_taken_back_alone(party) -> None:
    with writing() as opened:
        with opened.attempt():
            Team(name="一").save()
        with pytest.raises(RuntimeError), opened.attempt():
            Team(name="二").save()
            raise RuntimeError
        with opened.attempt():
            Team(name="三").save()
    assert set(Team.objects.values_list("name", flat=True)) == {"一", "三"}
    assert last_set().changes.count() == 2


def test_a_part_added_and_dropped_in_one_deed_leaves_nothing_to_undo(party) -> None:
    with writing():
        party.name = "改名"
        party.save()
        point = ContactPoint(party=party, type="email", value="a@example.com")
        point.save()
        point.delete()
    assert undo(last_set(), by=None, door="web").report["conflict_count"] == 0
    party.refresh_from_db()
    assert party.name == "川途客运"


def test_a_part_changed_where_it_was_blank_is_not_taken_away(party) -> None:
    with writing():
        point = ContactPoint(party=party, value="13900139000")
        point.save()
    adding = last_set()
    with writing():
        point.label = "新的"
        point.save()
    undone = undo(adding, by=None, door="web")
    assert reasons(undone) == [("changed", "contact-point")]
    assert ContactPoint.objects.filter(label="新的").exists()
