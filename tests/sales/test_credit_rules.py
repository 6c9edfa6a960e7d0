"""How a score, a grade and what is left of a limit come about: plain rules."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.sales.rules.credit import (
    Exposure,
    Rating,
    Weighing,
    grade_of,
    is_over,
    latest,
    left_of,
    months_before,
    prepaid,
    score_of,
)

DAY = dt.date(2026, 3, 10)


@dataclass(frozen=True)
class Step:
    """A grade as the rule knows it."""

    name: str
    from_score: int


A, B, C, D = Step("A", 85), Step("B", 70), Step("C", 50), Step("D", 0)
SCORES = st.integers(0, 100)
RATINGS = st.lists(
    st.builds(
        Rating, source=st.sampled_from(["agency", "bank", "own"]),
        day=st.dates(dt.date(2024, 1, 1), dt.date(2026, 1, 1)), score=SCORES,
        weight=st.integers(0, 5),
    ), max_size=12,
)  # fmt: skip
MONEY = st.decimals(0, 10**9, places=2)


@pytest.mark.requirement("C38")
@pytest.mark.parametrize(("agency", "overdue", "points", "total"), [
    (80, 2, 10, 60), (80, 0, 10, 80), (95, 3, 7, 74), (15, 2, 10, 0), (100, 20, 10, 0),
])  # fmt: skip
def test_the_corrected_score_is_the_rating_less_so_much_for_each_overdue_instalment(
    agency, overdue, points, total
):
    score = score_of([Rating("agency", DAY, agency)], overdue, Weighing(points=points))
    assert (score.rating, score.deduction, score.total) == (
        agency, min(overdue * points, 100), total,
    )  # fmt: skip


def test_of_each_source_its_last_word_counts_by_its_weight():
    said = [
        Rating("agency", DAY, 40, 3), Rating("agency", DAY + dt.timedelta(days=1), 80, 3),
        Rating("bank", DAY, 60, 1), Rating("own", DAY, 0, 0),
    ]  # fmt: skip
    score = score_of(said, 0, Weighing())
    assert score.rating == 75
    assert [one.score for one in score.counted] == [80, 60]


def test_without_a_rating_the_policys_own_score_stands():
    score = score_of([], 1, Weighing(without=55))
    assert (score.rating, score.counted, score.total) == (55, (), 45)


@given(RATINGS, st.integers(0, 50), st.integers(0, 100), st.integers(0, 100), SCORES)
def test_a_score_is_from_0_to_100_and_never_rises_with_overdue_instalments(
    ratings, overdue, points, most, without
):
    weighing = Weighing(points, most, without)
    score = score_of(ratings, overdue, weighing)
    assert 0 <= score.total <= 100
    assert score.deduction <= most
    assert score_of(ratings, overdue + 1, weighing).total <= score.total
    if score.counted:
        assert min(r.score for r in score.counted) <= score.rating <= max(
            r.score for r in score.counted
        )  # fmt: skip


@given(RATINGS)
def test_no_source_speaks_twice(ratings):
    sources = [one.source for one in latest(ratings)]
    assert len(sources) == len(set(sources))


@pytest.mark.requirement("C38")
@pytest.mark.parametrize(("score", "grade"), [
    (100, A), (85, A), (84, B), (70, B), (60, C), (50, C), (49, D), (0, D),
])  # fmt: skip
def test_a_grade_begins_at_its_score(score, grade):
    assert grade_of(score, [C, A, D, B]) is grade


def test_below_the_lowest_grade_stands_the_lowest_and_of_none_none():
    assert grade_of(10, [A, C]) is C
    assert grade_of(10, []) is None


@given(SCORES, SCORES)
def test_a_better_score_never_has_a_worse_grade(one, other):
    low, high = sorted((one, other))
    assert grade_of(low, [A, B, C, D]).from_score <= grade_of(high, [A, B, C, D]).from_score


@pytest.mark.requirement("C39")
@pytest.mark.parametrize(("limit", "contracts", "orders", "more", "over"), [
    (100_000, 80_000, 0, 50_000, True), (100_000, 80_000, 0, 20_000, False),
    (100_000, 80_000, 0, Decimal("20000.01"), True), (100_000, 30_000, 50_000, 50_000, True),
    (0, 0, 0, 1, True), (None, 10**9, 0, 10**9, False), (300_000, 80_000, 0, 50_000, False),
])  # fmt: skip
def test_up_to_the_limit_is_within_it_and_a_cent_more_is_not(limit, contracts, orders, more, over):
    known = None if limit is None else Decimal(limit)
    assert is_over(known, Exposure(Decimal(contracts), Decimal(orders)), Decimal(more)) is over


@given(MONEY, MONEY, MONEY, MONEY)
def test_what_is_left_may_be_bought_and_nothing_more(limit, contracts, orders, more):
    exposure = Exposure(contracts, orders)
    left = left_of(limit, exposure)
    assert left >= 0
    if exposure.total <= limit:
        assert is_over(limit, exposure, more) == (more > left)
    else:
        assert left == 0


@given(MONEY, st.decimals(0, 100, places=2))
def test_the_prepayment_is_a_part_of_the_amount(amount, percent):
    assert 0 <= prepaid(amount, percent) <= amount
    assert prepaid(amount, Decimal(100)) == amount


@pytest.mark.parametrize(("day", "months", "before"), [
    ((2026, 3, 31), 1, (2026, 2, 28)), ((2026, 3, 10), 24, (2024, 3, 10)),
    ((2024, 2, 29), 12, (2023, 2, 28)), ((2026, 1, 15), 1, (2025, 12, 15)),
])  # fmt: skip
def test_months_are_looked_back_by_their_days(day, months, before):
    assert months_before(dt.date(*day), months) == dt.date(*before)
