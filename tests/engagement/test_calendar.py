"""The calendar of a person: what takes their time, what overlaps, when they are free."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest

from zhike.access.models import Grant, Role, Scope, User, UserRole
from zhike.access.rights import access_of
from zhike.base.worktime import OFFICE_WEEK, WorkTime
from zhike.engagement.agenda import clashes, free_times, may_see
from zhike.engagement.models import Appointment, Interaction, Participant
from zhike.engagement.rules.slots import Span, free_instead
from zhike.ledger.current import change_set
from zhike.people.models import Party
from zhike.records.models import Absence

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE_HOURS = WorkTime(OFFICE_WEEK, {}, SHANGHAI)


def at(day, hour, minute=0):
    """A moment of March 2026 in Shanghai."""
    return dt.datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


def span(day, begin, end):
    return Span(at(day, begin), at(day, end))


def hours(spans):
    return [f"{one.starts:%d %H}-{one.ends:%H}" for one in spans]


def written(*records):
    with change_set(by=None, door="system"):
        for record in records:
            record.save()
    return records[0]


@pytest.mark.requirement("A07")
@pytest.mark.parametrize(("asked", "taken", "expected"), [
    # The example: a board meeting from 14 to 16 h, asked for 15 h.
    (span(5, 15, 16), [span(5, 14, 16)], ["05 13-14", "05 16-17", "05 17-18"]),
    # Two hours do not fit around the lunch break, nor between two meetings.
    (span(5, 9, 11), [span(5, 9, 10), span(5, 14, 15)], ["05 10-12", "05 15-17", "05 16-18"]),
    # A full day: the next ones, the nearest first; on a Friday that is Monday.
    (span(6, 9, 10), [span(6, 8, 18)], ["09 09-10", "09 10-11", "09 11-12"]),
    # Nothing within two weeks.
    (span(5, 9, 10), [Span(at(1, 0), at(31, 0))], []),
])  # fmt: skip
def test_free_times_are_as_long_within_working_time_and_near(asked, taken, expected):
    assert hours(free_instead(asked, taken, OFFICE_HOURS, at(1, 0))) == expected


@pytest.mark.requirement("A07")
def test_nothing_is_offered_that_has_gone_by():
    asked = span(5, 15, 16)
    offers = free_instead(asked, [span(5, 14, 16)], OFFICE_HOURS, at(5, 16, 30))
    assert hours(offers) == ["05 17-18", "06 09-10", "06 10-11"]


@pytest.mark.requirement("A07")
def test_what_takes_ones_time_is_ones_own_what_one_takes_part_in_and_ones_absence(company):
    li, wang = company.users["li"], written(User(login="w", name="王"))
    party = written(Party(name="川途", owner=li))
    visit = Interaction(party=party, owner=li, subject="看样车", starts_at=at(5, 10))
    written(
        Appointment(owner=wang, subject="董事会", starts_at=at(5, 14), ends_at=at(5, 16)),
        Appointment(owner=li, subject="别人的", starts_at=at(5, 9), ends_at=at(5, 18)),
        visit,
        Participant(interaction=visit, user=wang),
        Absence(user=wang, starts_at=at(6, 0), ends_at=at(7, 0)),
    )
    found = [(e.span.starts, e.weight) for e in clashes(wang.pk, Span(at(5, 0), at(8, 0)))]
    assert found == [(at(5, 10), 60), (at(5, 14), 50), (at(6, 0), 100)]
    # Without an end it takes an hour; what ends as the other begins is no clash.
    assert clashes(wang.pk, span(5, 11, 14)) == []
    assert hours(free_times(wang, span(5, 14, 15))) == ["05 11-12", "05 13-14", "05 16-17"]


@pytest.mark.requirement("A07")
def test_a_calendar_shows_a_week_what_overlaps_and_is_read_by_right_alone(company):
    li, admin = company.users["li"], company.users["admin"]
    written(
        Appointment(owner=li, subject="董事会", starts_at=at(5, 14), ends_at=at(5, 16),
                    priority="fixed"),
        Appointment(owner=li, subject="牙医", starts_at=at(5, 15), ends_at=at(5, 17)),
    )  # fmt: skip
    page = company.browsers["admin"].get(f"/calendar/?user={li.pk}&day=2026-03-03")
    text = page.content.decode()
    assert page.status_code == 200
    assert "董事会" in text
    assert text.count("Overlaps") == 2
    assert re.findall(r'<time datetime="([-0-9]+)"', text)[::6] == ["2026-03-02", "2026-03-08"]
    day = company.browsers["admin"].get(f"/calendar/?user={li.pk}&day=2026-03-03&view=day")
    assert "董事会" not in day.content.decode()
    assert company.browsers["li"].get(f"/calendar/?user={admin.pk}").status_code == 404
    assert company.browsers["li"].get("/calendar/?day=nonsense").status_code == 200
    assert company.browsers["li"].get("/calendar/?view=year").status_code == 404


@pytest.mark.requirement("A07")
def test_an_assistant_sees_the_calendar_by_a_right_to_appointments(company):
    team = company.teams["north"]
    boss, assistant = (written(User(login=name, name=name, team=team)) for name in "ab")
    role = written(Role(name="助理"))
    written(UserRole(user=assistant, role=role))
    assert not may_see(access_of(User.objects.get(pk=assistant.pk), "web"), boss)
    written(Grant(role=role, resource="appointment", verb="read", scope=Scope.TEAM))
    assert may_see(access_of(User.objects.get(pk=assistant.pk), "web"), boss)
    assert not may_see(access_of(assistant, "web"), company.users["wang"])
    assert not may_see(access_of(User.objects.get(pk=boss.pk), "web"), assistant)
