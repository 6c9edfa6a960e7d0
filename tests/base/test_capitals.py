"""大写金额: the examples of 支付结算办法, written and read in every spelling that it permits."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.base.capitals import in_capitals, read_capitals
from zhike.base.errors import BadValue
from zhike.base.money import GREATEST

WRITTEN = {
    "0": "零元整",
    "0.05": "伍分",
    "0.50": "伍角",
    "1409.50": "壹仟肆佰零玖元伍角",
    "6007.14": "陆仟零柒元壹角肆分",
    "1680.32": "壹仟陆佰捌拾元零叁角贰分",
    "107000.53": "壹拾万柒仟元零伍角叁分",
    "16409.02": "壹万陆仟肆佰零玖元零贰分",
    "325.04": "叁佰贰拾伍元零肆分",
    "100000000": "壹亿元整",
    "-12.30": "负壹拾贰元叁角",
    "10": "壹拾元整",
    "10.05": "壹拾元零伍分",
    "100010000": "壹亿零壹万元整",
    "100000001": "壹亿零壹元整",
    "110000000": "壹亿壹仟万元整",
    "1001000": "壹佰万壹仟元整",
    "10001": "壹万零壹元整",
    "33000000": "叁仟叁佰万元整",
    "90000000000000": "玖拾万亿元整",
    "1234567890123.45": "壹万贰仟叁佰肆拾伍亿陆仟柒佰捌拾玖万零壹佰贰拾叁元肆角伍分",
}
PERMITTED = {
    "1680.32": ["壹仟陆佰捌拾元叁角贰分", "人民币壹仟陆佰捌拾元零叁角贰分"],
    "107000.53": ["壹拾万零柒仟元伍角叁分", "壹拾万柒仟元零伍角叁分", "壹拾万柒仟元伍角叁分"],
    "1409.50": ["壹仟肆佰零玖元伍角整", "壹仟肆佰零玖圆伍角正"],
    "20000": ["貳萬圓整", "人民币贰万元正"],
    "600000000": ["陸億元整"],
}
REFUSED = [
    "", "人民币", "元整", "一千元整", "壹仟", "壹仟元", "壹仟零元整", "陆仟柒元壹角肆分", "伍分整",
    "叁佰贰拾伍元肆分", "壹元零整", "负零元整", "壹佰壹佰元整", "贰拾佰元整", "壹万壹万元整",
    "壹" * 200, "NaN", "玖佰玖拾玖万亿元整",
]  # fmt: skip


@pytest.mark.parametrize(("amount", "text"), WRITTEN.items())
def test_an_amount_is_written_as_the_rules_of_payment_show(amount: str, text: str) -> None:
    assert in_capitals(Decimal(amount)) == text
    assert read_capitals(text) == Decimal(amount)


@pytest.mark.parametrize(
    ("amount", "text"), [(amount, text) for amount, texts in PERMITTED.items() for text in texts]
)
def test_each_permitted_spelling_is_read(amount: str, text: str) -> None:
    assert read_capitals(text) == Decimal(amount)


@pytest.mark.parametrize("text", REFUSED)
def test_what_the_rules_do_not_permit_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        read_capitals(text)


@pytest.mark.parametrize("amount", ["0.005", "1.234", "90000000000000.01", "NaN", "Infinity"])
def test_what_no_amount_can_be_is_not_written(amount: str) -> None:
    with pytest.raises(BadValue):
        in_capitals(Decimal(amount))


@given(st.integers(-int(GREATEST * 100), int(GREATEST * 100)))
def test_what_is_written_reads_back(cents: int) -> None:
    amount = Decimal(cents).scaleb(-2)
    assert read_capitals(in_capitals(amount)) == amount


@given(st.text("零壹贰叁拾佰仟万亿元角分整负", max_size=12))
def test_any_text_is_an_amount_or_refused_and_never_breaks(text: str) -> None:
    try:
        amount = read_capitals(text)
    except BadValue:
        return
    assert in_capitals(amount).replace("零", "").strip("整") == (
        text.replace("零", "").strip("整") or ""
    )
