"""By which tokens a company of the directory is found, and which of them cover a range.

A token is a whole number: its kind, and a value of 24 bits. A region stands under its province,
city and county; capital under its size, its first digit and its first two; a day of founding under
its decade, year and month. So a range is a dozen tokens, and only at its edges rows are looked at.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from operator import add
from zlib import crc32

from zhike.base.grams import bare

REGION, INDUSTRY, SIZE, DIGIT, DIGITS, DECADE, YEAR, MONTH, BATCH, WORD = range(1, 11)
_SHIFT = 24
_VALUES = (1 << _SHIFT) - 1
WORDS = (1 << 15) - 1
"""Pairs of letters share so many tokens: rare ones cost no row each, who finds compares names."""
MOST_WORDS = 60
MOST_PAIRS = 400_000
ALL_SIZES = 19


def token(kind: int, value: int) -> int:
    """The token of a value of a kind."""
    return kind << _SHIFT | value & _VALUES


def of_region(code: str) -> int:
    """The token of a province, a city or a county, by its six digits."""
    return token(REGION, int(code))


@lru_cache(maxsize=20_000)
def of_region_and_above(code: str) -> tuple[int, ...]:
    """Its own token with those of the regions in which it lies."""
    above = dict.fromkeys((code[:2] + "0000", code[:4] + "00", code))
    return tuple(map(of_region, above))


@lru_cache(maxsize=200)
def of_industry(value: str) -> int:
    """The token of an industry."""
    return token(INDUSTRY, crc32(value.encode()))


def of_batch(number: int) -> int:
    """The token of the batch that brought a company first."""
    return token(BATCH, number)


@lru_cache(maxsize=50_000)
def of_capital(yuan: int) -> tuple[int, ...]:
    """Its size, its first digit, its first two digits."""
    text = str(yuan)
    size = len(text)
    first, second = int(text[0]), int(text[1]) if size > 1 else 0
    return (token(SIZE, size), token(DIGIT, size * 10 + first),
            token(DIGITS, size * 100 + first * 10 + second))  # fmt: skip


@lru_cache(maxsize=5_000)
def of_month(text: str) -> tuple[int, ...]:
    """Decade, year and month of a month such as 2019-05."""
    year, month = int(text[:4]), int(text[5:7])
    return token(DECADE, year // 10), token(YEAR, year), token(MONTH, year * 12 + month - 1)


class _Pairs(dict[str, int]):
    """The tokens of pairs, worked out once each: a call for every pair would cost most of it."""

    def __missing__(self, pair: str) -> int:
        if len(self) >= MOST_PAIRS:
            self.clear()
        self[pair] = found = token(WORD, crc32(pair.encode()) & WORDS)
        return found


_PAIRS = _Pairs()


def of_text(text: str) -> set[int]:
    """The tokens of the neighbours in a text, as it is compared."""
    return set(map(_PAIRS.__getitem__, map(add, text, text[1:])))


def of_words(words: str) -> set[int]:
    """What a text that holds all these words has; of a single letter nothing."""
    return {one for word in words.split() for one in of_text(bare(word))}


def capital_between(low: int, high: int | None) -> list[int]:
    """The tokens of amounts from low to high."""
    top = 10**ALL_SIZES - 1 if high is None else high
    return list(_capitals(max(low, 0), top))


def _capitals(low: int, high: int) -> Iterator[int]:
    for size in range(1, ALL_SIZES + 1):
        least, most = (0 if size == 1 else 10 ** (size - 1)), 10**size - 1
        if most < low or least > high:
            continue
        if low <= least and most <= high:
            yield token(SIZE, size)
        else:
            yield from _digits(size, low, high)


def _digits(size: int, low: int, high: int) -> Iterator[int]:
    one = 10 ** (size - 1)
    for first in range(0 if size == 1 else 1, 10):
        least, most = first * one, (first + 1) * one - 1
        if most < low or least > high:
            continue
        if (low <= least and most <= high) or size == 1:
            yield token(DIGIT, size * 10 + first)
            continue
        for second in range(10):
            begin = least + second * one // 10
            if begin <= high and begin + one // 10 - 1 >= low:
                yield token(DIGITS, size * 100 + first * 10 + second)


def founded_between(low: dt.date | None, high: dt.date | None) -> list[int]:
    """The tokens of days from low to high."""
    return list(_days(low or dt.date(1800, 1, 1), high or dt.date(2199, 12, 31)))


def _days(low: dt.date, high: dt.date) -> Iterator[int]:
    for decade in range(low.year // 10, high.year // 10 + 1):
        if low <= dt.date(decade * 10, 1, 1) and dt.date(decade * 10 + 9, 12, 31) <= high:
            yield token(DECADE, decade)
            continue
        for year in range(max(decade * 10, low.year), min(decade * 10 + 9, high.year) + 1):
            if low <= dt.date(year, 1, 1) and dt.date(year, 12, 31) <= high:
                yield token(YEAR, year)
                continue
            first = low.month if year == low.year else 1
            last = high.month if year == high.year else 12
            yield from (token(MONTH, year * 12 + n - 1) for n in range(first, last + 1))
