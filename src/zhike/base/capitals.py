"""Amounts in Chinese capital figures (大写金额), as contracts, cheques and invoices carry them.

What is written follows 支付结算办法; what is read may use each of the variants that it permits.
"""

from __future__ import annotations

import re
from decimal import Decimal

from zhike.base.errors import N_, BadValue
from zhike.base.money import CENT, GREATEST

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PREFIX = "人民币"
LONGEST = 80
TEN_THOUSAND, HUNDRED_MILLION = 10**4, 10**8

_PLACES = ((1000, "仟"), (100, "佰"), (10, "拾"), (1, ""))
_UNITS = {"仟": 1000, "佰": 100, "拾": 10}
# A zero that may be written or not: the first one usually is, the second one is not.
_WRITTEN, _UNWRITTEN = "〇", "○"
_ACCEPTED = str.maketrans("貳陸萬億圓圆正", "贰陆万亿元元整")
_FORM = re.compile(
    rf"(负?)(?:([{DIGITS}仟佰拾万亿]+)元)?(零?)(?:([{DIGITS[1:]}])角)?(零?)(?:([{DIGITS[1:]}])分)?(整?)"
)


def in_capitals(amount: Decimal) -> str:
    """The amount in capitals without what currency it is: `壹仟肆佰零玖元伍角`.

    Raises BadValue for fractions of a cent and for what is larger than any amount kept.
    """
    text = _marked(_cents(amount))
    return text.replace(_WRITTEN, "零").replace(_UNWRITTEN, "")


def read_capitals(text: str) -> Decimal:
    """The amount that such a text says, in any permitted spelling; raises BadValue for others."""
    plain = text.strip()[:LONGEST].removeprefix(PREFIX).translate(_ACCEPTED)
    found = _FORM.fullmatch(plain)
    if not found or not any(found.group(2, 4, 6)):
        raise _bad()
    whole = _read_whole((found[2] or "").replace("零", ""))
    cents = whole * 100
    cents += 10 * DIGITS.index(found[4] or "零") + DIGITS.index(found[6] or "零")
    if cents > GREATEST * 100 or not _permits(-cents if found[1] else cents, plain):
        raise _bad()
    return Decimal(-cents if found[1] else cents).scaleb(-2)


def _cents(amount: Decimal) -> int:
    if not amount.is_finite() or abs(amount) > GREATEST:
        raise BadValue("too_large", N_("This amount cannot be written in capitals."))
    if amount != amount.quantize(CENT):
        raise BadValue("decimals", N_("Round the amount: it may have two decimals at most."))
    return int(amount.scaleb(2))


def _permits(cents: int, text: str) -> bool:
    """Whether a text is one of the spellings of an amount."""
    form = re.escape(_marked(cents)).replace(_WRITTEN, "零?").replace(_UNWRITTEN, "零?")
    if cents % 100 and not cents % 10:
        form += "整?"  # Behind 角 it may stand or not, behind 分 it never does.
    return re.fullmatch(form, text) is not None


def _marked(cents: int) -> str:
    """The amount in capitals, with marks where a zero may be written or not."""
    if cents == 0:
        return "零元整"
    sign, cents = ("负" if cents < 0 else ""), abs(cents)
    whole, tenth, hundredth = cents // 100, cents // 10 % 10, cents % 10
    text = sign + (f"{_below(whole)}元" if whole else "")
    if not tenth and not hundredth:
        return text + "整"
    if tenth:
        between = _WRITTEN if whole and not whole % 10 else ""
        text += f"{between}{DIGITS[tenth]}角"
    elif whole:
        text += "零"
    return text + (f"{DIGITS[hundredth]}分" if hundredth else "")


def _below(number: int) -> str:
    """A whole number above zero."""
    for size, unit in ((HUNDRED_MILLION, "亿"), (TEN_THOUSAND, "万")):
        if number >= size:
            high, low = divmod(number, size)
            return _below(high) + unit + _joined(high, low, size)
    return _group(number)


def _joined(high: int, low: int, size: int) -> str:
    """What follows after 亿 or 万, with the zero between that must or may be there."""
    if not low:
        return ""
    if low < size // 10:
        return "零" + _below(low)
    return (_UNWRITTEN if not high % 10 else "") + _below(low)


def _group(number: int) -> str:
    """Four figures: zeros in between are one, those at the end none."""
    text, skipped = "", False
    for place, unit in _PLACES:
        digit = number // place % 10
        if not digit:
            skipped = bool(text)
            continue
        text += ("零" if skipped else "") + DIGITS[digit] + unit
        skipped = False
    return text


def _read_whole(text: str) -> int:
    for size, unit in ((HUNDRED_MILLION, "亿"), (TEN_THOUSAND, "万")):
        high, found, low = text.rpartition(unit)
        if found:
            return _read_whole(high) * size + _read_whole(low)
    total, digit = 0, 0
    for char in text:
        if char in _UNITS:
            total, digit = total + digit * _UNITS[char], 0
        else:
            digit = DIGITS.index(char)
    return total + digit


def _bad() -> BadValue:
    return BadValue(
        "capitals",
        N_("This is no amount in capitals: write it as 壹仟肆佰零玖元伍角, with 元整 at the end."),
    )
