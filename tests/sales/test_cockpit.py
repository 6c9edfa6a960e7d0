"""The cockpit: targets and what is won, what moved, what is expected, what lacks a next step."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone

from zhike.access.models import Grant, Role
from zhike.access.rights import system_access
from zhike.engagement.models import Interaction, Task
from zhike.ledger.current import change_set
from zhike.ledger.fields import RecordRef
from zhike.ledger.models import ChangeSet
from zhike.people.models import Party
from zhike.records import saving
from zhike.records.errors import Invalid
from zhike.records.resource import resource_named
from zhike.sales.achieved import achieved
from zhike.sales.courses import courses
from zhike.sales.forecasts import Quarter, reckon
from zhike.sales.models import Opportunity, Target
from zhike.sales.rules.moves import Period, waterfall
from zhike.sales.standings import Between

pytestmark = pytest.mark.django_db
TARGETS = resource_named("targets")


@pytest.fixture
def chief(company):
    """A browser of Guo, who sees everything and may give tasks and set targets."""
    with change_set(by=None, door="system"):
        role = Role.objects.get(name="销售 all")
        for kind in ("task", "target", "interaction"):
            for verb in ("read", "create", "update", "delete"):
                Grant(role=role, resource=kind, verb=verb, scope="all").save()
    browser = Client()
    browser.force_login(company.people["郭"])
    return browser


def deal(company, name, owner="林", **values):
    with change_set(by=None, door="system"):
        made = Opportunity(name=name, owner=company.people[owner], **values)
        made.save()
    return made


@pytest.mark.requirement("A39")
def test_one_click_asks_for_the_next_step_of_each_deal_without_one(company, chief):
    bare = [deal(company, f"Bare {n}", amount=Decimal(1000)) for n in range(5)]
    busy, met, won = (deal(company, name) for name in ("Busy", "Met", "Won"))
    later = timezone.now() + dt.timedelta(days=3)
    with change_set(by=None, door="system"):
        won.win()
        party = Party(name="川途", kind="organization")
        party.save()
        Task(subject="x", about=RecordRef.to(busy), owner=busy.owner).save()
        Interaction(subject="y", about=RecordRef.to(met), party=party, next_contact_at=later).save()
    page = chief.get("/cockpit/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "5 deals have no next step." in page
    chief.post("/cockpit/remind/")
    asked = Task.objects.exclude(about=RecordRef.to(busy))
    assert {task.about for task in asked} == {RecordRef.to(one) for one in bare}
    assert {task.owner_id for task in asked} == {company.people["林"].pk}
    assert "have no next step" not in chief.get("/cockpit/").content.decode()
    chief.post("/cockpit/remind/")
    assert asked.all().count() == 5
    chief.post(f"/change-sets/{ChangeSet.objects.get(action='remind').pk}/undo/")
    assert asked.all().count() == 0


def test_who_may_not_change_a_deal_reminds_nobody_of_it(company, chief):
    deal(company, "Of He", "何")
    lin = Client()
    lin.force_login(company.people["林"])
    assert lin.post("/cockpit/remind/").status_code == 403
    assert not Task.objects.exists()


@pytest.mark.requirement("D03")
def test_a_won_deal_moves_the_targets_of_its_owner_his_team_and_the_company(company, chief):
    today = timezone.localdate()
    month = f"month_{today.month}"
    with change_set(by=None, door="system"):
        for whose in ({}, {"team": company.teams["西区"]}, {"owner": company.people["林"]},
                      {"owner": company.people["何"]}):  # fmt: skip
            Target(
                year=today.year, amount=Decimal(1_200_000), **{month: Decimal(80_000)}, **whose
            ).save()
    one = deal(company, "Buses", amount=Decimal(60_000))
    with change_set(by=None, door="system"):
        one.win()
        deal(company, "Vans", "何", amount=Decimal(15_000)).win()
    found = achieved(system_access(), today)
    assert [(int(a.month), a.percent_of_month, a.percent_of_year) for a in found] == [
        (75_000, 93, 6), (60_000, 75, 5), (15_000, 18, 1), (60_000, 75, 5),
    ]  # fmt: skip
    assert [int(a.missing) for a in found] == [5_000, 20_000, 65_000, 20_000]
    assert "75%" in chief.get("/cockpit/").content.decode()


@pytest.mark.requirement("B59")
def test_months_that_do_not_add_up_to_the_year_leave_a_gap(company):
    months = {f"month_{n}": Decimal(100_000) for n in range(1, 12)}
    assert Target(year=2026, amount=Decimal(1_200_000), **months).gap == 100_000
    assert Target(year=2026, amount=Decimal(1_200_000)).gap == 0
    assert Target(year=2026, amount=Decimal(1_200_000)).planned(3) == 100_000


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        ({"amount": "-1"}, "amount"),
        ({"month_3": "-0.01"}, "month_3"),
        ({"year": "26"}, "year"),
        ({"amount": "99999999999999999999"}, "amount"),
        ({"year": "next"}, "year"),
    ],
)
def test_a_target_that_is_none_is_refused_by_its_field(company, raw, field):
    with pytest.raises(Invalid) as refused:
        saving.create(TARGETS, system_access(), {"year": "2026", "amount": "5"} | raw)
    assert {error.field for error in refused.value.errors} == {field}


def test_a_year_has_one_target_a_person(company):
    raw = {"year": "2026", "amount": "5", "owner": str(company.people["林"].pk)}
    saving.create(TARGETS, system_access(), raw)
    with pytest.raises(Invalid):
        saving.create(TARGETS, system_access(), raw)
    saving.create(TARGETS, system_access(), raw | {"year": "2027"})


def test_a_course_tells_what_a_deal_was_on_every_day(company):
    start = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)

    def on(days):
        return patch("django.utils.timezone.now", return_value=start + dt.timedelta(days=days))

    with on(0):
        one = deal(company, "Buses", amount=Decimal(100), close_date=dt.date(2026, 5, 1))
    with on(10), change_set(by=None, door="system"):
        one.amount, one.close_date = Decimal(150), dt.date(2026, 6, 1)
        one.save()
    with on(20), change_set(by=None, door="system"):
        one.win()
    (course,) = courses(Opportunity.objects.all())

    def at(days):
        stood = course.at(start + dt.timedelta(days=days))
        return stood and (int(stood.amount), stood.close_date.month, stood.state)

    assert [at(days) for days in (-2, 5, 15, 25)] == [
        None, (100, 5, "open"), (150, 6, "open"), (150, 6, "won"),
    ]  # fmt: skip


def test_the_forecast_is_reckoned_from_deals_brought_from_elsewhere(company):
    """Forty deals a quarter for three years, of which every second was won for a hundred."""
    chance, today = random.Random(3), timezone.localdate()
    with change_set(by=None, door="system"):
        for day in range(5, 1000, 6):
            closed = today - dt.timedelta(days=day)
            stage = company.pipeline.first("won" if chance.random() < 0.5 else "lost")
            Opportunity(
                name=f"Deal {day}", owner=company.people["林"], stage=stage, close_date=closed,
                amount=Decimal(100), opened_on=closed - dt.timedelta(days=60),
                lost_reason="" if stage.kind == "won" else "price",
            ).save()  # fmt: skip
        for number in range(10):
            Opportunity(
                name=f"Open {number}", owner=company.people["林"], amount=Decimal(100)
            ).save()
    made = reckon(timezone.now())
    (whole,) = [one for one in made if one.team_id is None]
    assert {one.team_id for one in made} == {None, company.teams["西区"].pk}
    assert whole.won <= whole.low <= whole.middle <= whole.high
    assert whole.first_day == Quarter.of(today).first
    assert whole.quarters_tested >= 6
    assert whole.quarters_inside >= whole.quarters_tested // 2


@pytest.mark.requirement("D03")
@pytest.mark.parametrize("seed", range(4))
def test_a_waterfall_of_sums_is_the_one_of_every_single_deal(company, seed):
    chance, now = random.Random(seed), timezone.now()
    start = now - dt.timedelta(days=80)
    stages = list(company.pipeline.stages.all())
    made = []
    for day in sorted(chance.choices(range(80), k=60)):
        with (
            patch("django.utils.timezone.now", return_value=start + dt.timedelta(days=day)),
            change_set(by=None, door="system"),
        ):
            planned = timezone.localdate() + dt.timedelta(days=chance.randrange(-40, 120))
            if len(made) < 5 or chance.random() < 0.5:
                one = Opportunity(
                    name=str(day), stage=chance.choice(stages), close_date=planned,
                    opened_on=timezone.localdate() - dt.timedelta(days=chance.randrange(50)),
                )  # fmt: skip
                made.append(one)
            else:
                one = chance.choice(made)
                one.stage = chance.choice([one.stage, *stages])
                one.close_date = chance.choice([one.close_date, planned, None])
            one.lost_reason = "price" if one.stage.kind == "lost" else ""
            one.amount = chance.choice([one.amount, Decimal(chance.randrange(10**6))])
            one.save()
    quarter = Quarter.of(timezone.localdate())
    period = Period(quarter.first, quarter.last)
    for days in (1, 7, 30, 60, 90):
        since = timezone.make_aware(
            dt.datetime.combine(timezone.localdate() - dt.timedelta(days=days), dt.time())
        )
        between = Between.of(Opportunity.objects.all(), since, now)
        singly = [
            (between._standing(course.at(since)), between._standing(course.at(now)))
            for course in courses(between.rows)
        ]
        assert waterfall(between.pairs(period), period) == waterfall(singly, period)
