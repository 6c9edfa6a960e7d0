"""Amounts of money as people write and read them. Every amount has two decimals."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel import Locale
from babel.core import get_global
from babel.numbers import get_currency_symbol, get_territory_currencies

from zhike.base.errors import N_, BadValue

CENT = Decimal("0.01")
# Ninety trillion: in hundredths, a thousand such amounts still add up within 64 bits.
GREATEST = Decimal(90_000_000_000_000)
LONGEST = 40

_AMOUNT = re.compile(
    r"(\d{1,3}(?:[, ]\d{3})+(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+) ?([^\d., ]*)", re.ASCII
)
_ZEROS = {
    "": 0, "百": 2, "千": 3, "万": 4, "萬": 4, "w": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8,
    "億": 8, "十亿": 9, "百亿": 10, "千亿": 11, "万亿": 12, "k": 3, "m": 6, "b": 9, "bn": 9,
}  # fmt: skip
_YUAN = ("元", "圆", "块", "rmb")
_CHINESE_STEPS = ((8, "亿"), (4, "万"))
_ENGLISH_STEPS = ((9, "B"), (6, "M"))


class BadAmount(BadValue):
    """A text that is no amount of money, with what to do."""


@lru_cache(maxsize=1)
def currencies() -> frozenset[str]:
    """The ISO 4217 codes of the currencies in use today."""
    territories = get_global("territory_currencies")
    return frozenset(code for land in territories for code in get_territory_currencies(land))


@lru_cache(maxsize=400)
def currency_name(code: str, lang: str) -> str:
    """What a currency is called in a language (`zh-hans` or `en`): 人民币, Chinese Yuan."""
    return str(_locale(lang).currencies.get(code, code))


@lru_cache(maxsize=400)
def currency_symbol(code: str, lang: str) -> str:
    """What stands before an amount: ¥ for the yuan alone, US$ (in English $), `CHF` and a space.

    Without a code, nothing.
    """
    if code in ("CNY", ""):
        return "¥" if code else ""
    found = str(get_currency_symbol(code, locale=_locale(lang)))
    if found == code:
        return f"{code}\xa0"
    return f"{code[:2]}¥" if found == "¥" else found


def _locale(lang: str) -> Locale:
    return Locale.parse("zh_Hans" if lang.startswith("zh") else "en")


@lru_cache(maxsize=400)
def _marks(currency: str) -> tuple[str, ...]:
    """How people mark an amount of a currency, the longest first."""
    marks = {currency, *(_YUAN if currency == "CNY" else ())}
    for lang in ("zh-hans", "en"):
        marks |= {currency_symbol(currency, lang).strip(), currency_name(currency, lang)}
        marks.add(str(get_currency_symbol(currency, locale=_locale(lang))))
    return tuple(sorted({mark.lower() for mark in marks}, key=len, reverse=True))


def parse_amount(text: str, *, currency: str = "CNY") -> Decimal:
    """The amount with two decimals: `1,234.5`, `¥1.2万`, `3亿元`, `12k`, `(80.00)` for a debit.

    Full-width characters count as their half-width ones. A mark of `currency` (ISO 4217) may stand
    before or behind; another currency's is refused, for it would change the value. Raises
    `BadAmount` with code `amount`, `decimals` or `too_large`.
    """
    if len(text) > LONGEST:
        raise _bad()
    text = " ".join(unicodedata.normalize("NFKC", text).lower().replace("−", "-").split())
    text, is_debit = _without_sign(text)
    marks = _marks(currency)
    text = text.removeprefix(next(filter(text.startswith, marks), "")).strip()
    text = text.removesuffix(next(filter(text.endswith, marks), "")).strip()
    text, is_debit_too = _without_sign(text)
    amount = _counted(text)
    if amount is None or (is_debit and is_debit_too):
        raise _bad()
    if amount > GREATEST:
        message = N_("The amount is too large: at most %(limit)s can be kept.")
        raise BadAmount("too_large", message, limit=f"{GREATEST:,}")
    exact = amount.quantize(CENT)
    if exact != amount:
        raise BadAmount("decimals", N_("Round the amount: it may have two decimals at most."))
    return -exact if is_debit or is_debit_too else exact


def parse_number(text: str) -> Decimal | None:
    """The number that people write as `1,200.5`, `1.2万`, `3亿`, `12k`, `1.5m`; None for none."""
    text = " ".join(unicodedata.normalize("NFKC", text).lower().replace("−", "-").split())
    text, is_less = _without_sign(text)
    number = _counted(text)
    return -number if number is not None and is_less else number


def _counted(text: str) -> Decimal | None:
    """Digits with the word for their zeros."""
    found = _AMOUNT.fullmatch(text)
    if not found or found[2] not in _ZEROS:
        return None
    return Decimal(re.sub("[, ]", "", found[1])).scaleb(_ZEROS[found[2]])


def _without_sign(text: str) -> tuple[str, bool]:
    if text.startswith("(") and text.endswith(")"):
        return text[1:-1].strip(), True
    return text.removeprefix("+").removeprefix("-").strip(), text.startswith("-")


def _bad() -> BadAmount:
    message = N_(
        "This is not an amount: write it in digits, for example 1,234.50 or 1.2万, and choose "
        "another currency in its own field."
    )
    return BadAmount("amount", message)


def format_amount(value: Decimal, currency: str, *, lang: str) -> str:
    """The exact amount: `¥55,200,000.00`, `-US$12.30`."""
    sign = "-" if value < 0 else ""
    return f"{sign}{currency_symbol(currency, lang)}{abs(value):,.2f}"


def compact_amount(value: Decimal, currency: str, *, lang: str) -> str:
    """The amount as read at a glance: `¥5,520万`, `¥4.82亿`; in English `¥55.20M`.

    Chinese keeps three digits or more, English two decimals unless there are none to keep.
    """
    is_chinese = lang.startswith("zh")
    size = abs(value)
    for zeros, unit in _CHINESE_STEPS if is_chinese else _ENGLISH_STEPS:
        # What rounds up to the unit is shown in it: 1亿, not 10,000万.
        if size >= Decimal("0.99995").scaleb(zeros):
            number = _short(size.scaleb(-zeros), is_chinese) + unit
            break
    else:
        number = f"{_rounded(size, 0):,}"
    return f"{'-' if value < 0 else ''}{currency_symbol(currency, lang)}{number}"


def _rounded(size: Decimal, places: int) -> Decimal:
    return size.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _short(size: Decimal, is_chinese: bool) -> str:
    if not is_chinese:
        return f"{_rounded(size, 2):,.2f}".removesuffix(".00")
    text = f"{_rounded(size, 2 if size < 10 else 1 if size < 100 else 0):,}"
    return text.rstrip("0").rstrip(".") if "." in text else text
