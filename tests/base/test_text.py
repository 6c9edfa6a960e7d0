"""Text: one verdict on every door, and one form for comparing."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.base.text import BadText, clean_text, fold, simplify
from zhike.base.traditional import SIMPLIFIED, TRADITIONAL


def clean(value: str, limit: int | None = 100, *, multiline: bool = False) -> str:
    return clean_text(value, max_length=limit, multiline=multiline)


def refusal(value: str, limit: int | None = 100, *, multiline: bool = False) -> BadText:
    with pytest.raises(BadText) as caught:
        clean(value, limit, multiline=multiline)
    return caught.value


def test_text_is_kept_composed_and_without_outer_white_space():
    assert clean("  Cafe\u0301 西安\u3000\n") == "Café 西安"


def test_lines_end_with_a_line_feed():
    assert clean("一\r\n二\r三\t四", multiline=True) == "一\n二\n三\t四"


def test_a_line_break_is_refused_where_one_line_is_asked_for():
    assert refusal("一\n二").code == "line_break"
    assert refusal("一\t二").code == "line_break"


@pytest.mark.parametrize(
    ("value", "code"),
    [("a\0b", "nul"), ("a\ud800b", "surrogate"), ("a\x07b", "control"), ("a\x9bb", "control")],
)
def test_what_a_database_refuses_is_refused_everywhere(value: str, code: str):
    assert refusal(value).code == code
    assert refusal(value, multiline=True).code == code


def test_marks_of_direction_and_zero_width_are_kept_as_given():
    hostile = "abc\u202edef\u2066\u200f\u200d"
    assert clean(hostile) == hostile


def test_pictures_joined_of_several_are_kept():
    assert clean("👩‍👩‍👧 一家") == "👩‍👩‍👧 一家"


def test_a_text_of_the_exact_length_is_kept_and_one_more_is_refused_with_the_limit():
    assert clean("长" * 100) == "长" * 100
    error = refusal("长" * 101)
    assert error.code == "too_long"
    assert error.params == {"limit": 100}
    assert error.message % error.params == str(error)
    assert "100" in str(error)


def test_outer_white_space_does_not_count():
    assert clean(" " * 50 + "长" * 100 + " " * 50) == "长" * 100


def test_ten_megabytes_are_refused_without_reading_them():
    huge = "a\u0323\u0301" * 3_500_000
    start = time.perf_counter()
    assert refusal(huge, multiline=True).code == "too_long"
    assert time.perf_counter() - start < 0.05


def test_many_accents_on_one_character_are_refused_at_any_length():
    assert refusal("a" + "\u0301" * 31, None).code == "marks"
    assert refusal("a" + "\u0323\u0301" * 5_000, None).code == "marks"
    assert clean("a" + "\u0338" * 30) == "a" + "\u0338" * 30


def test_a_run_of_pictures_is_no_run_of_accents():
    assert clean("🎉" * 90) == "🎉" * 90


@given(st.text(max_size=60))
def test_cleaning_twice_changes_nothing(value: str):
    try:
        once = clean(value, None, multiline=True)
    except BadText:
        return
    assert clean(once, None, multiline=True) == once


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(value: str):
    assert fold(fold(value)) == fold(value)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＡＢＣ　科技", "abc 科技"),
        ("重慶長安汽車", "重庆长安汽车"),
        ("臺灣", "台湾"),
        ("STRASSE", "straße"),
        ("张\u200b三\u202e", "张三"),
        ("①号", "1号"),
    ],
)
def test_what_a_reader_takes_for_the_same_folds_to_the_same(one: str, other: str):
    assert fold(one) == fold(other)


def test_a_character_of_names_is_not_simplified_away():
    assert fold("乾元") != fold("干元")


def test_the_table_of_traditional_characters_is_one_to_one_and_final():
    assert len(TRADITIONAL) == len(SIMPLIFIED) == len(set(TRADITIONAL))
    assert not set(TRADITIONAL) & set(SIMPLIFIED)
    assert simplify(TRADITIONAL) == SIMPLIFIED
