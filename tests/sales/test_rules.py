"""The rules of selling, without a database."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from zhike.sales.rules.amounts import difference, line_amount, lines_total, weighted_amount
from zhike.sales.rules.dwelling import days_in_stage, dwell_state

SHANGHAI = ZoneInfo("Asia/Shanghai")
AMOUNTS = st.decimals(0, 10**9, places=2)


def test_a_line_is_quantity_times_price_less_its_discount():
    assert line_amount(Decimal(3), Decimal("19.99"), Decimal(10)) == Decimal("53.97")


def test_half_a_cent_goes_up():
    assert line_amount(Decimal("0.5"), Decimal("0.01"), Decimal(0)) == Decimal("0.01")
    assert line_amount(Decimal("1.5"), Decimal("0.01"), Decimal(0)) == Decimal("0.02")


@given(amount=AMOUNTS, probability=st.integers(0, 100))
def test_a_weighted_amount_lies_between_nothing_and_the_amount(amount, probability):
    assert 0 <= weighted_amount(amount, probability) <= amount


@given(amount=AMOUNTS)
def test_a_sure_deal_is_worth_its_amount(amount):
    assert weighted_amount(amount, 100) == amount


def test_lines_without_a_price_are_left_out_of_the_sum():
    assert lines_total([Decimal(5), None]) == Decimal(5)
    assert lines_total([None]) is None


def test_the_difference_is_told_and_the_amount_stands():
    assert difference(Decimal(90), Decimal(100)) == Decimal(-10)
    assert difference(Decimal(100), Decimal("100.00")) is None
    assert difference(None, Decimal(100)) is None


def test_days_in_a_stage_are_the_readers_calendar_days():
    evening = dt.datetime(2026, 3, 10, 15, 50, tzinfo=dt.UTC)  # 23:50 in Shanghai
    ten_minutes_past_midnight = evening + dt.timedelta(minutes=20)
    assert days_in_stage(evening, ten_minutes_past_midnight, SHANGHAI) == 1
    assert days_in_stage(evening, ten_minutes_past_midnight, dt.UTC) == 0


def test_the_last_quarter_is_slow_and_more_is_late():
    states = [dwell_state(days, 20) for days in (14, 15, 20, 21)]
    assert states == ["", "slow", "slow", "late"]
    assert dwell_state(400, None) == ""
