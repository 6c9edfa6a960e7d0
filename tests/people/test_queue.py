"""What waits as a suspected duplicate is decided on screen, by whoever sees both."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from tests.people.merging import now, party
from zhike.access.rights import access_of
from zhike.ledger.models import Job
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


def test_administrators_alone_have_everything_compared(cast: Cast) -> None:
    assert as_user(cast, "linguodong").post("/duplicates/scan/").status_code == 403
    assert not Job.objects.filter(name__contains="duplicates").exists()
    assert as_user(cast, "admin").post("/duplicates/scan/").status_code == 302
    assert Job.objects.filter(name__contains="duplicates").count() == 1


def _sees(cast: Cast, login: str, pair: Any) -> bool:
    rows = access_of(cast.users[login], "web").rows(Party)
    return bool(rows.filter(pk=pair.left_id).exists())
