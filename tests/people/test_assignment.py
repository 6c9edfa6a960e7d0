"""New leads go to somebody by rules, are to be answered in time, and are escalated if not."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import models, transaction
from django.utils import timezone

from tests.people.company import LEADS, lead
from tests.people.pooling import pool
from zhike.access.models import Role, Team, User, UserRole
from zhike.access.rights import system_access
from zhike.ledger.current import change_set
from zhike.people.models import AssignmentRule, Lead
from zhike.people.pools.assigning import placing_many
from zhike.people.pools.responding import clock_of, due, escalate, unanswered
from zhike.people.rules.assignment import Criteria, next_in_turn, region_prefixes
from zhike.records import saving
from zhike.records.errors import Invalid
from zhike.records.models import Absence, Notification
from zhike.records.resource import resource_named
from zhike.records.work_calendar import worktime_of

CHINA = ZoneInfo("Asia/Shanghai")


def rule(company, name, **values):
    """An assignment rule; `to` is a team's or a person's name."""
    to = values.pop("to", None)
    teams = {team.name: team for team in Team.objects.all()}
    if to in teams:
        values["team"] = str(teams[to].pk)
    elif to is not None:
        values["user"] = str(company.people[to].pk)
    raw = {"name": name} | values
    return saving.create(resource_named("assignment-rules"), system_access(), raw)


def away(company, name, **values):
    """Somebody who is away today."""
    now, day = timezone.now(), dt.timedelta(days=1)
    with system_access().change_set():
        values |= {"user": company.people[name], "starts_at": now - day, "ends_at": now + day}
        Absence(**values).save()


def came(company, by="王", **values):
    """A lead as marketing enters it: without an owner."""
    raw = {"name": "许家明", "mobile": "13880127734"} | values
    return saving.create(LEADS, company.access(by), raw)


@pytest.mark.requirement("B32")
@pytest.mark.parametrize(
    ("industry", "region", "to"),
    [
        ("finance", "310000", "南区"),  # 银行, 上海
        ("finance", "330106", "南区"),  # 杭州西湖
        ("public_transport", "510100", "西区"),
        ("finance", "510100", "西区"),
    ],
)
def test_a_lead_goes_to_the_team_of_its_industry_and_region(company, industry, region, to):
    rule(company, "银行×华东", to="南区", rank=1, industries=["finance"], regions=["华东"])
    rule(company, "西南", to="西区", rank=2, regions=["四川", "云南省"])
    made = came(company, industry=industry, region=region)
    assert made.owner.team.name == to
    assert ("银行×华东" if to == "南区" else "西南") in made.assigned_by


@pytest.mark.requirement("B32")
def test_what_no_rule_fits_lies_in_the_usual_pool(company):
    rule(company, "银行×华东", to="南区", industries=["finance"], regions=["华东"])
    sea = pool(company, "lead", is_usual=True)
    made = came(company, industry="retail", region="110000")
    assert (made.owner, made.team, made.pool, made.pool_reason) == (None, None, sea, "new")
    assert made.pooled_at is not None
    assert Lead.objects.get(pk=made.pk).is_pooled


def test_the_people_of_a_team_take_turns_but_not_who_is_away_or_full(company):
    rule(company, "西区", to="西区", most_open=2)
    order = [came(company).owner.name for _ in range(4)]
    assert sorted(order) == sorted(["林", "陈", "周", "王"])
    away(company, "林")
    rest = [came(company) for _ in range(4)]
    assert "林" not in [made.owner.name for made in rest if made.owner]
    assert [made.team.name for made in rest if made.owner is None] == ["西区"]


def test_of_many_that_are_saved_in_one_transaction_each_takes_the_next_turn(company):
    rule(company, "西区", to="西区", most_open=2)
    away(company, "林")
    alone = [came(company).owner.name for _ in range(2)]
    with transaction.atomic(), placing_many():
        together = [came(company) for _ in range(5)]
    found = [made.owner.name for made in together if made.owner]
    assert sorted([*alone, *found]) == sorted(["陈", "周", "王"] * 2)
    assert found[0] not in alone
    assert together[-1].owner is None


def test_who_sells_owns_what_they_enter_and_who_is_named_owns_it(company):
    rule(company, "所有", to="南区")
    assert came(company, by="林").owner.name == "林"
    named = came(company, owner=str(company.people["陈"].pk))
    assert (named.owner.name, named.assigned_by) == ("陈", "")


def test_who_is_away_is_stood_in_for(company):
    rule(company, "陈的客户", to="陈")
    away(company, "陈", deputy=company.people["何"])
    assert came(company).owner.name == "何"


def test_a_rule_names_one_end_and_regions_that_exist(company):
    with pytest.raises(Invalid) as caught:
        rule(company, "两头", to="南区", user=str(company.people["林"].pk), regions=["火星"])
    assert {error.field for error in caught.value.errors} == {"team", "regions"}


def test_large_regions_provinces_and_cities_are_understood():
    assert "31" in region_prefixes("华东")
    assert region_prefixes("East China") == region_prefixes("华东地区")
    assert region_prefixes("四川省") == ("51",)
    assert region_prefixes("成都") == ("5101",)
    assert region_prefixes("火星") == ()
    assert Criteria(regions=("51",)).fit({"region": "510104"})
    assert not Criteria(sources=frozenset({"fair"})).fit({"source": "website"})


def test_turns_go_round_and_pass_over_who_has_no_room():
    people = ["a", "b", "c"]
    assert next_in_turn(people, None, (), {}, None) == "a"
    assert next_in_turn(people, "c", (), {}, None) == "a"
    assert next_in_turn(people, "a", {"b"}, {"c": 5}, 5) == "a"
    assert next_in_turn(people, "gone", people, {}, None) is None


@pytest.mark.requirement("D03")
@pytest.mark.parametrize(
    ("start", "hours", "by"),
    [
        ("2026-05-07 16:00", 8, "2026-05-08 16:00"),
        ("2026-05-08 17:30", 8, "2026-05-09 17:30"),  # A make-up Saturday.
        ("2026-09-30 17:00", "2.5", "2026-10-08 10:30"),  # Over the National Day.
        ("2026-06-05 20:00", 1, "2026-06-08 10:00"),
    ],
)
def test_the_first_response_is_due_in_working_hours(db, start, hours, by):
    at = dt.datetime.fromisoformat(start).replace(tzinfo=CHINA)
    made = AssignmentRule(response_hours=hours, escalate_hours=1)
    expected = dt.datetime.fromisoformat(by).replace(tzinfo=CHINA)
    assert clock_of(made, worktime_of(), at)[0] == expected


def test_the_clock_starts_with_the_lead_and_stops_with_the_first_response(company):
    rule(company, "所有", to="南区", response_hours=4, escalate_hours=2)
    first, second = came(company), came(company, name="方晓雯")
    kept = Lead.objects.get(pk=first.pk)
    assert kept.respond_by > timezone.now()
    assert kept.escalates_at > kept.respond_by
    assert [one.pk for one in unanswered(company.access("何"))] == [first.pk, second.pk]
    saving.perform(LEADS, company.access("何"), first.pk, "take_up", {})
    raw = {"lead": str(second.pk), "channel": "call", "subject": "回电",
           "at": timezone.now().isoformat()}  # fmt: skip
    saving.create(resource_named("interactions"), company.access("何"), raw)
    for made in (first, second):
        kept = Lead.objects.get(pk=made.pk)
        assert kept.responded_at is not None
        assert kept.escalates_at is None
    assert unanswered(company.access("何")) == []


def test_who_does_not_answer_is_reminded_then_the_superior_hears_and_the_next_gets_it(company):
    _join(company, "高", "南区")
    with change_set(by=None, door="system"):
        south = Team.objects.get(name="南区")
        south.head = company.people["周"]
        south.save()
    rule(company, "所有", to="南区", response_hours=1, escalate_hours=1, reassigns=True)
    made = came(company)
    first = made.owner
    late = timezone.now() - dt.timedelta(minutes=5)
    models.QuerySet(Lead).filter(pk=made.pk).update(respond_by=late, escalates_at=late)
    told = due(late - dt.timedelta(minutes=1), late)
    assert [(one.user, one.record.pk) for one in told] == [(first.pk, made.pk)]
    assert escalate() == 1
    kept = Lead.objects.get(pk=made.pk)
    assert {first.name, kept.owner.name} == {"何", "高"}
    assert (kept.escalates_at, kept.escalated_at is not None) == (None, True)
    assert kept.respond_by > timezone.now()
    heard = set(Notification.objects.values_list("user__name", "kind"))
    assert heard == {("周", "escalated"), (kept.owner.name, "given")}
    assert escalate() == 0


def test_a_lead_that_is_worked_on_already_has_no_clock(company):
    rule(company, "所有", to="南区", response_hours=1)
    assert Lead.objects.get(pk=lead(company, status="working").pk).respond_by is None


def _join(company, name, team):
    with change_set(by=None, door="system"):
        user = User(login=name, name=name, team=Team.objects.get(name=team))
        user.save()
        UserRole(user=user, role=Role.objects.get(name="销售代表")).save()
    company.people[name] = user
