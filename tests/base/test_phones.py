"""Telephone numbers: stored, masked, displayed."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.base.phones import BadPhone, display, mask, normalise


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ("13800138000", "+8613800138000"),
        (" +86 138-0013-8000 ", "+8613800138000"),
        ("(+86)13800138000", "+8613800138000"),
        ("008613800138000", "+8613800138000"),
        ("１３８００１３８０００", "+8613800138000"),
        ("tel:+8613800138000", "+8613800138000"),
        ("021-12345678", "+862112345678"),
        ("（0755）8888 8888", "+8675588888888"),
        ("(021)1234-5678转801", "+862112345678;ext=801"),
        ("021-12345678 ext. 801", "+862112345678;ext=801"),
        ("021-12345678-801", "+862112345678;ext=801"),
        ("021-12345678 分机：801", "+862112345678;ext=801"),
        ("400-800-1234", "+864008001234"),
        ("95588", "+8695588"),
        ("10086", "+8610086"),
        ("+1 (415) 555-2671", "+14155552671"),
        ("0085261234567", "+85261234567"),
        ("85261234567", "+85261234567"),
    ],
)
def test_a_number_is_stored_in_one_form_however_it_was_written(raw: str, stored: str):
    assert normalise(raw) == stored
    assert normalise(stored) == stored


@pytest.mark.parametrize(
    "raw",
    ["", "abc", "110", "7777777", "17412345678", "1380013800", "+", "+999", "1" * 200, "\ud800"],
)
def test_what_is_no_number_is_refused_with_what_to_do(raw: str):
    with pytest.raises(BadPhone) as caught:
        normalise(raw)
    assert caught.value.code == "phone"
    assert "country code" in str(caught.value)


def test_a_number_without_country_code_belongs_to_the_region():
    assert normalise("020 7946 0958", region="GB") == "+442079460958"
    assert normalise("+86 13800138000", region="GB") == "+8613800138000"
    with pytest.raises(BadPhone) as caught:
        normalise("020 7946 0958", region="Britain")
    assert caught.value.code == "region"


@given(st.integers(0, 99_999), st.integers(0, 999_999))
def test_the_cached_verdict_on_mobiles_is_the_librarys(prefix: int, rest: int):
    raw = f"1{3 + prefix % 7}{prefix % 1000:03d}{rest:06d}"
    valid = phonenumbers.is_valid_number(phonenumbers.parse(f"+86{raw}"))
    if valid:
        assert normalise(raw) == f"+86{raw}"
    else:
        with pytest.raises(BadPhone):
            normalise(raw)


@given(st.from_regex(r"0(10|2[0-9]|[3-9][0-9]{2})[1-9][0-9]{6,7}", fullmatch=True))
def test_the_short_way_for_landlines_leads_where_the_library_goes(raw: str):
    number = phonenumbers.parse(raw, "CN")
    if phonenumbers.is_valid_number(number):
        e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        assert normalise(raw) == e164
    else:
        with pytest.raises(BadPhone):
            normalise(raw)


@pytest.mark.parametrize(
    ("stored", "masked"),
    [
        ("+8613800138000", "+86 138****8000"),
        ("+862112345678;ext=801", "+86 21****5678"),
        ("+8695588", "+86 9****8"),
        ("+14155552671", "+1 41****2671"),
        ("+85261234567", "+852 6****67"),
        ("13800138000", "138****8000"),
        ("办公室 12", "****"),
        ("", "****"),
    ],
)
def test_a_masked_number_keeps_just_enough_to_recognise_it(stored: str, masked: str):
    assert mask(stored) == masked


@given(st.text(max_size=30) | st.from_regex(r"\+[1-9][0-9]{3,14}", fullmatch=True))
def test_a_mask_never_shows_a_whole_number(value: str):
    digits = "".join(filter(str.isdigit, value))
    shown = "".join(filter(str.isdigit, mask(value)))
    assert not digits or len(shown) < len(digits)


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("+8613800138000", "138 0013 8000"),
        ("+862112345678", "021-1234 5678"),
        ("+8675588888888;ext=12", "0755-8888 8888转12"),
        ("+864008001234", "400-800-1234"),
        ("+8695588", "95588"),
        ("+14155552671", "+1 415-555-2671"),
        ("not a number", "not a number"),
    ],
)
def test_a_number_is_shown_as_people_read_it(stored: str, shown: str):
    assert display(stored) == shown
