"""THE tokenisation of search, for SQLite (FTS5 without positions) and PostgreSQL (tsvector) alike.

A search document has two parts. Its *tokens* go into the index: Chinese characters and pairs of
them, windows of Latin text and pinyin, threes of a phone's digits. Its *haystack* is stored
beside, since ANDed tokens also hit documents that hold the pieces apart: hits are rechecked in it.

What a user may not see, he must not find. So phones and mail addresses have tokens of their own
(prefixes p and e) and stand in the haystack in letters of their own, from a private range of
Unicode: no text holds them, and no needle of another kind can hit them.

Tokens are made of ASCII letters, digits and Chinese characters only: each stays one token in FTS5's
`unicode61`, and PostgreSQL takes them by `array_to_tsvector`. A change of the tokens needs a new
`VERSION`: FTS5 deletes a document only by the tokens with which it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate

from zhike.base import grams
from zhike.base.pinyin import spellings
from zhike.base.query import Alternative, Query, query_tokens
from zhike.base.text import fold

__all__ = ["VERSION", "Alternative", "Query", "haystack", "index_tokens", "query_tokens"]

VERSION = 1
LONGEST_TEXT = 20_000
Pieces = tuple[list[str], list[str]]
_WORD = re.compile(r"[a-z]{4}")
_NO_DIGIT = re.compile(r"[^0-9]+")


def index_tokens(
    *,
    names: Iterable[str],
    phones: Iterable[str],
    emails: Iterable[str],
    texts: Iterable[str],
    codes: Iterable[str],
) -> list[str]:
    """The tokens of a document, each once.

    `names` are found by their pinyin too, `phones` (E.164) by any three digits or more, `emails`
    whole or by a part's beginning, `texts` (notes) by what is written, `codes` (numbers given by
    others) by five characters or more, or by a part's beginning.
    """
    tokens: list[str] = []
    for name in names:
        tokens += _name(name)[0]
    for text in texts:
        tokens += _text(grams.bare(text[:LONGEST_TEXT]))
    for code in codes:
        tokens += _code(code)
    for phone in phones:
        tokens += _phone(phone)[0]
    for email in emails:
        tokens += _email(email)[0]
    return list(dict.fromkeys(tokens))


def haystack(
    *,
    names: Iterable[str],
    phones: Iterable[str],
    emails: Iterable[str],
    texts: Iterable[str],
    codes: Iterable[str],
) -> str:
    """What is stored beside the tokens, one line per value: hits are rechecked in it.

    A needle of `query_tokens` holds no wildcard of LIKE and no line break.
    """
    lines: list[str] = []
    for name in names:
        lines += _name(name)[1]
    lines += [grams.bare(text[:LONGEST_TEXT]) for text in texts]
    lines += [grams.bare(code) for code in codes]
    for phone in phones:
        lines += _phone(phone)[1]
    for email in emails:
        lines += _email(email)[1]
    return "\n".join(dict.fromkeys(lines))


# Who asks for the tokens of a value asks for its lines in the haystack next.
@lru_cache(maxsize=256)
def _name(name: str) -> Pieces:
    text = grams.bare(name)
    tokens, lines = _written(text), [text]
    for units in spellings(text):
        full = "".join(units)
        initials = "".join([unit[:1] for unit in units])
        tokens += _spoken(units, full, initials)
        lines += (full, initials)
    return tokens, lines


def _written(text: str) -> list[str]:
    """Chinese characters and their pairs, Latin pairs."""
    tokens: list[str] = []
    if not text.isascii():
        for run in grams.wide_runs(grams.safe(text)):
            tokens += run
            tokens += grams.pairs(run)
    for run in grams.narrow_runs(text):
        tokens += grams.latin_pairs(run)
    return tokens


def _spoken(units: list[str], full: str, initials: str) -> list[str]:
    """A name in full from every syllable (and Latin letter) on, and by initials from anywhere.

    By one letter only a name's beginning is found, by two its beginning and a whole syllable.
    """
    tokens = ["w" + full[:1], "w" + full[:2]] if full else []
    tokens += ["w" + unit for unit in units if len(unit) == 2]
    tokens += grams.windows("w", full, [0, *accumulate(map(len, units))])
    if initials != full:
        tokens.append("w" + initials[:2])
        tokens += grams.windows("w", initials, range(len(initials)))
    return tokens


def _text(text: str) -> list[str]:
    """A text as written, Latin windows from anywhere."""
    tokens = _written(text)
    for run in grams.narrow_runs(text):
        tokens += grams.windows("w", run, range(len(run)))
    return tokens


def _code(code: str) -> list[str]:
    """Five characters from anywhere, three from a part's beginning on; of words as of a text."""
    text, starts = grams.parts(fold(code))
    if len(text) <= grams.LONG or not text.isascii() or _WORD.search(text):
        return _text(grams.bare(code))
    anywhere = range(len(text) - grams.LONG + 1)
    tokens = ["w" + text[start : start + grams.LONG] for start in anywhere]
    return tokens + grams.windows("w", text, starts)


@lru_cache(maxsize=256)
def _phone(phone: str) -> Pieces:
    """The digits of a number and those of its extension."""
    found = [digits for part in phone.split(";ext=") if (digits := _NO_DIGIT.sub("", part))]
    tokens = ["p" + digits[at : at + 3] for digits in found for at in range(len(digits) - 2)]
    return tokens, [grams.as_phone(digits) for digits in found]


@lru_cache(maxsize=256)
def _email(email: str) -> Pieces:
    text, starts = grams.parts(fold(email))
    # What stands behind the last dot (com) tells nothing.
    starts = starts[:-1] or starts
    tokens = grams.windows("e", grams.safe(text), starts, grams.EMAIL_SIZES)
    return tokens, [grams.as_email(text)]
