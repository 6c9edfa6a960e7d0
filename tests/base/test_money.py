"""Amounts of money, read and written."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.base.money import (
    GREATEST,
    BadAmount,
    compact_amount,
    currencies,
    currency_name,
    format_amount,
    parse_amount,
    parse_number,
)

AMOUNTS = st.decimals(min_value=-GREATEST, max_value=GREATEST, places=2)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1,234.5", "1234.50"),
        ("1 234 567.89", "1234567.89"),
        ("￥１，２３４．５", "1234.50"),
        ("¥1.2万", "12000.00"),
        ("3亿", "300000000.00"),
        ("人民币 300 万元", "3000000.00"),
        ("12k", "12000.00"),
        ("12W", "120000.00"),
        ("1.23456万", "12345.60"),
        ("-¥5", "-5.00"),
        ("¥-5", "-5.00"),
        ("−3.10", "-3.10"),
        ("(80.00)", "-80.00"),
        (".5", "0.50"),
        ("90万亿", "90000000000000.00"),
    ],
)
def test_an_amount_is_understood_as_people_write_it(text: str, amount: str):
    assert str(parse_amount(text)) == amount


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "amount"),
        ("abc", "amount"),
        ("12,34", "amount"),
        ("1,5", "amount"),
        ("1.2.3", "amount"),
        ("--5", "amount"),
        ("NaN", "amount"),
        ("1e5", "amount"),
        ("9" * 4_301, "amount"),
        ("1.234", "decimals"),
        ("90.1万亿", "too_large"),
        ("9" * 38, "too_large"),
    ],
)
def test_what_is_no_amount_is_refused(text: str, code: str):
    with pytest.raises(BadAmount) as caught:
        parse_amount(text)
    assert caught.value.code == code
    assert str(caught.value).endswith(".")


def test_an_amount_in_another_currency_is_refused():
    assert parse_amount("$100", currency="USD") == 100
    assert parse_amount("100 美元", currency="USD") == 100
    assert parse_amount("¥5", currency="JPY") == 5
    for text, currency in [("$100", "CNY"), ("100 USD", "CNY"), ("¥100", "USD")]:
        with pytest.raises(BadAmount):
            parse_amount(text, currency=currency)


@given(AMOUNTS, st.sampled_from(["zh-hans", "en"]), st.sampled_from(["CNY", "USD", "CHF", "JPY"]))
def test_an_amount_written_out_is_read_back_exactly(amount: Decimal, lang: str, currency: str):
    text = format_amount(amount, currency, lang=lang)
    assert parse_amount(text, currency=currency) == amount


@pytest.mark.parametrize(
    ("amount", "currency", "chinese", "english"),
    [
        ("55200000", "CNY", "¥55,200,000.00", "¥55,200,000.00"),
        ("-12.3", "USD", "-US$12.30", "-$12.30"),
        ("7", "JPY", "JP¥7.00", "JP¥7.00"),
        ("7", "CHF", "CHF\xa07.00", "CHF\xa07.00"),
        ("7", "", "7.00", "7.00"),
    ],
)
def test_an_exact_amount_has_two_decimals(amount: str, currency: str, chinese: str, english: str):
    assert format_amount(Decimal(amount), currency, lang="zh-hans") == chinese
    assert format_amount(Decimal(amount), currency, lang="en") == english


@pytest.mark.parametrize(
    ("amount", "chinese", "english"),
    [
        ("55200000", "¥5,520万", "¥55.20M"),
        ("482000000", "¥4.82亿", "¥482M"),
        ("875000", "¥87.5万", "¥875,000"),
        ("920000", "¥92万", "¥920,000"),
        ("80000000", "¥8,000万", "¥80M"),
        ("99999999", "¥1亿", "¥100M"),
        ("9999.50", "¥1万", "¥10,000"),
        ("1234.50", "¥1,235", "¥1,235"),
        ("1234567890", "¥12.3亿", "¥1.23B"),
        ("0", "¥0", "¥0"),
        ("-588000", "-¥58.8万", "-¥588,000"),
    ],
)
def test_an_amount_at_a_glance(amount: str, chinese: str, english: str):
    assert compact_amount(Decimal(amount), "CNY", lang="zh-hans") == chinese
    assert compact_amount(Decimal(amount), "CNY", lang="en") == english


def test_the_currencies_are_those_in_use():
    assert {"CNY", "USD", "EUR", "HKD", "TWD", "MOP", "JPY"} <= currencies()
    assert not {"DEM", "FRF", "XAU", "ZZZ"} & currencies()
    assert currency_name("CNY", "zh-hans") == "人民币"
    assert currency_name("CNY", "en") == "Chinese Yuan"


@given(st.integers(-9999, 9999), st.sampled_from([("万", 10_000), ("k", 1000), ("m", 10**6)]))
def test_a_number_is_read_with_the_word_for_its_zeros(count: int, word: tuple[str, int]):
    assert parse_number(f"{count}{word[0]}") == count * word[1]
    assert parse_number(f"{count * word[1]:,}") == count * word[1]
    assert parse_number(f"{count} things") is None
