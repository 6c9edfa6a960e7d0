"""Rules of pools without a database: until when a record is kept."""

import datetime as dt

import pytest

from zhike.base.official_days import official_days
from zhike.base.worktime import OFFICE, OFFICE_WEEK, WorkTime
from zhike.people.rules.pools import Keeping, Kept, first_to_go, free_from

DAYS = {day: OFFICE if worked else () for day, _, worked in official_days(2026)}
CHINA = WorkTime(OFFICE_WEEK, DAYS, dt.UTC).due_days


def day(text):
    return dt.date.fromisoformat(text)


@pytest.mark.requirement("A17")
@pytest.mark.parametrize(
    ("since", "days", "in_workdays", "on"),
    [
        ("2026-06-30", 90, False, "2026-09-28"),
        ("2026-05-08", 1, True, "2026-05-09"),  # A Saturday on which China makes up for a holiday.
        ("2026-04-30", 1, True, "2026-05-06"),  # Labour Day lasts until the 5th.
        ("2026-02-13", 3, True, "2026-02-25"),  # With the 14th, a make-up Saturday.
        ("2026-12-31", 30, False, "2027-01-30"),
    ],
)
def test_days_are_counted_in_calendar_days_or_workdays(since, days, in_workdays, on):
    assert Keeping("no_follow_up", days, in_workdays).until(day(since), CHINA) == day(on)


def test_the_rule_that_ends_first_decides_and_a_deal_stops_its_clock():
    rules = [Keeping("no_follow_up", 30), Keeping("no_deal", 20), Keeping("not_won", 90)]
    kept = Kept(day("2026-03-01"), followed_up=day("2026-03-10"))
    assert first_to_go(kept, rules, CHINA) == (day("2026-03-21"), rules[1])
    kept = Kept(day("2026-03-01"), followed_up=day("2026-03-10"), has_deal=True)
    assert first_to_go(kept, rules, CHINA) == (day("2026-04-09"), rules[0])
    assert first_to_go(Kept(day("2026-03-01"), None, True, True), rules[1:], CHINA) is None


def test_contacts_of_a_former_owner_do_not_shorten_the_time_of_the_new_one():
    kept = Kept(day("2026-03-20"), followed_up=day("2026-01-05"))
    assert first_to_go(kept, [Keeping("no_follow_up", 10)], CHINA)[0] == day("2026-03-30")


def test_a_wait_of_no_days_is_none():
    at = dt.datetime(2026, 3, 1, 9, 30, tzinfo=dt.UTC)
    assert free_from(at, 7) == dt.datetime(2026, 3, 8, 9, 30, tzinfo=dt.UTC)
    assert free_from(at, 0) is None
    assert free_from(None, 7) is None
