"""The language of formulas: what it says, what it refuses, and that it always comes to an end."""

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.records.expressions import (
    Budget,
    ExpressionError,
    Undefined,
    evaluate,
    names_in,
    ordered,
    parse,
    printed,
)
from zhike.records.expressions.evaluation import LARGEST
from zhike.records.expressions.functions import FUNCTIONS
from zhike.records.expressions.tree import Binary, Call, Name, Negative, Number


def value(text, **names):
    return evaluate(
        parse(text), {n: None if v is None else Decimal(str(v)) for n, v in names.items()}
    )


def outcome(tree, names):
    """The value, and why there is none."""
    try:
        return evaluate(tree, names, Budget()), ""
    except Undefined as undefined:
        return None, str(undefined)


def trees():
    numbers = st.builds(Number, st.decimals(0, 10**9, allow_nan=False, places=3), st.booleans())
    names = st.builds(Name, st.sampled_from(["a", "net", "客座率", "c_x1"]))

    def larger(inner):
        operators = st.sampled_from(["+", "-", "*", "/", "^", "=", "!=", "<", "<=", ">", ">="])
        calls = st.sampled_from(sorted(FUNCTIONS)).flatmap(
            lambda name: st.builds(
                Call, st.just(name),
                st.lists(inner, min_size=FUNCTIONS[name].least,
                         max_size=min(FUNCTIONS[name].most, 3)).map(tuple),
            )
        )  # fmt: skip
        return st.builds(Binary, operators, inner, inner) | st.builds(Negative, inner) | calls

    return st.recursive(numbers | names, larger, max_leaves=12)


@given(trees())
def test_a_printed_tree_parses_to_the_same_tree(tree):
    try:
        again = parse(printed(tree))
    except ExpressionError as error:
        again = tree if error.code in ("too_deep", "too_large", "too_long") else None
    assert again == tree


@given(trees())
def test_any_tree_has_a_value_or_a_reason_within_its_budget(tree):
    names = {"a": Decimal("0.07"), "net": Decimal(-3), "客座率": Decimal(0), "c_x1": None}
    found, reason = outcome(tree, names)
    assert reason or (found.is_finite() and abs(found) < LARGEST)


SIGNS = "0123456789.+-*/^()<>=!,%ab if（）×÷，≤净\n\x00é"


@given(st.text(alphabet=SIGNS, max_size=200) | st.text())
def test_any_text_is_a_formula_or_refused_with_the_place(text):
    began = time.perf_counter()
    try:
        tree = parse(text)
    except ExpressionError as error:
        place, said = error.place, str(error.within("net"))
    else:
        place, said = 0, outcome(tree, dict.fromkeys(names_in(tree), Decimal("1.7")))
    assert 0 <= place <= len(text) + 1
    assert said
    assert time.perf_counter() - began < 1  # Fifty milliseconds, and what a busy machine adds.


@pytest.mark.parametrize(("text", "expected"), [
    ("1 + 2 * 3", 7), ("(1 + 2) * 3", 9), ("2 ^ 3 ^ 2", 512), ("-2 ^ 2", -4), ("2 ^ -1", "0.5"),
    ("8 / 2 / 2", 2), ("7 - 2 - 1", 4), ("10%", "0.1"), ("0.1 + 0.2 = 0.3", 1), ("1 < 2", 1),
    ("2 <= 1", 0), ("1 <> 1", 0), ("if(2 > 1, 5, 1 / 0)", 5), ("IF(0, 1, 2)", 2),
    ("min(3, 1, 2)", 1), ("max(3, 1)", 3), ("sum(1, 2, 3)", 6), ("abs(-4)", 4),
    ("round(2.5)", 3), ("round(-2.5)", -3), ("round(1.005, 2)", "1.01"), ("round(1250, -2)", 1300),
    ("and(1, 2 > 1)", 1), ("or(0, 0)", 0), ("not(0)", 1), ("ifempty(1 / 0, 9)", 9),
    ("round(npv(10%, 110, 1), 9)", 100), ("npv(0, 5, 3)", 15), ("pmt(0, 4, 100)", 25),
    ("round(irr(100, 110, 1), 8)", "0.1"), ("round(irr(100, 0, 2, 121), 8)", "0.1"),
    ("（１＋２）×３÷４", "2.25"), ("max(1，2)", 2), ("3 ≥ 3", 1), ("3 ≠ 3", 0), ("５０％", "0.5"),
])  # fmt: skip
def test_what_formulas_give(text, expected):
    assert value(text) == Decimal(str(expected))


