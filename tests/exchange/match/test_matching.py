"""Tables that teach little or nothing: Splink learns from each of them anew."""

import pytest

from zhike.exchange.match.deciding import Decision, relation
from zhike.exchange.match.matching import match

from . import made_up, scores

COMPANY = ["编号", "公司名称", "联系电话"]
DING, HUA = "南京鼎瑞医疗器械有限公司", "北京华远食品有限公司"


def _match(headings, rows, others=None):
    other = scores.records(headings, others) if others is not None else None
    return match(scores.records(headings, rows), other)


@pytest.mark.full
def test_two_rows_are_enough_to_say_whether_they_are_the_same():
    pairs = _match(COMPANY, [["1", DING, "13800138000"], ["2", DING, "13800138000"]])
    assert [pair.decision for pair in pairs] == [Decision.SAME]
    assert not _match(COMPANY, [["1", DING, "13800138000"], ["2", HUA, "13900139000"]])


@pytest.mark.parametrize(
    "rows",
    [[], [["1", DING, ""]], [["1", "", ""], ["2", "", ""]]],
    ids=["no row", "one row", "only empty rows"],
)
def test_where_nothing_can_be_compared_there_are_no_pairs(rows):
    assert _match(COMPANY, rows) == []


def test_columns_that_say_nothing_give_no_pairs():
    assert _match(["id", "colour"], [["1", "red"], ["2", "red"]]) == []


@pytest.mark.full
def test_a_table_of_nothing_but_duplicates_is_one_party():
    pairs = _match(COMPANY, [[str(n), DING, "13800138000"] for n in range(20)])
    assert len(pairs) == 190
    assert {pair.decision for pair in pairs} == {Decision.SAME}


@pytest.mark.full
def test_two_tables_are_matched_with_each_other_and_not_within():
    made = made_up.companies(3, 40)
    pairs = _match(made.headings, made.rows[:40], made.rows[40:])
    truth = {(one, other - 40) for one, other in made.pairs if one < 40 <= other}
    found = {(pair.left, pair.right) for pair in pairs if pair.decision == Decision.SAME}
    assert found
    assert found <= truth


@pytest.mark.slow
@pytest.mark.requirement("A13", "E18")
@pytest.mark.parametrize("seed", [11, 12])
def test_companies_in_many_ways_of_writing_are_found_and_no_branch_or_sister_is_merged(seed):
    made = made_up.companies(seed)
    records = scores.records(made.headings, made.rows)
    pairs = match(records)
    assert scores.score(scores.from_(pairs, 0.5), made.pairs).f1 >= 0.92
    assert scores.score(scores.from_(pairs, 0.9), made.pairs).precision >= 0.97
    for one, other in scores.same(pairs):
        assert relation(records[one], records[other]) is None
        is_family = made.truth[one] // 10 == made.truth[other] // 10
        assert made.truth[one] == made.truth[other] or not is_family


@pytest.mark.slow
@pytest.mark.parametrize("made", [made_up.people(5), made_up.chinese_people(6)], ids=["en", "zh"])
def test_people_are_found_by_what_is_left_of_them(made):
    pairs = match(scores.records(made.headings, made.rows))
    assert scores.score(scores.from_(pairs, 0.5), made.pairs).f1 >= 0.97


@pytest.mark.slow
def test_a_table_without_duplicates_gives_hardly_any():
    made = made_up.companies(14, 300, twice=False)
    assert len(scores.same(match(scores.records(made.headings, made.rows)))) <= 1
