"""Every condition says the same in Splink's SQL and in Python."""

import random

import duckdb
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
from zhike.exchange.match.similarity import edits, jaro_winkler

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
    database = duckdb.connect()
    database.execute("CREATE TABLE t (a_l VARCHAR, b_l VARCHAR, a_r VARCHAR, b_r VARCHAR)")
    database.executemany("INSERT INTO t VALUES (?, ?, ?, ?)", rows)
    found = database.sql(f"SELECT *, coalesce({_sql(condition)}, false) FROM t").fetchall()
    for a, b, other_a, other_b, holds in found:
        left, right = {"a": a, "b": b}, {"a": other_a, "b": other_b}
        assert condition.holds(left, right) == holds, (left, right)


def test_distances_are_those_of_the_database():
    database = duckdb.connect()
    for one, other in _texts(300):
        one, other = code_of(one), code_of(other)
        known = database.execute(
            "SELECT damerau_levenshtein(?, ?), jaro_winkler_similarity(?, ?)",
            [one, other] * 2,
        ).fetchone()
        assert edits(one, other) == known[0], (one, other)
        assert jaro_winkler(one, other) == pytest.approx(known[1], abs=1e-9), (one, other)


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
