"""The rules of a process, without a database."""

import pytest

from zhike.base.errors import BadValue
from zhike.sales.rules.process import (
    Facts,
    Place,
    Rule,
    Work,
    filter_in,
    flaws,
    may_begin,
    unmet,
)

PLACES = [Place("需求", 1), Place("报价", 2), Place("谈判", 3)]


@pytest.mark.requirement("A09")
@pytest.mark.parametrize(
    ("filled", "missing"),
    [((), ["strength", "weakness"]), (("strength",), ["weakness"]),
     (("strength", "weakness"), [])],
)  # fmt: skip
def test_each_of_strength_and_weakness_is_named_where_it_is_missing(filled, missing):
    found = unmet([Rule("strengths")], Facts(frozenset(filled)))
    assert [lack.what for lack in found] == missing


def test_every_kind_of_criterion_is_met_by_its_own_fact():
    rules = [Rule("field", field="amount"), Rule("filter", key="f"), Rule("contact", days=7),
             Rule("step", step=4)]  # fmt: skip
    nothing = Facts()
    everything = Facts(frozenset({"amount"}), frozenset({"f"}), 7, frozenset({4}))
    assert [lack.rule for lack in unmet(rules, nothing)] == rules
    assert unmet(rules, everything) == []
    assert unmet(rules[2:3], Facts(days_since_contact=8)) != []


@pytest.mark.parametrize(
    ("works", "rules", "codes"),
    [
        ([Work(1, "方案", 1), Work(2, "报价", 2, after=(1,))], [Rule("step", step=2, place=3)], []),
        ([Work(1, "方案", 1, after=(2,)), Work(2, "报价", 1)], [], ["circle"]),
        ([Work(1, "方案", 3), Work(2, "报价", 2, after=(1,))], [], ["circle"]),
        ([Work(1, "方案", 1, after=(9,))], [], ["no_step"]),
        ([Work(1, "方案", 2)], [Rule("step", step=1, place=2)], ["circle"]),
        ([Work(1, "方案", 3)], [Rule("step", step=1, place=2)], ["circle"]),
        ([], [Rule("step", step=1, place=2)], ["no_step"]),
    ],
)
def test_what_would_wait_for_ever_is_found_before_it_is_in_force(works, rules, codes):
    assert [flaw.code for flaw in flaws(PLACES, works, rules)] == codes


def test_a_step_begins_when_the_one_before_it_is_over():
    works = [Work(1, "方案", 1), Work(2, "报价", 1, after=(1,)), Work(3, "交期", 1, after=(1,))]
    assert may_begin(works, frozenset()) == [1]
    assert may_begin(works, frozenset({1})) == [1, 2, 3]


def test_a_filter_is_read_from_the_address_of_a_list():
    node = '{"field":"amount","op":"gte","value":"1"}'
    assert filter_in(f"http://x/opportunities/?sort=name&filter={node}")["field"] == "amount"
    assert filter_in(node)["op"] == "gte"
    with pytest.raises(BadValue):
        filter_in("/opportunities/")
