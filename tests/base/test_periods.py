"""Periods that move with time."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.base.dates import parse_date
from zhike.base.errors import BadValue
from zhike.base.periods import NAMED, days_of

SUNDAY = date(2026, 3, 1)
DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(("period", "first", "last"), [
    ("today", "2026-03-01", "2026-03-01"), ("tomorrow", "2026-03-02", "2026-03-02"),
    ("this_week", "2026-02-23", "2026-03-01"), ("next_week", "2026-03-02", "2026-03-08"),
    ("last_month", "2026-02-01", "2026-02-28"), ("this_quarter", "2026-01-01", "2026-03-31"),
    ("last_quarter", "2025-10-01", "2025-12-31"), ("next_year", "2027-01-01", "2027-12-31"),
    ("last_n_days:90", "2025-12-01", "2026-03-01"), ("next_n_weeks:1", "2026-03-01", "2026-03-08"),
    ("last_n_months:3", "2025-12-01", "2026-03-01"), ("last_n_days:0", "2026-03-01", "2026-03-01"),
])  # fmt: skip
def test_a_period_is_these_days(period, first, last):
    begin, behind = days_of(period, SUNDAY)
    assert (begin.isoformat(), (behind - timedelta(1)).isoformat()) == (first, last)


@given(DAYS, st.integers(0, 9999), st.sampled_from(["days", "weeks", "months"]))
def test_what_is_older_lacks_no_day_before_what_is_recent_and_shares_none(today, count, unit):
    try:
        nothing, edge = days_of(f"older_than_n_{unit}:{count}", today)
        first, behind = days_of(f"last_n_{unit}:{count}", today)
    except BadValue:
        return  # Before the year 1.
    assert nothing is None
    assert edge == first <= today < behind == today + timedelta(1)
    if unit == "days":
        assert first == parse_date(f"{count} days ago", today=today, lang="en")


@given(DAYS, st.sampled_from(["week", "month", "quarter", "year"]))
def test_last_this_and_next_follow_each_other_without_a_gap(today, unit):
    last, this, coming = (days_of(f"{which}_{unit}", today) for which in ("last", "this", "next"))
    assert last[0] < last[1] == this[0] <= today < this[1] == coming[0] < coming[1]


@given(DAYS, st.sampled_from(NAMED))
def test_every_named_period_has_both_ends(today, name):
    first, behind = days_of(name, today)
    assert first < behind


@pytest.mark.parametrize("text", [
    "", "last_n_days", "last_n_days:", "last_n_days:-1", "last_n_days:１", "last_n_days:10000",
    "this_fortnight", "this_month\n", "last_n_months:99999", "older_than_n_years:1",
])  # fmt: skip
def test_what_is_no_period_is_refused(text):
    with pytest.raises(BadValue):
        days_of(text, SUNDAY)


def test_a_period_outside_the_calendar_is_refused():
    with pytest.raises(BadValue):
        days_of("last_n_weeks:9999", date(100, 1, 1))
