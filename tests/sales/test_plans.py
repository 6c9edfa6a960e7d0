"""Plans that roll up: customers' years, months, weeks, and what was done of them."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from itertools import pairwise
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.sales import company as selling
from zhike.access.models import ApiToken, Grant, Role, Scope
from zhike.access.rights import system_access
from zhike.engagement.models import Interaction
from zhike.engagement.models.interaction import Participant
from zhike.ledger.current import change_set
from zhike.ledger.models import ChangeSet
from zhike.people.models import Relationship
from zhike.records.undoing import take_back
from zhike.sales.models import AccountPlan, PlanLine, Target
from zhike.sales.planning.done import outcomes
from zhike.sales.planning.rolled import rolled
from zhike.sales.rules.weeks import weeks_of

pytestmark = pytest.mark.django_db
MONDAY, WEDNESDAY = dt.date(2026, 3, 2), dt.date(2026, 3, 4)
BEFORE = MONDAY - dt.timedelta(days=7)


def at(day, hour=10):
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


@pytest.fixture(autouse=True)
def _midweek():
    """It is Wednesday, 4 March 2026, at noon."""
    with patch("django.utils.timezone.now", return_value=at(WEDNESDAY, 12)):
        yield


@pytest.fixture
def house(company):
    """The small company, in which everybody plans."""
    with change_set(by=None, door="system"):
        for scope in (Scope.OWN, Scope.TEAM, Scope.ALL):
            role = Role.objects.get(name=f"销售 {scope}")
            for kind in ("plan-line", "account-plan", "target", "interaction"):
                for verb in ("read", "create", "update", "delete"):
                    Grant(role=role, resource=kind, verb=verb, scope=scope).save()
    return company


def written(record):
    with change_set(by=None, door="system"):
        record.save()
    return record


def browser(house, name):
    found = Client(headers={"accept-language": "en"})
    found.force_login(house.people[name])
    return found


def line(house, kind, party=None, deal=None, *, who="林", week=MONDAY, text=""):
    owner = house.people[who]
    return written(
        PlanLine(kind=kind, party=party, opportunity=deal, owner=owner, week=week, text=text)
    )


def met(house, party, channel, day, who="林"):
    owner = house.people[who]
    return written(
        Interaction(party=party, owner=owner, channel=channel, subject="谈", at=at(day, 9))
    )


def post(house, name, path, body):
    """A program's call in somebody's name."""
    with change_set(by=None, door="system"):
        token = ApiToken.issue(house.people[name], "program")
    return Client().post(
        f"/api/v1/{path}", json.dumps(body), content_type="application/json",
        headers={"authorization": f"Bearer {token}"},
    )  # fmt: skip


@pytest.mark.requirement("B59")
@pytest.mark.parametrize(
    ("year", "months", "gap", "said"),
    [
        ("1200000", {f"month_{n}": "100000" for n in range(1, 12)}, 100_000, "100,000.00 less"),
        ("1200000", {f"month_{n}": "110000" for n in range(1, 13)}, -120_000, "120,000.00 more"),
        ("1200000", {f"month_{n}": "100000" for n in range(1, 13)}, 0, ""),
        ("500000.50", {"month_3": "500000"}, Decimal("0.50"), "0.50 less"),
    ],
)
def test_a_customers_year_warns_of_what_its_months_leave_out(house, year, months, gap, said):
    party = selling.party(house, "川途客运")
    body = {"party": str(party.pk), "year": 2026, "amount": year, **months}
    assert post(house, "林", "account-plans", body).status_code == 201
    plan = AccountPlan.objects.get()
    assert (plan.gap, plan.owner) == (gap, house.people["林"])
    page = browser(house, "林").get(f"/account-plans/{plan.pk}/").content.decode()
    assert ("Months and year do not add up" in page) == bool(said)
    assert said in page
    again = post(house, "林", "account-plans", body)
    assert again.status_code == 400


@pytest.mark.requirement("B59")
def test_the_customers_page_says_how_far_its_plan_is_reached(house):
    party = selling.party(house, "川途客运")
    written(AccountPlan(party=party, year=2026, amount=Decimal(200_000), owner=party.owner))
    deal = selling.deal(house, party=party, amount=Decimal(50_000))
    with change_set(by=None, door="system"):
        deal.win()
    page = browser(house, "林").get(f"/parties/{party.pk}/").content.decode()
    assert "25%" in page
    foreign = browser(house, "何").get("/account-plans/").content.decode()
    assert "川途客运" not in foreign


@pytest.mark.requirement("B59")
def test_what_is_done_is_read_from_contacts_and_deals(house):
    firm, person, quiet, called = (
        selling.party(house, name) for name in ("公司", "张经理", "安静", "电话")
    )
    written(Relationship(from_party=person, to_party=firm, type="decides_for"))
    met(house, person, "visit", WEDNESDAY)
    met(house, called, "call", WEDNESDAY)
    met(house, quiet, "visit", BEFORE)
    met(house, quiet, "visit", WEDNESDAY, who="陈")
    won, still, lost = (selling.deal(house, name, party=firm) for name in ("赢", "在谈", "输"))
    with change_set(by=None, door="system"):
        won.win()
        lost.lose(lost_reason="price")
    expected = {
        line(house, "visit", firm): True, line(house, "visit", quiet): False,
        line(house, "visit", called): False, line(house, "contact", called): True,
        line(house, "contact", firm): True, line(house, "close", deal=won): True,
        line(house, "close", deal=still): False, line(house, "close", deal=lost): False,
        line(house, "visit", firm, week=BEFORE): False,
    }  # fmt: skip
    found = outcomes(list(expected))
    assert {one: found[one.pk].is_done for one in expected} == expected
    with change_set(by=None, door="system"):
        theirs = Interaction.objects.get(owner=house.people["陈"])
        Participant(interaction=theirs, user=house.people["林"]).save()
    assert outcomes([one for one in expected if one.party == quiet]).popitem()[1].is_done


@pytest.mark.requirement("B59")
def test_what_was_left_undone_is_carried_on_once_and_can_be_taken_back(house):
    met_one, left = (selling.party(house, name) for name in ("见过", "没见"))
    met(house, met_one, "visit", BEFORE)
    for party in (met_one, left):
        line(house, "visit", party, week=BEFORE)
    line(house, "other", text="整理报价", week=BEFORE)
    lin = browser(house, "林")
    assert "2 lines of the week before" in lin.get("/week/").content.decode()
    for _click in range(2):
        assert lin.post("/week/carry/", {"week": "2026-03-04"}).status_code == 302
    carried = PlanLine.objects.filter(week=MONDAY)
    assert {(one.kind, one.party, one.text) for one in carried} == {
        ("visit", left, ""), ("other", None, "整理报价"),
    }  # fmt: skip
    assert "of the week before" not in lin.get("/week/").content.decode()
    take_back(system_access("web"), ChangeSet.objects.get(action="carry_on"))
    assert carried.all().count() == 0


@pytest.mark.requirement("B59")
def test_weeks_roll_up_to_the_month_and_the_month_to_the_year(house):
    lin = house.people["林"]
    months = {f"month_{n}": Decimal(100_000) for n in range(1, 12)}
    written(Target(year=2026, owner=lin, amount=Decimal(1_200_000), **months))
    party = selling.party(house, "川途客运")
    written(AccountPlan(party=party, year=2026, owner=lin, amount=Decimal(900_000)))
    won, coming, past = (
        selling.deal(house, name, party=party, amount=Decimal(amount))
        for name, amount in (("赢", 30_000), ("在谈", 45_000), ("拖延", 20_000))
    )
    with change_set(by=None, door="system"):
        won.win()
    for week in (MONDAY, dt.date(2026, 3, 16)):
        line(house, "close", deal=coming, week=week)
    line(house, "close", deal=won)
    line(house, "close", deal=past, week=BEFORE)
    sums = rolled(house.access("林"), lin.pk, MONDAY, WEDNESDAY)
    assert (sums.year_left, sums.customers_left, sums.month_left) == (100_000, 300_000, 25_000)
    assert {(one.first.day, int(one.planned), int(one.won)) for one in sums.weeks} == {
        (2, 75_000, 30_000), (9, 0, 0), (16, 45_000, 0), (23, 0, 0),
    }  # fmt: skip
    page = browser(house, "林").get("/week/").content.decode()
    for gap in ("100,000", "300,000", "25,000"):
        assert gap in page


@pytest.mark.requirement("B59")
def test_a_week_belongs_to_the_month_of_its_thursday():
    every = [week for month in range(1, 13) for week in weeks_of(2026, month)]
    assert (len(every), every[0], every[-1]) == (53, dt.date(2025, 12, 29), dt.date(2026, 12, 28))
    assert [b - a for a, b in pairwise(every)] == [dt.timedelta(days=7)] * 52


@pytest.mark.requirement("B59")
def test_a_seller_plans_a_visit_and_a_manager_sees_plan_beside_deed(house):
    party = selling.party(house, "川途客运")
    lin, chief = browser(house, "林"), browser(house, "周")
    sent = {"week": "2026-03-06", "kind": "visit", "party": str(party.pk), "text": "看样车"}
    assert lin.post("/week/add/", sent).status_code == 302
    planned = PlanLine.objects.get()
    assert (planned.week, planned.owner) == (MONDAY, house.people["林"])
    again = lin.post("/week/add/", sent)
    assert (again.status_code, "planned for the week already" in again.content.decode()) == (
        422, True,
    )  # fmt: skip
    assert lin.post("/week/add/", {"week": "2026-03-06", "kind": "visit"}).status_code == 422
    met(house, party, "meeting", WEDNESDAY)
    line(house, "other", text="写方案")
    assert "1/2" in lin.get("/week/").content.decode()
    team = chief.get("/week/team/").content.decode()
    assert "林" in team
    assert "50%" in team
    assert "看样车" in chief.get(f"/week/?who={house.people['林'].pk}").content.decode()


def test_the_week_of_somebody_out_of_reach_does_not_exist(house):
    line(house, "other", text="秘密", who="何")
    assert browser(house, "周").get(f"/week/?who={house.people['何'].pk}").status_code == 404
    assert "秘密" not in browser(house, "周").get("/week/team/").content.decode()
    assert browser(house, "林").get("/week/?week=nonsense").status_code == 404


def test_the_page_asks_as_many_questions_of_the_database_for_twenty_lines_as_for_two(house):
    lin, asked = browser(house, "林"), []
    for count in (1, 9):
        for number in range(count):
            party = selling.party(house, f"客户{count}-{number}")
            met(house, party, "call", WEDNESDAY)
            line(house, "visit", party)
            line(house, "close", deal=selling.deal(house, f"K{count}-{number}", party=party))
        lin.get("/week/")
        with CaptureQueriesContext(connection) as queries:
            assert lin.get("/week/").status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]
