"""What a search query asks of the index and of the haystack (see `tokens`)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from zhike.base import grams
from zhike.base.pinyin import syllables
from zhike.base.text import fold

LONGEST_QUERY = 200
MOST_WORDS = 8
MOST_TOKENS = 3
_LONGEST_SYLLABLE = 6
_NUMBER = re.compile(
    r"(\+?[0-9(][0-9\s().\-/]*)(?:(?:分机|转|ext\.?|;ext=|x|#)\s*([0-9]+))?", re.ASCII
)
# In so many names of companies that it tells nothing.
_COMMON = frozenset(
    token
    for words in ("股份有限责任公司", "有限公司", "科技有", "集团有", "集团公司", "中国", "分公司")
    for token in grams.pairs(words)
) | frozenset(
    token
    for words in ("gufenyouxianzerengongsi", "youxiangongsi", "kejiyouxian", "jituanyouxian")
    for token in grams.windows("w", words, range(len(words)))
)


class Alternative(NamedTuple):
    """One reading of a word: all tokens are in the index, all needles in the haystack."""

    tokens: tuple[str, ...]
    needles: tuple[str, ...]


class Query(NamedTuple):
    """What a document must hold: of every term, one of its alternatives.

    A query without terms (white space, punctuation) finds nothing. An alternative without tokens
    leaves its term to the recheck.
    """

    terms: tuple[tuple[Alternative, ...], ...]

    def __bool__(self) -> bool:
        """Whether there is something to search by."""
        return bool(self.terms)

    def indexed(self) -> list[list[tuple[str, ...]]]:
        """The terms for the index: all of the lists, one tuple of each list, all of its tokens."""
        found = [[alternative.tokens for alternative in term] for term in self.terms]
        return [list(dict.fromkeys(term)) for term in found if all(term)]

    def fts5(self) -> str:
        """The query as FTS5's MATCH takes it."""
        return _join(self.indexed(), '"', " AND ", " OR ")

    def tsquery(self) -> str:
        """The query as PostgreSQL's `::tsquery` takes it."""
        return _join(self.indexed(), "'", " & ", " | ")

    def needles(self) -> list[list[tuple[str, ...]]]:
        """The terms for LIKE: all of the lists, one tuple of each list, all of its needles."""
        return [[alternative.needles for alternative in term] for term in self.terms]

    def matches(self, haystack: str) -> bool:
        """The recheck, as the databases do it by LIKE."""
        return bool(self) and all(
            any(all(needle in haystack for needle in choice) for choice in term)
            for term in self.needles()
        )


def _join(terms: list[list[tuple[str, ...]]], quote: str, both: str, either: str) -> str:
    return both.join(
        "(" + either.join(
            "(" + both.join(f"{quote}{token}{quote}" for token in tokens) + ")" for tokens in term
        ) + ")"
        for term in terms
    )  # fmt: skip


def query_tokens(query: str, *, phones: bool, emails: bool) -> Query:
    """How a query is asked. Words stand in any order; each is read in every way it may be meant.

    `phones` and `emails` tell whether the user may search by them. At most 200 characters and
    eight words count.
    """
    text = fold(query[:LONGEST_QUERY]).strip()
    number = _NUMBER.fullmatch(text)
    words = [text] if number else text.split()[:MOST_WORDS]
    terms = [term for word in words if (term := _term(word, len(words) > 1, phones, emails))]
    if terms and not any(all(choice.tokens for choice in term) for term in terms):
        # Nothing but single letters: together they are found in the index.
        terms = [_term("".join(words), False, phones, emails)]
    return Query(tuple(terms))


def _term(word: str, is_one_of_many: bool, phones: bool, emails: bool) -> tuple[Alternative, ...]:
    text = grams.bare(word)
    if not text:
        return ()
    choices = [Alternative(_text_tokens(text, is_one_of_many), (text,))]
    if phones:
        choices += _phone(word)
    if emails:
        choices += _email(word)
    return tuple(choices)


