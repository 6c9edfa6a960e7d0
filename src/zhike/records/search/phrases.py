"""How well words fit a short text of the program itself: a question, a place, a verb.

The same letters count as in records: Chinese as written, full pinyin, initials, parts of words.
"""

from __future__ import annotations

from functools import lru_cache

from zhike.base import grams, tokens
from zhike.base.text import fold

WHOLE, BEGINNING, WITHIN = 3.0, 2.0, 1.5
ENOUGH = 0.6
SHORTEST = 3


def fitness(words: str, texts: tuple[str, ...]) -> float:
    """How well the words fit the texts together, the first of which says most; 0 for not at all."""
    asked = grams.bare(words)
    if not asked:
        return 0.0
    lines = _haystack(texts)
    first = _haystack(texts[:1]).split("\n")
    if asked in first:
        return WHOLE
    if any(line.startswith(asked) for line in first):
        return BEGINNING
    if tokens.query_tokens(words, phones=False, emails=False).matches(lines):
        return WITHIN
    pieces = _pieces(words)
    if len(pieces) < SHORTEST:
        return 0.0
    share = sum(piece in lines for piece in pieces) / len(pieces)
    return share if share >= ENOUGH else 0.0


@lru_cache(maxsize=2048)
def _haystack(texts: tuple[str, ...]) -> str:
    return tokens.haystack(names=texts, phones=(), emails=(), texts=(), codes=())


def _pieces(words: str) -> list[str]:
    """What of a sentence may fit by itself: pairs of characters, words of three letters or more."""
    found: list[str] = []
    for word in fold(words).split():
        text = grams.bare(word)
        if text.isascii():
            found += [text] if len(text) >= SHORTEST else []
        else:
            found += [text[at : at + 2] for at in range(len(text) - 1)]
    return found
