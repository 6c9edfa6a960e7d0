"""Search finds what people type, follows every write, and shows nobody what is not theirs."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.records.search_cast import crowd, eyes, names, party, team, user
from zhike.access.models import Collaborator
from zhike.access.rights import Access, system_access
from zhike.ledger.current import change_set
from zhike.ledger.models import ChangeSet
from zhike.ledger.undo import undo
from zhike.people.models import ContactPoint, Party
from zhike.records import listing, saving, search
from zhike.records.resource import resource_named
from zhike.records.search import candidates, finding
from zhike.records.titles import titles

pytestmark = pytest.mark.django_db
CHANGAN, XIAN = "重庆长安汽车股份有限公司", "西安长乐食品有限公司"


@pytest.fixture
def everyone(db) -> Access:
    party(CHANGAN, phone="138 0013 8000", email="li.wei@changan.example", uscc="91350100M000100Y43")
    party(XIAN, phone="029-8765 4321", external_ids={"erp": "C-100234"})
    party("曾国强", kind="person")
    party("单小雨", kind="person")
    party("Fenkelmar Systems Ltd", email="info@fenkelmar.example")
    return system_access()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("长", [XIAN, CHANGAN]),
        ("长安", [CHANGAN]),
        ("长安汽车", [CHANGAN]),
        ("汽车 重庆", [CHANGAN]),
        ("汽长", []),
        ("changan", [CHANGAN]),
        ("cqcaqc", [CHANGAN]),
        ("ＣＨＡＮＧＡＮ", [CHANGAN]),
        ("長安", [CHANGAN]),
        ("13800138000", [CHANGAN]),
        ("+86 138-0013-8000", [CHANGAN]),
        ("8000", [CHANGAN]),
        ("0298765", [XIAN]),
        ("li.wei@changan.example", [CHANGAN]),
        ("li.wei", [CHANGAN]),
        ("91350100M000100Y43", [CHANGAN]),
        ("100234", [XIAN]),
        ("曾", ["曾国强"]),
        ("zeng", ["曾国强"]),
        ("zgq", ["曾国强"]),
        ("shan", ["单小雨"]),
        ("sxy", ["单小雨"]),
        ("kelmar", ["Fenkelmar Systems Ltd"]),
        ("FENKEL", ["Fenkelmar Systems Ltd"]),
        ("", []),
        (" 。 ", []),
        ("%", []),
        ("_", []),
        ('" OR tokens:*', []),
        ("a' & b | c <-> d", []),
    ],
)
def test_a_customer_is_found_by_what_people_type(everyone, query, found) -> None:
    assert names(everyone, query) == found


def test_what_is_renamed_is_found_by_its_new_name_alone(everyone) -> None:
    renamed = Party.objects.get(name=CHANGAN)
    saving.change(resource_named("parties"), everyone, renamed.pk, {"name": "重庆赛力斯"})
    assert names(everyone, "赛力斯") == ["重庆赛力斯"]
    assert names(everyone, "长安汽车") == []
    assert names(everyone, "8000") == ["重庆赛力斯"]


def test_what_is_deleted_is_not_found_until_it_comes_back(everyone) -> None:
    gone = saving.remove(resource_named("parties"), everyone, Party.objects.get(name=CHANGAN).pk)
    assert names(everyone, "长安") == names(everyone, "8000") == []
    undo(ChangeSet.objects.get(pk=gone), by=None, door="system")
    assert names(everyone, "长安") == names(everyone, "8000") == [CHANGAN]


def test_a_number_that_is_added_changed_or_removed_is_followed(everyone) -> None:
    with change_set(by=None, door="system"):
        owner = Party.objects.get(name="曾国强")
        point = ContactPoint(party=owner, type="phone", value="139 9999 1111")
        point.save()
    assert names(everyone, "99991111") == ["曾国强"]
    with change_set(by=None, door="system"):
        point.value = "139 2222 3333"
        point.save()
    assert names(everyone, "99991111") == []
    assert names(everyone, "22223333") == ["曾国强"]
    with change_set(by=None, door="system"):
        point.delete()
    assert names(everyone, "22223333") == []


def test_the_newest_come_first_and_no_more_than_asked_for(everyone) -> None:
    crowd(30, "长安销售", None)
    assert names(everyone, "长安", 3) == ["长安销售29", "长安销售28", "长安销售27"]
    assert len(names(everyone, "长安")) == 31


def test_a_list_takes_a_search(everyone) -> None:
    page = listing.page(resource_named("parties"), everyone, listing.Query(search="长"))
    assert [item.name for item in page.items] == [CHANGAN, XIAN]


def test_work_is_bounded_however_many_fit(everyone, monkeypatch) -> None:
    crowd(400, "长沙", None)
    monkeypatch.setattr(finding, "MOST_CANDIDATES", 300)
    asked = []
    ask = candidates.Search.before

    def before(search, number, limit):
        asked.append(found := ask(search, number, limit))
        return found

    monkeypatch.setattr(candidates.Search, "before", before)
    # Its pieces are in every document, the whole in none.
    assert names(everyone, "长沙9沙长") == []
    names(everyone, "长沙")
    assert sum(map(len, asked)) <= 600


class TestRights:
    """Nobody finds what is not theirs, nor by what they may not see."""

    def test_a_salesman_finds_his_old_customer_among_many_new_ones_of_others(self) -> None:
        north = team("north")
        me, other = user("me", "own", of=north), user("other", "own", of=north)
        crowd(1, "长安我的", me)
        crowd(2100, "长安别人的", other)
        assert names(eyes(me), "长安") == ["长安我的0"]
        assert names(eyes(user("leader", "team", of=north)), "长安", 5)[0] == "长安别人的2099"

    def test_a_team_finds_what_its_people_own_and_what_of_it_nobody_owns(self) -> None:
        north, south = team("north"), team("south")
        mine, theirs = user("mine", "team", of=north), user("theirs", "team", of=south)
        crowd(1, "长安北", mine)
        crowd(1, "长安南", theirs)
        party("长安公海", owner=None, team=str(north.pk))
        party("长安无人", owner=None)
        assert names(eyes(mine), "长安") == ["长安公海", "长安北0"]

    def test_with_too_many_owners_for_tokens_rights_hold_all_the_same(self, monkeypatch) -> None:
        monkeypatch.setattr(finding, "MOST_HOLDERS", 0)
        me, other = user("me", "own"), user("other", "own")
        crowd(1, "长安我的", me)
        crowd(150, "长安别人的", other)
        assert names(eyes(me), "长安") == ["长安我的0"]

    def test_who_works_on_a_customer_of_another_finds_it_until_the_day(self) -> None:
        me, other = user("me", "own"), user("other", "own")
        crowd(1, "长安我的", me)
        shared = party("长安共享", owner=str(other.pk))
        crowd(1, "长安新的", me)
        with change_set(by=None, door="system"):
            help_ = Collaborator(about_kind="party", about_id=shared.pk, user=me)
            help_.save()
        assert names(eyes(me), "长安") == ["长安新的0", "长安共享", "长安我的0"]
        with change_set(by=None, door="system"):
            help_.until = dt.date(2020, 1, 1)
            help_.save()
        assert names(eyes(me), "长安") == ["长安新的0", "长安我的0"]

    def test_a_customer_is_found_by_the_new_owner_and_no_more_by_the_old(self) -> None:
        me, other = user("me", "own"), user("other", "own")
        crowd(1, "长安", me)
        with change_set(by=None, door="system"):
            moved = Party.objects.get()
            moved.owner = other
            moved.save()
        assert names(eyes(me), "长安") == []
        assert names(eyes(other), "长安") == ["长安0"]

    def test_without_the_right_to_read_nothing_is_found(self, everyone) -> None:
        nobody = Access(user("nobody", "own"), "web")
        assert names(nobody, "长安") == []
        assert search.find(nobody, "长安") == []

    @pytest.mark.parametrize("level", ["hidden", "masked"])
    def test_masked_numbers_and_addresses_are_not_found(self, everyone, level) -> None:
        access = eyes(user("masked", "all", levels={"contact-point.value": level}))
        with change_set(by=None, door="system"):
            known = Party.objects.get(name=CHANGAN)
            ContactPoint(party=known, type="address", value="解放碑步行街8号").save()
        for query in ("13800138000", "8000", "li.wei", "li.wei@changan.example", "解放碑"):
            assert names(everyone, query) == [CHANGAN]
            assert names(access, query) == []
        assert names(access, "长安") == [CHANGAN]

    @pytest.mark.parametrize("level", ["hidden", "masked"])
    def test_masked_names_are_not_found_though_other_fields_are(self, everyone, level) -> None:
        access = eyes(user("masked", "all", levels={"party.name": level}))
        assert names(access, "长安") == names(access, "chongqing") == []
        assert names(access, "8000") == [CHANGAN]
        found = Party.objects.filter(pk__in=search.find(access, "8000", Party))
        assert "长安" not in str(titles(access, list(found)))


def test_all_kinds_together_come_newest_first(everyone) -> None:
    assert search.find(everyone, "长")[-1] == Party.objects.get(name=CHANGAN).pk
