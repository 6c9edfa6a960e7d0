"""Dates and moments, as seen from Tuesday, 10 March 2026."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.base.dates import BadDate, parse_date, parse_moment

TODAY = date(2026, 3, 10)
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)  # 17:30 in Shanghai


def day(text: str, lang: str = "zh-hans") -> str:
    return parse_date(text, today=TODAY, lang=lang).isoformat()


def moment(text: str) -> str:
    return parse_moment(text, now=NOW, tz=SHANGHAI).strftime("%m-%d %H:%M")


@pytest.mark.parametrize(
    "text",
    ["2017-03-01", "2017/3/1", "2017.3.1", "20170301", "２０１７／３／１", "2017年3月1日",
     "1/3/2017", "2017 年 3 月 1 号", "1 March 2017", "Mar 1st, 2017", "Wed 1 Mar 2017",
     "2017年3月1日 周三", "2017-03-01 00:00:00", "2017-03-01T00:00:00Z"],
)  # fmt: skip
def test_a_date_is_understood_as_people_write_it(text: str):
    assert day(text) == day(text, "en") == "2017-03-01"


def test_the_month_stands_first_only_when_told_so():
    assert day("3/1/2017") == "2017-01-03"
    told = parse_date("3/1/2017", today=TODAY, lang="en", order="mdy")
    assert told == date(2017, 3, 1)


def test_without_a_year_this_year_is_meant_and_the_language_orders():
    assert day("3月1日") == day("1 Mar") == "2026-03-01"
    assert day("3/1", "zh-hans") == "2026-03-01"
    assert day("3/1", "en") == "2026-01-03"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今天", "2026-03-10"),
        ("明天", "2026-03-11"),
        ("昨天", "2026-03-09"),
        ("大后天", "2026-03-13"),
        ("Tomorrow", "2026-03-11"),
        ("周二", "2026-03-10"),
        ("周五", "2026-03-13"),
        ("星期一", "2026-03-16"),
        ("本周一", "2026-03-09"),
        ("下周三", "2026-03-18"),
        ("下个星期天", "2026-03-22"),
        ("上周日", "2026-03-08"),
        ("wednesday", "2026-03-11"),
        ("next Wednesday", "2026-03-18"),
        ("last fri", "2026-03-06"),
        ("3天后", "2026-03-13"),
        ("两周后", "2026-03-24"),
        ("十二天前", "2026-02-26"),
        ("in 2 weeks", "2026-03-24"),
        ("3 days ago", "2026-03-07"),
        ("+3d", "2026-03-13"),
        ("-2w", "2026-02-24"),
        ("月底", "2026-03-31"),
        ("下个月底", "2026-04-30"),
        ("end of month", "2026-03-31"),
        ("年底", "2026-12-31"),
        ("15号", "2026-03-15"),
        ("下个月5号", "2026-04-05"),
        ("3个月后", "2026-06-10"),
        ("in 1 month", "2026-04-10"),
    ],
)
def test_a_day_in_words_counts_from_today(text: str, expected: str):
    assert day(text) == day(text, "en") == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "date"),
        ("soon", "date"),
        ("17/3/1", "date"),
        ("10000-01-01", "date"),
        ("十十天后", "date"),
        ("1" * 5_000, "date"),
        ("2017-03-01 10:00", "date"),
        ("2017-02-30", "no_such_day"),
        ("0000-01-01", "no_such_day"),
        ("13/13/2017", "no_such_day"),
        ("2017年13月1日", "no_such_day"),
    ],
)
def test_what_is_no_date_is_refused_with_what_to_do(text: str, code: str):
    with pytest.raises(BadDate) as caught:
        day(text)
    assert caught.value.code == code
    assert str(caught.value).endswith(".")


@given(st.dates())
def test_every_date_is_read_back_from_its_iso_form(value: date):
    assert parse_date(value.isoformat(), today=TODAY, lang="en") == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-10 14:00", "03-10 14:00"),
        ("2026-03-10T14:00:00+02:00", "03-10 20:00"),
        ("2026-03-10T14:00:00Z", "03-10 22:00"),
        ("明天 9:05", "03-11 09:05"),
        ("下周三下午两点半", "03-18 14:30"),
        ("3月10日 周二 10:34", "03-10 10:34"),
        ("Tue 10 Mar, 10:34", "03-10 10:34"),
        ("tomorrow at 3:30 pm", "03-11 15:30"),
        ("next friday 9am", "03-20 09:00"),
        ("15:30", "03-10 15:30"),
        ("今晚8点", "03-10 20:00"),
        ("晚上12点", "03-11 00:00"),
        ("凌晨12点", "03-10 00:00"),
        ("中午12点", "03-10 12:00"),
        ("12:15 am", "03-10 00:15"),
        ("明天", "03-11 00:00"),
        ("现在", "03-10 17:30"),
        ("30分钟后", "03-10 18:00"),
        ("in 2 hours", "03-10 19:30"),
    ],
)
def test_a_moment_is_understood_in_the_readers_zone(text: str, expected: str):
    assert moment(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "date"),
        ("later", "date"),
        ("25:00", "no_such_time"),
        ("明天 14:60", "no_such_time"),
        ("13 pm", "no_such_time"),
        ("2026-02-30 10:00", "no_such_time"),
        ("0001-01-01", "no_such_time"),
    ],
)
def test_what_is_no_moment_is_refused(text: str, code: str):
    with pytest.raises(BadDate) as caught:
        moment(text)
    assert caught.value.code == code


def test_an_hour_that_the_clocks_skip_moves_behind_the_gap():
    skipped = parse_moment("2026-03-08 02:30", now=NOW, tz=ZoneInfo("America/New_York"))
    assert skipped.isoformat() == "2026-03-08T03:30:00-04:00"


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(-400, 400))
def test_what_is_counted_in_months_keeps_its_day_or_ends_its_month(today: date, months: int):
    found = parse_date(f"{months:+d}m", today=today, lang="en")
    assert found.year * 12 + found.month == today.year * 12 + today.month + months
    assert found.day == today.day or (found + timedelta(1)).day == 1 < found.day < today.day
    end = parse_date("月底", today=today, lang="zh-hans")
    assert (end.year, end.month) == (today.year, today.month)
    assert (end + timedelta(1)).day == 1
