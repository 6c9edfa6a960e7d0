"""Which price holds, and what promotions make of it: without a database."""

import datetime as dt
import random
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.catalog.rules.caps import Cap, cap_for, caps_held, discount_given
from zhike.catalog.rules.prices import Book, Break, price_for
from zhike.catalog.rules.promotions import Offer, reduce
from zhike.catalog.rules.scope import Ask, Buyer, Scope
from zhike.catalog.rules.sold import Sold

DAY = dt.date(2026, 5, 7)
K10, RED = UUID(int=1), UUID(int=2)
STANDARD, EAST, GOLD = UUID(int=10), UUID(int=11), UUID(int=12)


def dec(text):
    return Decimal(text)


def ask(quantity="1", **values):
    known = {"sold": Sold(K10, series="城客"), "quantity": dec(quantity), "day": DAY,
             "currency": "CNY", "list_price": dec("1000.00")}  # fmt: skip
    return Ask(**(known | values))


def books(*some):
    return {book.key: book for book in some}


STANDARD_BOOK = Book(
    STANDARD, "标准价", "CNY",
    breaks={K10: (Break(dec("1"), dec("950.00")), Break(dec("100"), dec("900.00")))},
)  # fmt: skip
EAST_BOOK = Book(
    EAST, "华东价", "CNY", Scope(regions=("31", "32", "33")), above=STANDARD, percent=dec("-5")
)
SHANGHAI, CHENGDU = Buyer(region="310100"), Buyer(region="510100")


@pytest.mark.parametrize(("quantity", "buyer", "amount", "name"), [
    ("1", CHENGDU, "950.00", "标准价"),
    ("99.9999", CHENGDU, "950.00", "标准价"),
    ("100", CHENGDU, "900.00", "标准价"),
    ("1", SHANGHAI, "902.50", "华东价"),
    ("250", SHANGHAI, "855.00", "华东价"),
    ("0.5", SHANGHAI, "902.50", "华东价"),
])  # fmt: skip
def test_the_book_that_asks_most_of_the_customer_holds_and_goes_on_from_the_one_above(
    quantity, buyer, amount, name
):
    price = price_for(ask(quantity, buyer=buyer), books(STANDARD_BOOK, EAST_BOOK))
    assert (price.amount, price.book.name) == (dec(amount), name)
    assert price.source is STANDARD_BOOK


def test_an_own_price_wins_over_the_percentage_and_a_variant_has_its_kinds_price():
    own = replace(EAST_BOOK, breaks={K10: (Break(dec("1"), dec("880.00")),)})
    known = books(STANDARD_BOOK, own)
    assert price_for(ask(buyer=SHANGHAI), known).amount == dec("880.00")
    red = Sold(RED, variant_of=K10)
    assert price_for(ask(sold=red, buyer=SHANGHAI), known).amount == dec("880.00")
    with_red = replace(own, breaks={**own.breaks, RED: (Break(dec("1"), dec("890.00")),)})
    assert price_for(ask(sold=red, buyer=SHANGHAI), books(with_red)).amount == dec("890.00")


def test_without_a_book_the_list_price_holds_and_without_that_none():
    assert price_for(ask(), {}).amount == dec("1000.00")
    assert price_for(ask(list_price=None), books(EAST_BOOK)) is None
    in_dollars = replace(STANDARD_BOOK, currency="USD")
    assert price_for(ask(), books(in_dollars)).book is None


@pytest.mark.parametrize(("day", "holds"), [
    ("2025-12-31", False), ("2026-01-01", True), ("2026-06-30", True), ("2026-07-01", False),
])  # fmt: skip
def test_a_book_holds_from_its_first_day_to_its_last(day, holds):
    scope = Scope(since=dt.date(2026, 1, 1), until=dt.date(2026, 6, 30))
    book = replace(STANDARD_BOOK, scope=scope)
    price = price_for(ask(day=dt.date.fromisoformat(day)), books(book))
    assert (price.book is not None) == holds


def test_a_tier_counts_before_a_region_and_both_before_either():
    gold = Book(GOLD, "金牌价", "CNY", Scope(tiers=frozenset({"gold"})), percent=dec("-8"))
    buyer = Buyer("gold", "310100")
    known = books(STANDARD_BOOK, EAST_BOOK, gold)
    assert price_for(ask(buyer=buyer), known).book.name == "金牌价"
    both = replace(EAST_BOOK, scope=replace(EAST_BOOK.scope, tiers=frozenset({"gold"})))
    assert price_for(ask(buyer=buyer), books(STANDARD_BOOK, both, gold)).book.name == "华东价"


