"""What moved a pipeline: each kind of move, and that they always sum to the difference."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.sales.rules.moves import MOVES, Period, Standing, waterfall

QUARTER = Period(dt.date(2026, 4, 1), dt.date(2026, 6, 30))
MAY, AUGUST = dt.date(2026, 5, 9), dt.date(2026, 8, 1)


def stood(amount, day=MAY, state="open"):
    return Standing(Decimal(amount), day, state)


@pytest.mark.parametrize(
    ("before", "after", "moves"),
    [
        (None, stood(70), {"new": 70}),
        (stood(70), stood(90), {"grown": 20}),
        (stood(90), stood(70), {"shrunk": -20}),
        (stood(90, AUGUST), stood(80), {"pulled": 80}),
        (stood(90), stood(80, AUGUST), {"shrunk": -10, "pushed": -80}),
        (stood(90), stood(95, MAY, "won"), {"grown": 5, "won": -95}),
        (stood(90), stood(95, MAY, "lost"), {"lost": -90}),
        (stood(90), None, {"gone": -90}),
        (None, stood(60, MAY, "won"), {"new": 60, "won": -60}),
        (stood(60, AUGUST), stood(60, AUGUST, "won"), {"pulled": 60, "won": -60}),
        (stood(60, MAY, "lost"), stood(60), {"new": 60}),
        (stood(60, AUGUST), stood(60, AUGUST, "lost"), {}),
        (stood(60, None), stood(75, None), {}),
    ],
)
def test_each_move_has_its_name(before, after, moves) -> None:
    made = waterfall([(before, after)], QUARTER)
    assert {move: int(amount) for move, amount in made.sums.items() if amount} == moves


DAYS = st.sampled_from([None, MAY, AUGUST, dt.date(2026, 1, 1), QUARTER.first, QUARTER.last])
STANDINGS = st.none() | st.builds(
    Standing,
    st.decimals(0, 10**9, places=2),
    DAYS,
    st.sampled_from(["open", "won", "lost"]),
)


@given(st.lists(st.tuples(STANDINGS, STANDINGS), max_size=30), st.sampled_from([QUARTER, Period()]))
def test_the_moves_sum_to_the_difference(deals, period) -> None:
    made = waterfall(deals, period)
    assert made.start + sum(made.sums[move] for move in MOVES) == made.end
