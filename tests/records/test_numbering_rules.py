"""Patterns of numbers: what they say, and which are refused."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.base.errors import BadValue
from zhike.records.rules import numbering

DAY = dt.date(2026, 3, 9)


@pytest.mark.parametrize(
    ("pattern", "serial", "number"),
    [
        ("HT-{year}{month}-{serial:4}", 7, "HT-202603-0007"),
        ("HT{yy}{month}{day}{serial:3}", 12, "HT260309012"),
        ("{entity}/{team}/{serial}", 1, "HJ/XN/0001"),
        ("合同〔{年}〕{流水：2}号", 5, "合同〔2026〕05号"),
        ("Q-{serial:2}", 1234, "Q-1234"),
    ],
)
def test_a_number_is_written_as_its_pattern_says(pattern, serial, number):
    codes = {"entity": "HJ", "team": "XN"}
    assert numbering.written(pattern, DAY, codes, serial) == number


@pytest.mark.parametrize(
    ("pattern", "reset", "code"),
    [
        ("HT-{year}", "year", "serial"),
        ("{serial:4}", "never", "parts"),
        ("{serial:4}-{serial:2}", "never", "serial"),
        ("HT-{week}-{serial:4}", "never", "part"),
        ("HT-{serial:0}", "never", "part"),
        ("HT-{serial:99}", "never", "part"),
        ("HT-{year:2}-{serial}", "never", "part"),
        ("HT-{year-{serial:4}", "never", "braces"),
        ("HT-{serial:4}}", "never", "braces"),
        ("HT-{serial:4}", "year", "reset"),
        ("HT-{year}-{serial:4}", "month", "reset"),
        ("HT-{month}{day}-{serial:4}", "day", "reset"),
        ("", "never", "serial"),
    ],
)
def test_a_pattern_that_cannot_be_read_or_would_say_a_number_twice_is_refused(pattern, reset, code):
    with pytest.raises(BadValue) as bad:
        numbering.check(pattern, reset)
    assert bad.value.code in (code, "part")


@given(
    st.sampled_from([("never", "A-{serial:1}"), ("year", "{yy}-{serial:2}"),
                     ("month", "{year}{month}{serial:3}"), ("day", "{yy}{month}{day}{serial:1}")]),
    st.lists(st.dates(dt.date(2020, 1, 1), dt.date(2031, 1, 1)), min_size=2, max_size=40),
)  # fmt: skip
def test_counts_that_begin_anew_never_say_a_number_twice(rule, days):
    reset, pattern = rule
    numbering.check(pattern, reset)
    counts: dict[str, int] = {}
    said = []
    for day in days:
        period = numbering.period_of(reset, day)
        counts[period] = counts.get(period, 0) + 1
        said.append(numbering.written(pattern, day, {}, counts[period]))
    assert len(set(said)) == len(said)
