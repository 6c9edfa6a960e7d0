"""The forecast's arithmetic: intervals that hold what they promise."""

from __future__ import annotations

import random

import pytest

from zhike.sales.rules.forecasting import BackTest, Fate, Forecast, Lottery, Seen, forecast


def test_without_a_past_only_what_is_won_is_certain() -> None:
    assert forecast(500.0, [Seen("offer", True, 900.0)], Lottery([]), []) == Forecast(
        500.0, 500.0, 500.0
    )


def test_a_deal_draws_the_fate_of_its_own_stage() -> None:
    late = [Fate(Seen("contract", True, 1.0), 1.0)] * 30
    early = [Fate(Seen("first talk", False, 1.0), 0.0)] * 30
    sure = forecast(0.0, [Seen("contract", True, 700.0)], Lottery(late + early), [])
    none = forecast(0.0, [Seen("first talk", False, 700.0)], Lottery(late + early), [])
    assert (sure.low, sure.high) == (700.0, 700.0)
    assert (none.low, none.high) == (0.0, 0.0)


def test_a_stage_hardly_seen_before_draws_among_deals_planned_alike() -> None:
    planned = [Fate(Seen("contract", True, 1.0), 1.0)] * 30
    unplanned = [Fate(Seen("first talk", False, 1.0), 0.0)] * 30
    rare = [Fate(Seen("audit", True, 1.0), 0.0)] * 3
    found = forecast(0.0, [Seen("audit", True, 100.0)], Lottery(planned + unplanned + rare), [])
    assert found.middle == 100.0


@pytest.mark.parametrize(("chance", "number"), [(0.2, 40), (0.6, 40), (0.2, 700)])
def test_four_fifths_of_the_truths_fall_into_the_interval(chance: float, number: int) -> None:
    world = random.Random(7)

    def fate() -> float:
        return world.uniform(0.7, 1.1) if world.random() < chance else 0.0

    fates = [Fate(Seen("offer", True, 1.0), fate()) for _ in range(600)]
    deals = [Seen("offer", True, world.uniform(10, 200)) for _ in range(number)]
    found = forecast(0.0, deals, Lottery(fates), [])
    truths = [sum(deal.amount * fate() for deal in deals) for _ in range(400)]
    hit = sum(BackTest(found, truth).is_inside for truth in truths) / 400
    assert 0.72 <= hit <= 0.88


def test_the_same_numbers_give_the_same_forecast() -> None:
    fates = [Fate(Seen("offer", True, 1.0), share) for share in (0.0, 1.0) * 10]
    deals = [Seen("offer", True, 10.0)] * 9
    assert forecast(3.0, deals, Lottery(fates), [5.0, 7.0]) == forecast(
        3.0, deals, Lottery(fates), [5.0, 7.0]
    )


def test_deals_of_which_only_some_are_looked_at_bring_what_all_of_them_bring() -> None:
    lottery = Lottery(Fate(Seen("offer", True, 1.0), share) for share in (0.0, 0.0, 1.0, 0.5) * 20)
    every = forecast(9.0, [Seen("offer", True, 50.0)] * 4000, lottery, [])
    some = forecast(9.0, [Seen("offer", True, 50.0, number=8)] * 500, lottery, [])
    assert some.middle == pytest.approx(every.middle, rel=0.01)
    assert some.high - some.low == pytest.approx(every.high - every.low, rel=0.2)
