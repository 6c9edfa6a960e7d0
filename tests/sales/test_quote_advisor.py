"""The advisor: what to offer a customer who knows our prices, with what speaks for it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from tests.sales.company import deal
from tests.sales.quoting import house, quote
from zhike.access.models import FieldRight, Level, Role
from zhike.catalog.models import MarginFloor, PriceBook
from zhike.ledger.current import change_set
from zhike.sales.models import Opportunity, OpportunityLine, Stage
from zhike.sales.quotes.advising import advice
from zhike.sales.rules.advisor import Known, advise, is_at_risk

pytestmark = pytest.mark.requirement("D24")


def known(listed, price, paid=(), floor=None, **more):
    paid = tuple(Decimal(p) for p in paid)
    floor = None if floor is None else Decimal(floor)
    return Known(Decimal(listed), Decimal(price), paid, floor, **more)


@pytest.mark.parametrize(("told", "price", "low"), [
    (known(100, 92, ("98", "95"), "87.5"), "92", "87.5"),
    (known(100, 92, ("90", "95"), "87.5"), "90", "87.5"),
    (known(100, 92, ("85",), "87.5"), "87.5", "87.5"),
    (known(200, 180, (), "150"), "180", "150"),
    (known(100, 92, ("98",), "87.5", rival=Decimal(89), is_at_risk=True), "89", "87.5"),
    (known(100, 92, ("98",), "87.5", rival=Decimal(80), is_at_risk=True), "87.5", "87.5"),
    (known(100, 92, ("98",), "87.5", rival=Decimal(80)), "92", "87.5"),
])  # fmt: skip
def test_it_begins_with_what_the_customer_has_anyway_and_stops_at_the_floor(told, price, low):
    found = advise(told)
    assert (found.price, found.low) == (Decimal(price), Decimal(low))


def test_who_may_not_see_the_cost_does_not_learn_the_floor_from_the_advice():
    told = known(100, 92, ("98",), "87.5", rival=Decimal(80), is_at_risk=True, sees_floor=False)
    found = advise(told)
    assert (found.price, found.low) == (Decimal(92), Decimal(92))


AMOUNTS = st.decimals("1", "1000", places=2)


@given(AMOUNTS, AMOUNTS, st.lists(AMOUNTS, max_size=3), AMOUNTS, AMOUNTS, st.booleans())
def test_advice_lies_in_its_range_and_never_below_a_floor_that_is_seen(
    listed, price, paid, floor, rival, risk
):
    found = advise(Known(listed, price, tuple(paid), floor, rival, risk))
    assert found.low <= found.price <= found.high
    assert found.price >= floor
    hidden = advise(Known(listed, price, tuple(paid), floor, rival, risk, sees_floor=False))
    assert hidden.low == hidden.price
    assert hidden.price != floor or floor in (price, rival, *paid)


@pytest.mark.parametrize(("days", "today", "risk"), [
    ((0, 100, 200), 300, False), ((0, 100, 200), 351, True), ((0, 30, 60, 90), 140, True),
    ((0,), 5000, None), ((), 1, None),
])  # fmt: skip
def test_silence_is_measured_by_the_customers_own_rhythm(days, today, risk):
    first = dt.date(2024, 1, 1)
    said = is_at_risk([first + dt.timedelta(d) for d in days], first + dt.timedelta(today))
    assert said is risk


@pytest.fixture
def advised(company):
    """X is listed at 100 and costs 70; gold customers pay 8 % less; at least 20 % must remain.

    They paid 95 and then 98.
    """
    found = house(company)
    with change_set(by=None, door="system"):
        found.party.tier = "gold"
        found.party.save()
        PriceBook(name="黄金价", currency="CNY", percent=-8, tiers=["gold"]).save()
        MarginFloor(percent=20).save()
        won = Stage.objects.get(kind="won")
        for days, price in ((400, 95), (100, 98)):
            bought = deal(found, party=found.party)
            OpportunityLine(opportunity=bought, product=found.x, unit_price=price).save()
            bought = Opportunity.objects.get(pk=bought.pk)
            bought.stage, bought.pipeline = won, won.pipeline
            bought.save()
            day = timezone.now() - dt.timedelta(days=days)
            type(bought).objects.none()
            bought = Opportunity.objects.get(pk=bought.pk)
            bought.won_at = day
            bought.save()
    return found


def test_the_rows_customer_is_offered_92_with_its_reasons(advised):
    made = quote(advised, "林")
    with override("en"):
        card = advice(advised.access("林"), made)["cards"][0]
    assert "92.00" in card["price"]
    said = " | ".join(card["reasons"])
    for figure in ("100.00", "92.00", "黄金价", "95.00", "98.00", "87.50"):
        assert figure in said, said


def test_without_the_right_to_costs_the_floor_has_no_figure(advised):
    with change_set(by=None, door="system"):
        for role in Role.objects.all():
            FieldRight(role=role, resource="product", field="cost", level=Level.HIDDEN).save()
    made = quote(advised, "林")
    with override("en"):
        found = advice(advised.access("林"), made)
    assert "92.00" in found["cards"][0]["price"]
    assert "87.5" not in str(found)
    assert "below the floor needs consent" in found["cards"][0]["reasons"]
