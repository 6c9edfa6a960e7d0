"""All parties are compared, and what is suspected waits for a person."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.people.merging import now, party, writing
from zhike.ledger.models import ChangeSet
from zhike.ledger.undo import undo
from zhike.people.duplicates.pairs import Report
from zhike.people.duplicates.scanning import scan
from zhike.people.duplicates.uniting import unite_same_codes
from zhike.people.models import DuplicatePair, Party
from zhike.records.merging import unmerge
from zhike.records.models import Merge, Notification

pytestmark = [pytest.mark.full, pytest.mark.django_db]
USCC, OTHER = "91500112MA5ABCDE1R", "91440300708461136T"
PHONE = "13800138000"


def scanned(*, whole: bool = True) -> Report:
    report = Report()
    unite_same_codes(report)
    scan(None if whole else Party.objects.earliest("created_at").created_at, report=report)
    return report


@pytest.mark.requirement("B47")
@pytest.mark.parametrize("whole", [True, False])
def test_a_name_in_two_forms_with_one_telephone_waits_as_a_pair_with_its_reasons(
    whole: bool,
) -> None:
    party("重庆川途客运有限公司", (PHONE,), region="500000")
    party("川途客运", (PHONE,), region="500000")
    party("成都锦城酒店有限公司", ("13900139000",), region="510100")
    scanned(whole=whole)
    pair = DuplicatePair.objects.get()
    assert {pair.left.name, pair.right.name} == {"重庆川途客运有限公司", "川途客运"}
    assert pair.probability >= 0.5
    assert pair.start + sum(bits for *_, bits in pair.reasons) > 0
    assert "phone" in {comparison for comparison, *_ in pair.reasons}


def test_what_was_found_different_is_asked_again_only_when_the_data_changed() -> None:
    one = party("重庆川途客运有限公司", (PHONE,))
    party("川途客运", (PHONE,))
    scanned(whole=False)
    pair = DuplicatePair.objects.get()
    with writing():
        pair.decision = DuplicatePair.Decision.DIFFERENT
        pair.save()
    scanned(whole=False)
    assert now(pair).decision == "different"
    changed = now(one)
    with writing():
        changed.website = "chuantu.cn"
        changed.save()
    assert scanned(whole=False).asked_again == 1
    assert now(pair).decision == "open"


def test_a_pair_that_is_none_any_more_goes_and_one_of_a_deleted_party_comes_back_with_it() -> None:
    one, two = party("重庆川途客运有限公司", (PHONE,)), party("川途客运", (PHONE,))
    scanned(whole=False)
    with writing("delete"):
        now(two).delete()
    assert not DuplicatePair.objects.exists()
    undo(ChangeSet.objects.filter(action="delete").latest("at"), by=None, door="web")
    assert DuplicatePair.objects.get().decision == "open"
    changed = now(two)
    with writing():
        changed.name = "成都锦城酒店有限公司"
        changed.save()
        for point in changed.contact_points.all():
            point.delete()
    assert scanned(whole=False).closed == 1
    assert not DuplicatePair.objects.exists()
    assert now(one)


@pytest.mark.requirement("E18")
def test_the_same_credit_code_merges_by_itself_and_whoever_takes_it_back_is_not_overruled(
    cast: Cast,
) -> None:
    owner = cast.users["zhouzihan"]
    party("川途客运", uscc=USCC, external_ids={"销售": "S-1"}, owner=owner)
    party("重庆川途客运有限公司", uscc=USCC, external_ids={"财务": "F-1"},
          industry="logistics", website="chuantu.cn")  # fmt: skip
    party("川途旅游", (PHONE,), uscc=OTHER)
    assert scanned(whole=False).merged == 1
    kept = Party.objects.get(uscc=USCC)
    assert kept.name == "重庆川途客运有限公司"
    assert kept.external_ids == {"销售": "S-1", "财务": "F-1"}
    assert not DuplicatePair.objects.filter(decision="same").exists()
    told = Notification.objects.get(kind="merged_by_itself")
    assert (told.user, told.record) == (owner, kept.pk)
    with writing("unmerge"):
        unmerge(Merge.objects.get(survivor=kept.pk))
    assert scanned(whole=False).merged == 0
    assert Party.objects.filter(uscc=USCC).count() == 2


@pytest.mark.requirement("E18")
def test_a_branch_with_the_code_of_its_parent_is_never_merged_by_itself() -> None:
    party("重庆川途客运有限公司", uscc=USCC)
    party("重庆川途客运有限公司万州分公司", uscc=USCC)
    assert scanned(whole=False).merged == 0
    assert Party.objects.filter(uscc=USCC).count() == 2