def _text_tokens(text: str, is_one_of_many: bool) -> tuple[str, ...]:
    if text.isascii():
        if len(text) == 1 and is_one_of_many:
            return ()
        return _narrow(text)
    runs = grams.wide_runs(grams.safe(text))
    narrow = [run for run in grams.narrow_runs(text) if len(run) > 1]
    found = [token for run in runs for token in grams.pairs(run)]
    found += [token for run in narrow for token in _narrow(run)]
    return _spread(found or [char for run in runs for char in run])


def _spread(tokens: list[str]) -> tuple[str, ...]:
    """The first, the last and one between of what tells something: PostgreSQL misjudges many."""
    tokens = [token for token in tokens if token not in _COMMON] or tokens
    if len(tokens) > MOST_TOKENS:
        tokens = [tokens[0], tokens[len(tokens) // 2], tokens[-1]]
    return tuple(dict.fromkeys(tokens))


def _narrow(text: str) -> tuple[str, ...]:
    """Latin letters and digits: the longest window at the beginning, and where else it is sure."""
    if len(text) < grams.LONG:
        return ("w" + text[: grams.SHORT],)
    starts = [0, *(start for start in _sure_starts(text) if start >= grams.SHORT)]
    # Digits of codes begin long windows only.
    return _spread(_longest("w", text, starts, grams.SIZES if text.isalpha() else (grams.LONG,)))


def _longest(prefix: str, text: str, starts: list[int], sizes: tuple[int, ...]) -> list[str]:
    """The longest window that fits at each of the starts."""
    fitting = [(start, [size for size in sizes if start + size <= len(text)]) for start in starts]
    return [prefix + text[start : start + max(fits)] for start, fits in fitting if fits]


def _sure_starts(text: str) -> list[int]:
    """Where every document that holds the text has a window: at digits, in pinyin at the ends of
    syllables on which all ways to divide it agree (chang|an or chan|gan: none).
    """
    if not text.isalpha():
        return [start for start, char in enumerate(text) if char.isdigit()]
    size = len(text)
    before, after = [1] + [0] * size, [0] * size + [1]
    for end in range(1, size + 1):
        for start in range(max(0, end - _LONGEST_SYLLABLE), end):
            if before[start] and text[start:end] in syllables():
                before[end] += before[start]
    for start in range(size - 1, -1, -1):
        for end in range(start + 1, min(size, start + _LONGEST_SYLLABLE) + 1):
            if after[end] and text[start:end] in (syllables() if end < size else _beginnings()):
                after[start] += after[end]
    return [at for at in range(size) if after[0] and before[at] * after[at] == after[0]]


@lru_cache(maxsize=1)
def _beginnings() -> frozenset[str]:
    """Syllables and what may become one while it is being typed."""
    return frozenset(word[:end] for word in syllables() for end in range(1, len(word) + 1))


def _phone(word: str) -> list[Alternative]:
    number = _NUMBER.fullmatch(word)
    if not number:
        return []
    digits = "".join(filter(str.isdigit, number[1]))
    further = (grams.as_phone(number[2]),) if number[2] else ()
    # Numbers are kept with their country code: 021 is found as 21, 0086 as 86.
    choices = [choice for choice in (digits, digits.lstrip("0")) if len(choice) >= 3]
    return [
        Alternative(_threes(choice), (grams.as_phone(choice), *further))
        for choice in dict.fromkeys(choices)
    ]


def _threes(digits: str) -> tuple[str, ...]:
    """Three threes from the end of the number, where numbers differ most."""
    starts = {max(0, len(digits) - 3 * count) for count in range(1, MOST_TOKENS + 1)}
    return tuple("p" + digits[start : start + 3] for start in sorted(starts))


def _email(word: str) -> list[Alternative]:
    text, starts = grams.parts(word)
    if len(text) < grams.SHORT or not (word.isascii() or "@" in word):
        return []
    tokens = _longest("e", grams.safe(text), starts[:-1] or starts, grams.EMAIL_SIZES)
    # The long ones will do: qq of qq.com would be looked up in vain among millions.
    tokens = [token for token in tokens if len(token) > grams.LONG] or tokens[:1]
    return [Alternative(_spread(tokens), (grams.as_email(text),))]