def test_signs_lose_no_digits():
    value = Decimal("123456789012345678901234567890.12") / 10
    for text in ("--a", "abs(-a)", "-(-a)"):
        assert evaluate(parse(text), {"a": value}) == value


def test_names_may_be_chinese_and_empty_ones_are_told_apart_from_missing_ones():
    assert value("座位 × 客座率", 座位=40, 客座率="0.7") == 28
    with pytest.raises(Undefined, match="empty"):
        value("a + 1", a=None)
    with pytest.raises(Undefined, match="any more"):
        value("a + 1")


@pytest.mark.parametrize(("text", "code", "place"), [
    ("", "empty", 1), ("1 +", "missing", 4), ("1 2", "operator", 3), ("(1", "bracket", 3),
    ("1)", "operator", 2), ("foo(1)", "function", 1), ("if(1, 2)", "arguments", 1),
    ("a.b", "sign", 2), ("a; b", "sign", 2), ("'x'", "sign", 1), ("1 < 2 < 3", "comparison", 7),
    ("__import__('os')", "sign", 12), ("a[0]", "sign", 2), ("1e9", "operator", 2),
    ("party.name", "sign", 6), ("lambda: 1", "sign", 7), ("1" * 30, "digits", 1),
    ("(" * 10_000, "too_long", 0), ("(" * 900, "too_deep", 33), ("-" * 999, "missing", 1000),
    ("1" + "^1" * 400, "too_deep", 64), ("1" + "+1" * 400, "too_large", 250),
    ("(1+2))", "operator", 6),
])  # fmt: skip
def test_what_is_no_formula_is_refused_where_it_goes_wrong(text, code, place):
    with pytest.raises(ExpressionError) as refused:
        parse(text)
    assert (refused.value.code, refused.value.place) == (code, place)


@pytest.mark.parametrize(("text", "code"), [
    ("9^9^9^9", "exponent"), ("9^999 * 9^999", "too_large"), ("10^30", "too_large"),
    ("1 / 0", "division"), ("0 ^ -1", "division"), ("(-8) ^ 0.5", "power"),
    ("irr(100, -1, 3)", "no_rate"), ("irr(1, 1, 0.5)", "years"), ("npv(-1, 1, 3)", "rate"),
    ("npv(1%, 1, 9999)", "years"), ("round(1, 99)", "places"), ("round(1, 0.5)", "places"),
    ("+".join(["irr(5, 1, 200)"] * 40), "budget"),
])  # fmt: skip
def test_what_has_no_value_says_why(text, code):
    with pytest.raises(Undefined) as undefined:
        value(text)
    assert undefined.value.code == code


@pytest.mark.parametrize("text", [
    "+".join(["irr(5000000, 7.1, 200, 3)"] * 16), "*".join(["1.0001^999.7"] * 60),
    "2" + "^1.5" * 30, "max(" + ",".join(["npv(7.00001%, 3, 99.77)"] * 30) + ")",
])  # fmt: skip
def test_no_formula_runs_longer_than_fifty_milliseconds(text):
    tree, took = parse(text), []
    for _again in range(5):
        began = time.perf_counter()
        outcome(tree, {})
        took.append(time.perf_counter() - began)
    assert min(took) < 0.05


def test_formulas_are_worked_out_behind_what_they_need_and_a_ring_is_named():
    needs = {"payback": ["price", "net"], "net": ["income", "cost"], "income": [], "cost": []}
    order = ordered(needs)
    assert order.index("net") > max(order.index("income"), order.index("cost"))
    assert order.index("payback") > order.index("net")
    with pytest.raises(ExpressionError, match="a → b → c → a"):
        ordered({"a": ["b"], "b": ["c"], "c": ["a"]})
    with pytest.raises(ExpressionError, match="a → a"):
        ordered({"a": ["a"]})
    assert len(ordered({f"n{i}": [f"n{i + 1}"] for i in range(5000)})) == 5000
