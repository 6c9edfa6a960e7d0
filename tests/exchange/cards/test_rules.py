"""The fields of a card from its lines, without the eye."""

import pytest

from zhike.exchange.cards.extracting import extract
from zhike.exchange.cards.lines import Box, Line

pytestmark = pytest.mark.requirement("D26")


def card(*texts, sizes=()):
    """Lines one under another, 30 high but where `sizes` says otherwise."""
    lines, top = [], 20.0
    for number, text in enumerate(texts):
        height = sizes[number] if number < len(sizes) else 30
        box = Box(40, top, 40 + len(text) * height * 0.8, top + height)
        lines.append(Line(text, 0.99, box, text, box))
        top += height * 1.6
    return {name: found.value for name, found in extract(lines).items()}


def test_a_plain_card():
    assert card(
        "泰麒麟科技有限公司", "华桂珍", "董事长", "电话：010-78202938", "Email chen.wei31@example.com",
        "地址：重庆市哈尔滨市门头沟台北街d座730824", "手机：+86131-8159-0830", sizes=[48, 80, 40],
    ) == {
        "company": "泰麒麟科技有限公司", "name": "华桂珍", "title": "董事长", "tel": "010-78202938",
        "email": "chen.wei31@example.com", "address": "重庆市哈尔滨市门头沟台北街d座",
        "postcode": "730824", "mobile": "13181590830",
    }  # fmt: skip
