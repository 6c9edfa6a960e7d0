"""What waits as a suspected duplicate is decided on screen, by whoever sees both."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Q
from django.test import Client

from tests.cast import Cast
from tests.people.merging import now, party, save
from zhike.access.models import Team
from zhike.access.rights import access_of
from zhike.ledger.models import ChangeSet, Job
from zhike.ledger.undo import undo
from zhike.people.duplicates.pairs import Report
from zhike.people.duplicates.scanning import scan
from zhike.people.models import DuplicatePair, Party, Relationship

pytestmark = pytest.mark.django_db
PHONE = "13800138000"


@pytest.fixture
def pair(cast: Cast) -> Any:
    """Two records of one company, one of them a colleague's of another team."""
    mine = party("重庆川途客运有限公司", (PHONE,), owner=cast.users["zhouzihan"])
    party("川途客运", (PHONE,), owner=cast.users["zhouzihan"])
    scan(mine.created_at, report=Report())
    return DuplicatePair.objects.get(left=mine)


def as_user(cast: Cast, login: str) -> Client:
    client = Client()
    client.force_login(cast.users[login])
    return client


@pytest.mark.requirement("B47")
def test_the_queue_names_the_pair_and_its_page_says_why_in_words_and_bits(
    cast: Cast, pair: Any
) -> None:
    client = as_user(cast, "zhouzihan")
    queue = client.get("/duplicates/pairs/?show=mine").content.decode()
    assert pair.left.name in queue
    page = client.get(f"/duplicates/pairs/{pair.pk}/").content.decode()
    assert "waterfall" in page
    assert page.count(PHONE[-4:]) >= 2


def test_different_is_noted_with_who_said_it_and_can_be_undone(cast: Cast, pair: Any) -> None:
    client = as_user(cast, "zhouzihan")
    assert client.post(f"/duplicates/pairs/{pair.pk}/different/").status_code == 302
    assert (now(pair).decision, now(pair).decided_by) == ("different", cast.users["zhouzihan"])
    assert pair.left.name not in client.get("/duplicates/pairs/?show=mine").content.decode()


def test_a_subsidiary_is_tied_to_its_parent_and_stays_a_customer(cast: Cast, pair: Any) -> None:
    client = as_user(cast, "zhouzihan")
    client.post(f"/duplicates/pairs/{pair.pk}/related/", {"parent": str(pair.left_id)})
    tie = Relationship.objects.get(from_party=pair.left_id, to_party=pair.right_id)
    assert tie.type == "parent_of"
    assert now(pair).decision == "related"
    assert Party.objects.filter(pk__in=(pair.left_id, pair.right_id)).count() == 2


def test_whoever_sees_only_one_of_the_two_sees_no_pair(cast: Cast, pair: Any) -> None:
    other = next(login for login in cast.users if not _sees(cast, login, pair))
    client = as_user(cast, other)
    assert client.get(f"/duplicates/pairs/{pair.pk}/").status_code in (403, 404)
    assert client.post(f"/duplicates/pairs/{pair.pk}/different/").status_code in (403, 404)
    assert now(pair).decision == "open"


def test_several_pairs_are_told_apart_at_once(cast: Cast, pair: Any) -> None:
    client = as_user(cast, "zhouzihan")
    client.post("/duplicates/pairs/", {"ids": [str(pair.pk)]})
    assert now(pair).decision == "different"


def test_the_queue_is_narrowed_to_a_kind_a_team_and_those_below_and_to_ones_own(
    cast: Cast, pair: Any
) -> None:
    client, name = as_user(cast, "zhouzihan"), pair.left.name
    team = cast.users["zhouzihan"].team
    outside = Team.objects.exclude(pk__in=(team.pk, team.parent_id)).filter(children=None).first()

    def shows(asked: str) -> bool:
        return name in client.get(f"/duplicates/pairs/?{asked}").content.decode()

    assert shows("kind=organization")
    assert not shows("kind=person")
    assert shows(f"team={team.pk}")
    assert team.parent_id is None or shows(f"team={team.parent_id}")
    assert outside is not None
    assert not shows(f"team={outside.pk}")
    assert shows(f"show=mine&kind=organization&team={team.pk}")


