import pytest

from zhike.exchange.match.deciding import (
    Decision,
    Pair,
    Relation,
    decide,
    decide_between,
    merges_by_itself,
    relation,
    relations,
)
from zhike.exchange.match.preparing import FIELDS

CODE, OTHER_CODE = "91350100M000100Y43", "91440300708461136T"


def _company(core, **known):
    return dict.fromkeys(FIELDS) | {"core": core} | known


@pytest.mark.requirement("E18")
def test_a_likely_pair_is_the_same_a_possible_one_asks_and_the_rest_is_different():
    decisions = [Pair(0, 1, p).decision for p in (0.95, 0.9, 0.7, 0.5, 0.49)]
    assert decisions == [Decision.SAME] * 2 + [Decision.ASK] * 2 + [Decision.DIFFERENT]


@pytest.mark.requirement("E18")
def test_only_the_same_valid_credit_code_merges_by_itself():
    one = _company("鼎瑞", uscc=CODE)
    assert merges_by_itself(one, _company("鼎瑞达", uscc=CODE))
    assert not merges_by_itself(one, _company("鼎瑞", uscc=OTHER_CODE))
    assert not merges_by_itself(one, _company("鼎瑞"))
    assert not merges_by_itself(_company("鼎瑞", uscc="123"), _company("鼎瑞", uscc="123"))
    assert not merges_by_itself(one, _company("鼎瑞", uscc=CODE, branch="110000"))


def test_a_branch_and_a_sister_are_relations_and_never_the_same():
    whole, branch = _company("鼎瑞", trade="纺织"), _company("鼎瑞", trade="纺织", branch="110000")
    sister = _company("鼎瑞", trade="食品", web="dr.cn")
    assert relation(whole, branch) == Relation.BRANCH
    assert relation(whole, sister) == Relation.GROUP
    assert relation(whole, _company("鼎瑞")) is None
    assert relation(whole, _company("鼎瑞", trade="纺织科技")) is None
    pairs = decide([Pair(0, 1, 0.999), Pair(0, 2, 0.999)], [whole, branch, sister])
    assert {pair.decision for pair in pairs} == {Decision.ASK}


def test_relations_are_offered_for_branches_and_for_sisters_with_something_in_common():
    records = [
        _company("鼎瑞", trade="纺织", web="dr.cn"),
        _company("鼎瑞", trade="纺织", branch="110000"),
        _company("鼎瑞", trade="食品", web="dr.cn"),
        _company("鼎瑞", trade="旅游"),
    ]
    found = list(relations(records))
    assert (0, 1, Relation.BRANCH) in found
    assert (0, 2, Relation.GROUP) in found
    assert not any(3 in pair and kind == Relation.GROUP for *pair, kind in found)


def test_a_short_name_joins_the_likelier_of_two_sisters_and_not_both():
    textile, food = _company("鼎瑞", trade="纺织"), _company("鼎瑞", trade="食品")
    pairs = decide([Pair(0, 1, 0.99), Pair(1, 2, 0.95)], [textile, _company("鼎瑞"), food])
    assert [(pair.left, pair.decision) for pair in pairs] == [(0, "same"), (1, "ask")]


def test_different_credit_codes_are_never_joined_through_a_third():
    records = [_company("鼎瑞", uscc=CODE), _company("鼎瑞"), _company("鼎瑞", uscc=OTHER_CODE)]
    pairs = decide([Pair(0, 1, 0.99), Pair(1, 2, 0.98)], records)
    assert [pair.decision for pair in pairs] == [Decision.SAME, Decision.ASK]


def test_a_person_s_name_alone_asks():
    person = dict.fromkeys(FIELDS) | {"given": "伟", "surname": "张"}
    assert decide([Pair(0, 1, 0.99)], [person, person])[0].decision == Decision.ASK
    known = person | {"phone": "13800138000"}
    assert decide([Pair(0, 1, 0.99)], [known, known])[0].decision == Decision.SAME


def test_a_hotel_and_its_restaurant_ask():
    house = {"street": "fremontst", "street_number": "129", "phone": "7023857111"}
    hotel = _company("goldennuggethotel", core_code="goldennuggethotel", **house)
    restaurant = _company("stefanos", core_code="stefanos", **house)
    assert decide([Pair(0, 1, 0.95)], [hotel, restaurant])[0].decision == Decision.ASK
    assert decide([Pair(0, 1, 0.95)], [hotel, dict(hotel)])[0].decision == Decision.SAME


def test_between_two_tables_every_row_is_the_same_as_one_other_at_most():
    one = [_company("鼎瑞")]
    pairs = decide_between([Pair(0, 0, 0.95), Pair(0, 1, 0.99)], one, one * 2)
    assert [(pair.right, pair.decision) for pair in pairs] == [(1, "same"), (0, "ask")]
