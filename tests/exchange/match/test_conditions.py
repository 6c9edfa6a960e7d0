"""Every condition says the same in Splink's SQL and in Python."""

import random

import duckdb
import pyarrow
import pytest

from zhike.exchange.match.comparisons import COMPANY, PERSON, PLACE, SINGLE
from zhike.exchange.match.conditions import (
    Begins,
    Both,
    Crossed,
    Edits,
    Either,
    Like,
    Longer,
    NeitherKnown,
    Same,
    Similar,
    Swapped,
    Unknown,
)
from zhike.exchange.match.preparing import FIELDS, code_of
from zhike.exchange.match.similarity import are_within, edits, jaro_winkler

CONDITIONS = [
    Same("a"), Unknown("a"), NeitherKnown("a"), Edits("a"), Edits("a", 2), Similar("a", 0.88),
    Like("a", "b"), Begins("a", "b"), Swapped("a", "b"), Crossed("a", "b"),
    Longer("a", 3), Both(Same("a"), Either(Unknown("b"), Begins("b", "b"))),
]  # fmt: skip
WORDS = [None, "a", "ab", "ba", "abc", "acb", "abcd", "鼎瑞", "鼎瑞达", "瑞鼎"]
PATTERNS = [None, "%鼎%", "鼎%达%", "a%c", "%b%", "%"]


def _sql(condition):
    return condition.creator().get_comparison_level("duckdb").sql_condition


def _texts(count, seed=3):
    chance = random.Random(seed)
    for _ in range(count):
        text = "".join(chance.choices("abcde鼎瑞", k=chance.randrange(1, 12)))
        other = list(text)
        for _ in range(chance.randrange(4)):
            other[chance.randrange(len(other))] = chance.choice("abcde鼎瑞")
        yield text, "".join(other)[chance.randrange(2) :] or "a"


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda condition: type(condition).__name__)
def test_a_condition_holds_in_python_where_it_holds_in_the_database(condition):
    chance = random.Random(1)
    words = [code_of(word) for word in WORDS] if type(condition) in (Edits, Similar) else WORDS
    others = PATTERNS if isinstance(condition, Like) else words
    rows = [tuple(map(chance.choice, (words, others) * 2)) for _ in range(400)]
    columns = dict(zip(("a_l", "b_l", "a_r", "b_r"), zip(*rows, strict=True), strict=True))
    database = duckdb.connect()
    database.from_arrow(pyarrow.table(columns)).create("t")
    found = database.sql(f"SELECT *, coalesce({_sql(condition)}, false) FROM t").fetchall()
    for a, b, other_a, other_b, holds in found:
        left, right = {"a": a, "b": b}, {"a": other_a, "b": other_b}
        assert condition.holds(left, right) == holds, (left, right)


def test_distances_are_those_of_the_database():
    database = duckdb.connect()
    texts = [(code_of(one), code_of(other)) for one, other in _texts(2000)]
    columns = dict(zip(("one", "other"), zip(*texts, strict=True), strict=True))
    known = database.from_arrow(pyarrow.table(columns)).project(
        "*, damerau_levenshtein(one, other), jaro_winkler_similarity(one, other)"
    )
    for one, other, distance, similarity in known.fetchall():
        assert edits(one, other) == distance, (one, other)
        for most in (1, 2):
            assert are_within(one, other, most) is (distance <= most), (one, other)
        assert jaro_winkler(one, other) == pytest.approx(similarity, abs=1e-9), (one, other)


def test_a_chinese_character_is_one_letter_to_the_database():
    assert len(code_of("鼎瑞达").encode()) == 3
    assert edits(code_of("鼎瑞达"), code_of("鼎端达")) == 1
    assert code_of("abc") == "abc"
    assert code_of(None) is None


def test_comparisons_ask_for_fields_that_records_have():
    for comparison in (COMPANY, PERSON, PLACE, *SINGLE):
        assert set(comparison.fields) <= set(FIELDS)
        assert comparison.levels[-1].condition is None
        assert 0.9 < sum(level.m for level in comparison.levels) < 1.1
