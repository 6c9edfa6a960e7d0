"""Work calendars, absences and heads, as deadlines ask for them."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from zhike.access.heads import head_of, superior_of
from zhike.base.official_days import YEARS
from zhike.ledger.current import change_set
from zhike.records.absences import stands_in
from zhike.records.models import Absence, CalendarDay, WorkCalendar
from zhike.records.work_calendar import worktime_of

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def written(cast):
    """A change set for what a test writes."""
    with change_set(by=None, door="system"):
        yield


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.usefixtures("written")
def test_without_changes_a_company_works_office_hours_and_the_official_days():
    assert worktime_of().due(at("2026-05-08 17:30"), 8) == at("2026-05-09 17:30")
    WorkCalendar.objects.get().delete()
    assert worktime_of().due(at("2026-05-08 17:30"), 8) == at("2026-05-09 17:30")


@pytest.mark.usefixtures("written")
def test_a_team_works_by_the_nearest_calendar_above_it(cast):
    teams = cast.teams
    calendar = WorkCalendar(name="销售两班", team=teams["销售中心"], saturday="10-16")
    calendar.save()
    CalendarDay(calendar=calendar, day=dt.date(2026, 6, 6), name="司庆").save()
    saturday = dt.date(2026, 5, 23)
    assert worktime_of(teams["西南大区"]).is_workday(saturday)
    assert not worktime_of(teams["西南大区"]).is_workday(dt.date(2026, 6, 6))
    assert not worktime_of(teams["市场部"]).is_workday(saturday)


def test_official_days_are_taken_once(cast):
    boss = Client()
    boss.force_login(cast.users["admin"])
    team = str(cast.teams["服务中心"].pk)
    boss.post("/work-calendars/new/", {"name": "服务", "team": team, "monday": "8-20"})
    calendar = WorkCalendar.objects.get(name="服务")
    assert calendar.sunday == ""
    version = {"version": calendar.version}
    boss.post(f"/work-calendars/{calendar.pk}/take_official_days/", version)
    days = calendar.days.count()
    assert {day.year for day in calendar.days.dates("day", "year")} == set(YEARS)
    assert calendar.days.get(day="2026-05-09").hours == "8-20"
    calendar.refresh_from_db()
    boss.post(f"/work-calendars/{calendar.pk}/take_official_days/", {"version": calendar.version})
    assert calendar.days.count() == days


@pytest.mark.usefixtures("written")
def test_what_waits_for_who_is_away_goes_to_the_deputy_of_the_deputy(cast):
    one, two, three = (cast.users[login] for login in ("zhouzihan", "sunxiaotong", "zhaolei"))
    begin, end, noon = at("2026-07-01 00:00"), at("2026-07-08 00:00"), at("2026-07-02 12:00")
    assert stands_in(one, noon) == one
    Absence(user=one, starts_at=begin, ends_at=end, deputy=two).save()
    assert stands_in(one, noon) == two
    Absence(user=two, starts_at=begin, ends_at=end, deputy=three).save()
    assert stands_in(one, noon) == three
    assert stands_in(one, end) == one
    Absence(user=three, starts_at=begin, ends_at=end, deputy=one).save()
    assert stands_in(one, noon) is None


@pytest.mark.usefixtures("written")
def test_the_head_of_a_person_is_found_upwards(cast):
    teams, users = cast.teams, cast.users
    for name, login in (("华骏客车", "linguodong"), ("大客户部", "zhaolei")):
        teams[name].head = users[login]
        teams[name].save()
    assert head_of(teams["大客户部"].pk) == users["zhaolei"]
    assert head_of(teams["西南大区"].pk) == users["linguodong"]
    assert superior_of(users["zhouzihan"]) == users["zhaolei"]
    assert superior_of(users["zhaolei"]) == users["linguodong"]
    assert superior_of(users["linguodong"]) is None
