"""An amount divided into parts, and the tax within an amount."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.base.splitting import cents, split
from zhike.sales.rules.vat import net_of, tax_in

AMOUNTS = st.decimals(-(10**12), 10**12, places=2)
WEIGHTS = st.lists(st.decimals(0, 10**6, places=4), min_size=1, max_size=30)


@given(AMOUNTS, WEIGHTS)
def test_parts_add_up_to_the_whole_and_none_is_a_cent_from_its_share(whole, weights):
    parts = split(whole, weights)
    assert sum(parts) == whole
    total = sum(weights)
    for part, weight in zip(parts, weights, strict=True):
        share = whole * weight / total if total else whole / len(weights)
        assert abs(part - share) < Decimal("0.01") + Decimal("1e-9")
        assert part == part.quantize(Decimal("0.01"))


@pytest.mark.parametrize(("whole", "weights", "parts"), [
    ("100", (1, 1, 1), ("33.34", "33.33", "33.33")),
    ("980000", (30, 60, 10), ("294000", "588000", "98000")),
    ("0.01", (0, 0), ("0.01", "0")),
    ("-100", (1, 1, 1), ("-33.34", "-33.33", "-33.33")),
    ("10", (), ()),
])  # fmt: skip
def test_cents_left_over_go_to_the_largest_remainders(whole, weights, parts):
    assert split(Decimal(whole), [Decimal(w) for w in weights]) == [Decimal(p) for p in parts]


@pytest.mark.parametrize(("gross", "rate", "tax"), [
    ("113000", "13", "13000"), ("109", "9", "9"), ("106", "6", "6"), ("100", "13", "11.50"),
    ("50", "0", "0"), ("-113", "13", "-13"),
])  # fmt: skip
def test_tax_is_taken_out_of_an_amount_that_includes_it(gross, rate, tax):
    assert tax_in(Decimal(gross), Decimal(rate)) == Decimal(tax)


@given(AMOUNTS, st.sampled_from(["13", "9", "6", "3", "0"]))
def test_net_and_tax_are_the_gross_amount_again(gross, rate):
    assert net_of(gross, Decimal(rate)) + tax_in(gross, Decimal(rate)) == gross


def test_halves_go_up_as_on_an_invoice():
    assert [cents(Decimal(x)) for x in ("0.005", "0.015", "-0.005")] == [
        Decimal("0.01"), Decimal("0.02"), Decimal("-0.01"),
    ]  # fmt: skip
