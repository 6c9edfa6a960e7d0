"""Clocks of working time: intervals, holidays, make-up workdays, summer time."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.base.errors import BadValue
from zhike.base.official_days import YEARS, official_days
from zhike.base.worktime import OFFICE, OFFICE_WEEK, NeverOpen, WorkTime, read_hours, written

SHANGHAI = ZoneInfo("Asia/Shanghai")
CHINA = WorkTime(
    OFFICE_WEEK,
    {day: OFFICE if worked else () for year in YEARS for day, _, worked in official_days(year)},
    SHANGHAI,
)


def at(text: str, zone: dt.tzinfo = SHANGHAI) -> dt.datetime:
    """A moment by a wall clock."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("asked", "hours", "due"),
    [
        ("2026-05-07 16:00", 8, "2026-05-08 16:00"),  # Thursday to Friday
        ("2026-05-08 17:30", 8, "2026-05-09 17:30"),  # to a Saturday that is worked
        ("2026-05-09 17:30", 8, "2026-05-11 17:30"),  # from there over a Sunday that is not
        ("2026-09-30 17:00", 2, "2026-10-08 10:00"),  # over the national holiday
        ("2026-05-07 12:30", 1, "2026-05-07 14:00"),  # asked at noon
        ("2026-05-07 10:00", 2, "2026-05-07 12:00"),  # due at noon, not after it
        ("2026-05-07 20:00", 0, "2026-05-08 09:00"),
    ],
)
def test_a_clock_runs_in_working_time_alone(asked: str, hours: int, due: str) -> None:
    assert CHINA.due(at(asked), hours) == at(due)


def test_the_official_days_are_those_of_the_notices() -> None:
    differ = {f"{day:%m-%d}": worked for day, _, worked in official_days(2026)}
    worked = {day for day, is_worked in differ.items() if is_worked}
    assert worked == {"01-04", "02-14", "02-28", "05-09", "09-20", "10-10"}
    off = "01-01 01-02 02-16 02-17 02-18 02-19 02-20 02-23 04-06 05-01 05-04 05-05 06-19 09-25"
    assert set(differ) - worked == {*off.split(), "10-01", "10-02", "10-05", "10-06", "10-07"}
    assert [f"{day:%m-%d}" for day, _, is_worked in official_days(2025) if is_worked] == [
        "01-26", "02-08", "04-27", "09-28", "10-11",
    ]  # fmt: skip


def test_days_are_counted_by_workdays() -> None:
    assert CHINA.due_days(dt.date(2026, 5, 8), 1) == dt.date(2026, 5, 9)
    assert CHINA.due_days(dt.date(2026, 5, 8), 2) == dt.date(2026, 5, 11)
    assert CHINA.due_days(dt.date(2026, 10, 2), 0) == dt.date(2026, 10, 8)
    assert CHINA.workdays(dt.date(2026, 9, 30), dt.date(2026, 10, 10)) == 3
    assert CHINA.knows(2026)
    assert not CHINA.knows(2031)


def test_summer_time_takes_and_gives_an_hour() -> None:
    night = WorkTime((((0, 1440),),) * 7, {}, ZoneInfo("Europe/Berlin"))
    begin = at("2026-03-29 00:00", night.zone)
    assert night.worked(begin, at("2026-03-30 00:00", night.zone)) == dt.timedelta(hours=23)
    assert night.due(begin, 23) == at("2026-03-30 00:00", night.zone)


def test_where_nobody_works_no_clock_runs() -> None:
    closed = WorkTime(((),) * 7, {}, SHANGHAI)
    with pytest.raises(NeverOpen):
        closed.due(at("2026-05-07 16:00"), 1)
    with pytest.raises(NeverOpen):
        closed.due_days(dt.date(2026, 5, 7), 1)


@given(
    st.integers(min_value=0, max_value=1000 * 24 * 3600),
    st.integers(min_value=1, max_value=60 * 200),
)
def test_until_a_deadline_as_much_is_worked_as_was_allowed(seconds: int, minutes: int) -> None:
    begin = at("2025-01-01 00:00") + dt.timedelta(seconds=seconds)
    due = CHINA.due(begin, minutes / 60)
    assert abs(CHINA.worked(begin, due) - dt.timedelta(minutes=minutes)) < dt.timedelta(seconds=1)
    assert CHINA.worked(begin, begin) == dt.timedelta()


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("9:00-12:00, 13:00-18:00", OFFICE),
        ("13-18 9-12", OFFICE),
        ("9:00 - 12:00\uff0c13\uff1a00 至 18\uff1a00", OFFICE),
        ("22:00-24:00", ((1320, 1440),)),
        ("", ()),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, minutes: object) -> None:
    assert read_hours(text) == minutes
    assert read_hours(written(read_hours(text))) == minutes


@pytest.mark.parametrize("text", ["9", "18-9", "9-12 11-13", "9:75-10:00", "morning", "23-25"])
def test_what_is_no_hours_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        read_hours(text)
