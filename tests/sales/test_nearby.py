"""Who is near where I am going? By region, street and postcode; visits are planned from there."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.people import company as people
from tests.people.test_pools_by_doors import Door
from zhike.engagement.models import Interaction, Task
from zhike.ledger.current import change_set
from zhike.ledger.models import ChangeSet
from zhike.people.models import Lead, Relationship
from zhike.records import undoing
from zhike.sales.models import PlanLine
from zhike.sales.nearby.finding import MINE, near
from zhike.sales.nearby.spots import spot_at, spot_of
from zhike.sales.rules.nearby import Nearness, Spot, nearness, postcode_of, street_of

WUHOU, JINJIANG, CHENGDU, MIANYANG = "510107", "510104", "510100", "510700"


@pytest.fixture
def company(db):
    return people.found()


def party(company, name, region="", address="", owner="林", **values):
    raw = {"region": region, **values}
    if address:
        raw["contact_points"] = [{"type": "address", "value": address}]
    return people.party(name, company.people[owner], **raw)


def met(company, days_ago, owner="林", **whose):
    with change_set(by=None, door="system"):
        Interaction(
            at=timezone.now() - dt.timedelta(days=days_ago), subject="拜访",
            owner=company.people[owner], **whose,
        ).save()  # fmt: skip


def names(found):
    return [one.name for one in found.near]


@pytest.mark.parametrize(
    ("address", "street"),
    [
        ("四川省宜宾市翠屏区岷江北路 88 号", "岷江北路"),
        ("重庆市万州区江南大道6号", "江南大道"),
        ("成都市武侯区浆洗街街道武侯祠大街231号阳光小区", "武侯祠大街"),
        ("云南省昆明市西山区滇池路 301 号", "滇池路"),
        ("人民南路四段12号", "人民南路"),
        ("高新区天府软件园", ""),
        ("Hauptstraße 5, Berlin", ""),
        ("", ""),
    ],
)
def test_the_street_of_an_address_stands_behind_its_regions(address, street):
    assert street_of(address) == street


def test_a_postcode_is_six_digits_by_themselves():
    assert postcode_of("成都市武侯区 610041") == "610041"
    assert postcode_of("人民南路 13912345678") == ""


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        (Spot(WUHOU, "人民南路"), Spot(WUHOU, "人民南路"), Nearness.STREET),
        (Spot(WUHOU, "人民路"), Spot(JINJIANG, "人民路"), Nearness.CITY),
        (Spot(CHENGDU, "人民南路"), Spot(WUHOU, "人民南路"), Nearness.STREET),
        (Spot(WUHOU, "", "610041"), Spot(JINJIANG, "", "610041"), Nearness.POSTCODE),
        (Spot(WUHOU), Spot(WUHOU), Nearness.DISTRICT),
        (Spot(WUHOU), Spot(CHENGDU), Nearness.CITY),
        (Spot(WUHOU), Spot(MIANYANG), None),
        (Spot("500101"), Spot("500229"), Nearness.CITY),
        (Spot("510000"), Spot("510000"), None),
        (Spot("429004"), Spot("429005"), None),
    ],
)
def test_two_places_are_as_near_as_their_regions_and_addresses_say(one, other, how):
    assert nearness(one, other) == how
    assert nearness(other, one) == how


@pytest.mark.requirement("D22")
def test_the_nearest_stand_first_and_of_these_whom_nobody_met_for_longest(company):
    here = party(company, "川途客运", address="四川省成都市武侯区人民南路四段 1 号")
    party(company, "同街客运", WUHOU, "成都市武侯区人民南路四段 90 号")
    recent, long_ago = (party(company, name, WUHOU) for name in ("刚见过", "很久没见"))
    party(company, "从没见过", WUHOU)
    party(company, "同城客运", JINJIANG)
    party(company, "绵阳客运", MIANYANG)
    party(company, "不知在哪")
    people.lead(company, name="武侯线索", region=WUHOU)
    people.lead(company, name="退回的", region=WUHOU, status="rejected", rejected_reason="no_need")
    met(company, 2, party=recent)
    met(company, 200, party=long_ago)
    met(company, 100, lead=Lead.objects.get(name="武侯线索"))
    lin = company.access("林")
    found = near(lin, spot_of(lin, here), but=here.pk)
    assert names(found) == ["同街客运", "从没见过", "很久没见", "武侯线索", "刚见过", "同城客运"]
    assert [one.nearness for one in found.near[:2]] == [Nearness.STREET, Nearness.DISTRICT]
    assert {one.owner for one in found.near} == {"林"}


@pytest.mark.requirement("D22")
def test_one_sees_those_near_whom_one_sees_anyway(company):
    here = party(company, "川途客运", WUHOU)
    party(company, "同队的", WUHOU, owner="陈")
    theirs = party(company, "南区的", WUHOU, owner="何")
    lin = company.access("林")
    assert names(near(lin, spot_of(lin, here), but=here.pk)) == ["同队的"]
    assert names(near(lin, spot_of(lin, here), but=here.pk, whose=MINE)) == []
    assert Door(company, "林").web.get(f"/nearby/?of=party:{theirs.pk}").status_code == 404
    marketing = company.access("王")
    assert names(near(marketing, spot_of(marketing, here), but=here.pk)) == ["南区的", "同队的"]


def test_whoever_works_for_one_of_them_is_met_there(company):
    firm = party(company, "成都公交", WUHOU)
    boss = party(company, "许经理", WUHOU, kind="person")
    party(company, "自由人", WUHOU, kind="person")
    with change_set(by=None, door="system"):
        Relationship(from_party=boss, to_party=firm, type="works_for").save()
    met(company, 3, party=boss)
    lin = company.access("林")
    found = near(lin, spot_at("", "成都市武侯区"))
    assert sorted(names(found)) == sorted(["成都公交", "自由人"])
    assert names(near(lin, spot_of(lin, firm), but=firm.pk)) == ["自由人"]
    last = {one.name: one.last for one in found.near}
    assert last["成都公交"] is not None
    assert last["自由人"] is None


@pytest.mark.requirement("D22")
def test_a_place_in_words_finds_who_is_there_and_plans_visits_to_them(company):
    firm = party(company, "成都公交", WUHOU, "成都市武侯区科华北路 5 号")
    lead = people.lead(company, name="陈磊", region=JINJIANG)
    door = Door(company, "林")
    page = door.web.get("/nearby/?where=成都市武侯区科华北路")
    rows = [row["label"] for row in page.context["rows"]]
    assert rows == ["成都公交", "陈磊"]
    ids = {"ids": [str(firm.pk), str(lead.pk)], "week": "next"}
    for _again in range(2):
        assert door.web.post("/nearby/plan/?where=成都", ids).status_code == 302
    line, task = PlanLine.objects.get(), Task.objects.get()
    monday = timezone.localdate() - dt.timedelta(days=timezone.localdate().weekday())
    assert (line.party, line.kind, line.week) == (firm, "visit", monday + dt.timedelta(days=7))
    assert (task.about, task.owner.name) == (f"lead:{lead.pk}", "林")
    going = door.web.get("/nearby/").context["going"]
    assert [one["label"] for one in going] == ["成都公交"]
    planned = ChangeSet.objects.filter(action="plan_visits").order_by("pk").first()
    undoing.take_back(company.access("林"), planned)
    assert not PlanLine.objects.exists()
    assert not Task.objects.exists()


def test_a_place_that_nobody_knows_is_said(company):
    page = Door(company, "林").web.get("/nearby/?where=月球背面")
    assert page.context["error"]
    nowhere = party(company, "不知在哪")
    page = Door(company, "林").web.get(f"/nearby/?of=party:{nowhere.pk}")
    assert page.context["is_unknown"]
    assert Door(company, "林").web.get("/nearby/?of=party:nonsense").status_code == 404
    assert Door(company, "林").web.get("/nearby/?of=task:1").status_code == 404


@pytest.mark.requirement("D22")
def test_a_record_shows_the_few_of_its_district_once_it_stands(company):
    here = party(company, "川途客运", WUHOU)
    party(company, "同区客运", WUHOU)
    party(company, "同城客运", JINJIANG)
    door = Door(company, "林")
    page = door.web.get(f"/parties/{here.pk}/").content.decode()
    assert f"/nearby/few/?of=party%3A{here.pk}" in page
    few = door.web.get(f"/nearby/few/?of=party:{here.pk}").content.decode()
    assert "同区客运" in few
    assert "同城客运" not in few