@pytest.fixture
def house(cast: Cast) -> list[Any]:
    """A company with two branches, one of which shares its telephone."""
    owner = cast.users["zhouzihan"]
    made = [
        party("重庆远岭客运有限公司", (PHONE,), owner=owner),
        party("重庆远岭客运有限公司万州分公司", (PHONE,), owner=owner),
        party("远岭客运成都分公司", owner=owner),
    ]
    scan(made[0].created_at, report=Report())
    return made


@pytest.mark.requirement("E18")
def test_branches_wait_in_a_list_of_their_own_and_are_no_suspected_duplicates(
    cast: Cast, house: list[Any]
) -> None:
    client = as_user(cast, "zhouzihan")
    assert "远岭" not in client.get("/duplicates/pairs/").content.decode()
    page = client.get("/duplicates/pairs/?show=parts").content.decode()
    assert house[1].name in page
    assert house[2].name in page


@pytest.mark.requirement("E18")
def test_the_chosen_branches_are_shown_as_they_will_be_tied_then_tied_at_once_and_undone_at_once(
    cast: Cast, house: list[Any]
) -> None:
    client, (head, one, other) = as_user(cast, "zhouzihan"), house
    pairs = [
        DuplicatePair.objects.get(Q(left=branch) | Q(right=branch), kinship="branch")
        for branch in (one, other)
    ]
    assert {pair.likely_parent for pair in pairs} == {head.pk}
    chosen = {"ids": [str(pair.pk) for pair in pairs]}
    preview = client.post("/duplicates/pairs/tie/", chosen).content.decode()
    assert preview.count(f'value="{head.pk}" checked') == 2
    assert not Relationship.objects.filter(to_party__in=(one, other)).exists()
    turned = {f"parent-{pairs[1].pk}": str(other.pk)}
    client.post("/duplicates/pairs/tie/", chosen | turned | {"sure": "1"})
    ties = Relationship.objects.filter(type="parent_of").values_list("from_party", "to_party")
    assert {(head.pk, one.pk), (other.pk, head.pk)} <= set(ties)
    assert {now(pair).decision for pair in pairs} == {"related"}
    undo(ChangeSet.objects.filter(action="decide").latest("at"), by=None, door="web")
    assert {now(pair).decision for pair in pairs} == {"open"}
    assert not Relationship.objects.filter(to_party=one).exists()


def test_a_branch_whose_parent_is_known_is_not_offered(cast: Cast, house: list[Any]) -> None:
    save(Relationship(from_party=house[0], type="parent_of", to_party=house[1]))
    page = as_user(cast, "zhouzihan").get("/duplicates/pairs/?show=parts").content.decode()
    assert house[1].name not in page
    assert house[2].name in page


def test_a_long_queue_takes_as_many_queries_as_a_short_one(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    parties = [party(f"同名{number}") for number in range(8)]
    for number, one in enumerate(parties[1:]):
        save(DuplicatePair(left=parties[0], right=one, probability=0.6 + number / 100))
    client = as_user(cast, "admin")
    client.get("/duplicates/pairs/")
    with django_assert_max_num_queries(16):
        page = client.get("/duplicates/pairs/").content.decode()
    assert page.count("同名0") >= len(parties) - 1


def test_administrators_alone_have_everything_compared(cast: Cast) -> None:
    assert as_user(cast, "linguodong").post("/duplicates/scan/").status_code == 403
    assert not Job.objects.filter(name__contains="duplicates").exists()
    assert as_user(cast, "admin").post("/duplicates/scan/").status_code == 302
    assert Job.objects.filter(name__contains="duplicates").count() == 1


def _sees(cast: Cast, login: str, pair: Any) -> bool:
    rows = access_of(cast.users[login], "web").rows(Party)
    return bool(rows.filter(pk=pair.left_id).exists())
