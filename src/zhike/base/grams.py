"""The pieces of text of which search tokens are made, the same for documents and for queries.

A token is one or two Chinese characters, or a letter for its class and a piece: w a window of Latin
letters, digits or pinyin; p three digits of a phone; e a window of a mail address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate
from operator import add

from zhike.base.text import fold

# Three letters are the least one types; five tell apart nearly all syllables (zhang, zhan).
SIZES = SHORT, LONG = 3, 5
# So many addresses begin alike (sales@, wang…) that a longer window is worth its place.
EMAIL_SIZES = 3, 5, 8

# Kept of a text: letters and digits of any script, and pictures.
_NOISE = re.compile(r"[^\w\u2600-\u27bf\U0001f000-\U0001faff]|_")
_SEPARATOR = re.compile(r"[\W_]+")
# Letters of other scripts, and Chinese ones younger than FTS5's tables, which would split a token.
_ODD = re.compile(r"[^0-9a-z\u3400-\u4db5\u4e00-\u9fcb]")
_PHONE_LETTERS = {code: 0xE000 + code for code in range(128)}


class _EmailLetters(dict[int, int]):
    """ASCII one to one; letters of other scripts share what is left of the private range."""

    def __missing__(self, code: int) -> int:
        return 0xE200 + code % 0x1600


_EMAIL_LETTERS = _EmailLetters({code: 0xE100 + code for code in range(128)})

wide_runs = re.compile(r"[^\x00-\x7f]+").findall
narrow_runs = re.compile(r"[0-9a-z]+").findall


def bare(text: str) -> str:
    """The letters and digits of a text, folded: what search compares."""
    return _NOISE.sub("", fold(text))


def as_phone(digits: str) -> str:
    """Digits in the letters of a haystack's phones."""
    return digits.translate(_PHONE_LETTERS)


def as_email(address: str) -> str:
    """An address in the letters of a haystack's mail addresses."""
    return address.translate(_EMAIL_LETTERS)


def windows(
    prefix: str, text: str, starts: Sequence[int], sizes: Iterable[int] = SIZES
) -> list[str]:
    """The windows of a text at each of the starts, where it is long enough."""
    tokens = []
    for size in sizes:
        last = len(text) - size
        tokens += [prefix + text[start : start + size] for start in starts if start <= last]
    return tokens


def safe(text: str) -> str:
    """The text with every unsafe letter replaced by some Chinese character.

    Two letters may become the same one: the recheck in the haystack tells them apart.
    """
    return _ODD.sub(lambda odd: chr(0x4E00 + ord(odd[0]) % 0x5000), text)


def pairs(run: str) -> list[str]:
    """The neighbours in a run of Chinese characters."""
    return list(map(add, run, run[1:]))


def latin_pairs(run: str) -> list[str]:
    """The tokens of two letters or digits, by which two letters in a word are found."""
    return ["w" + pair for pair in map(add, run, run[1:])]


def parts(text: str) -> tuple[str, list[int]]:
    """A text without its separators, and where its parts begin: `wang.wei` (`wangwei`, [0, 4])."""
    found = [part for part in _SEPARATOR.split(text) if part]
    return "".join(found), [0, *accumulate(map(len, found[:-1]))] if found else []