def test_books_that_go_round_in_a_circle_come_to_an_end():
    one = Book(EAST, "甲", "CNY", above=GOLD, percent=dec("-5"))
    two = Book(GOLD, "乙", "CNY", above=EAST)
    assert price_for(ask(), books(one, two)).amount == dec("950.00")


MONEY = st.decimals("0", "99999.99", places=2)
PERCENT = st.decimals("0.01", "100", places=2)


@st.composite
def offers(draw):
    found = []
    for number in range(draw(st.integers(0, 5))):
        is_share = draw(st.booleans())
        found.append(Offer(
            UUID(int=number), f"促销{number}", percent=draw(PERCENT) if is_share else dec("0"),
            off=dec("0") if is_share else draw(MONEY), currency="CNY",
            is_exclusive=draw(st.booleans()),
            of=draw(st.sampled_from([(), ((None, "城客"),), ((None, "团客"), (None, "城客"))])),
            quantity=draw(st.sampled_from([dec("0"), dec("10")])),
        ))  # fmt: skip
    return found


@given(MONEY, offers(), st.sampled_from(["1", "10"]), st.randoms())
def test_promotions_come_to_the_same_in_any_order_and_never_raise_a_price(
    price, some, quantity, chance: random.Random
):
    asked = ask(quantity)
    first = reduce(price, asked, some)
    shuffled = chance.sample(some, len(some))
    assert reduce(price, asked, shuffled) == first
    assert dec("0") <= first.amount <= price
    assert first.amount == first.amount.quantize(dec("0.01"))
    assert all(offer.holds(asked) for offer in first.offers)
    assert len(first.offers) == 1 or not any(offer.is_exclusive for offer in first.offers)
    each = [reduce(price, asked, [offer]).amount for offer in some if offer.holds(asked)]
    assert first.amount <= min(each, default=price), "no single promotion would have been better"
    shares = first.shares(price)
    assert sum(shares.values(), dec("0")) == price - first.amount, "each cent is somebody's"
    assert set(shares) == {offer.key for offer in first.offers}


@pytest.mark.parametrize(("base", "price", "discount", "share"), [
    ("1000", "1000", "12", "12"), ("1000", "880", "0", "12"), ("1000", "950", "10", "14.50"),
    ("1000", "1100", "10", "10"), ("99.99", "89.99", "0", "10.00"), ("0", "5", "3", "3"),
    (None, "5", "3", "3"), ("1000", "0", "0", "100"),
])  # fmt: skip
def test_a_discount_is_what_it_says_or_what_the_price_comes_to_if_that_is_more(
    base, price, discount, share
):
    base = None if base is None else dec(base)
    assert discount_given(base, dec(price), dec(discount)) == dec(share)


COMPANY_CAP = Cap(dec("10"))
WEST, CITY = UUID(int=21), UUID(int=22)


@pytest.mark.requirement("B14")
def test_the_nearest_team_wins_and_within_it_the_most_exact_cap():
    west = Cap(dec("15"), WEST)
    series = Cap(dec("20"), series="城客")
    product = Cap(dec("3"), product=K10)
    caps = [product, series, COMPANY_CAP, west]
    assert cap_for(caps, [CITY, WEST], Sold(K10, series="城客")) is west
    assert cap_for(caps, [], Sold(K10, series="城客")) is product
    assert cap_for(caps, [], Sold(RED, K10, "城客")) is product
    assert cap_for(caps, [], Sold(RED, series="城客")) is series
    assert cap_for(caps, [], Sold(RED)) is COMPANY_CAP
    assert cap_for([west], [CITY], Sold(RED)) is None


@pytest.mark.requirement("B14")
def test_a_team_is_shown_the_caps_from_above_that_no_nearer_one_overrules():
    sold = {K10: Sold(K10, series="城客")}
    product, series = Cap(dec("3"), product=K10), Cap(dec("20"), series="城客")
    caps = [COMPANY_CAP, product, series]
    assert set(caps_held(caps, [WEST], sold)) == set(caps)
    own = Cap(dec("12"), WEST, series="城客")
    assert set(caps_held([*caps, own], [WEST], sold)) == {own, COMPANY_CAP}
    everything = Cap(dec("15"), WEST)
    assert caps_held([*caps, everything], [CITY, WEST], sold) == [everything]
