"""The seal shows tampering and survives the erasure of a person."""

from __future__ import annotations

import pytest

from zhike.ledger import moments
from zhike.ledger.consumers import advance, renew_cursors
from zhike.ledger.current import change_set
from zhike.ledger.models import Change, Cursor, LargeText
from zhike.ledger.sealing import SEALER, broken_seals, numbers, ranges
from zhike.people.models import ContactPoint, Party
from zhike.project import cli


@pytest.fixture
def sealed(transactional_db) -> Party:
    with change_set(by=None, door="web"):
        party = Party(name="单宇", kind="person", note="密" * 2000)
        party.save()
        ContactPoint(party=party, value="13800138000").save()
    for name in ("甲", "乙"):
        with change_set(by=None, door="web"):
            Party(name=name).save()
    assert advance(SEALER) == 3
    return party


def test_an_untouched_ledger_verifies(sealed) -> None:
    assert broken_seals() == []


@pytest.mark.parametrize(
    "tampering",
    [
        {"diff": '{"f":{"name":[null,"丙"]}}'},
        {"action": "win"},
        {"kind": "opportunity"},
    ],
)
def test_a_change_altered_later_shows(sealed, tampering) -> None:
    Change.objects.filter(pk=Change.objects.earliest("seq").pk).update(**tampering)
    assert len(broken_seals()) == 1


def test_a_change_removed_later_shows(sealed, capsys) -> None:
    Change.objects.latest("seq").delete()
    assert len(broken_seals()) == 1
    assert cli.main(["check"]) == 1
    assert "was altered after it was sealed" in capsys.readouterr().out


def test_a_restored_database_begins_its_cursors_anew(sealed, on_postgresql) -> None:
    """Transaction numbers begin again in another server; what was written keeps its place."""
    Change.objects.update(tx=2**40)
    Cursor.objects.update(tx=2**40)
    assert renew_cursors()
    with change_set(by=None, door="web"):
        Party(name="丙").save()
    assert advance(SEALER) == 1
    assert broken_seals() == []
    assert not renew_cursors()


def test_erasing_a_person_leaves_no_word_of_them_and_the_chain_verifies(sealed) -> None:
    with change_set(by=None, door="web", action="erase"):
        moments.erase(Party.objects.get(pk=sealed.pk))
    assert advance(SEALER) == 1
    assert broken_seals() == []
    about = Change.objects.filter(record=sealed.pk)
    assert set(about.values_list("diff", "salt")) == {(None, None)}
    assert not LargeText.objects.exists()
    assert not Party.objects.filter(pk=sealed.pk).exists()
    with pytest.raises(moments.Erased):
        moments.as_of(Party, sealed.pk, about.earliest("seq").at)


def test_block_numbers_are_kept_as_ranges() -> None:
    assert ranges([1, 2, 3, 7]) == "1-3,7"
    assert numbers("1-3,7") == [1, 2, 3, 7]
