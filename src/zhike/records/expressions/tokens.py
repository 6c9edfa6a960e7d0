"""An expression's text cut into numbers, names and signs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhike.base.errors import N_
from zhike.records.expressions.errors import ExpressionError
from zhike.records.expressions.tree import NAME

LONGEST = 1000
DIGITS = 20

_SIGNS = {"×": "*", "÷": "/", "−": "-", "–": "-", "、": ",", "\u3000": " ", "\u00a0": " "}
# Full-width forms stand one for one, so that places stay.
_FOLDED = {ord(a): b for a, b in _SIGNS.items()} | {
    code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)
}
_TWO = {"≤": "<=", "≥": ">=", "≠": "!=", "==": "=", "<>": "!="}
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?|\.[0-9]+")
_SIGN = re.compile(r"<=|>=|!=|==|<>|[-+*/^(),<>=%≤≥≠]")


@dataclass(frozen=True)
class Token:
    """A piece of the text: `kind` is number, name, sign or end."""

    kind: str
    text: str
    place: int


def tokens(text: str) -> list[Token]:
    """The pieces in their order, the last one being the end; raises ExpressionError."""
    if len(text) > LONGEST:
        message = N_("A formula has at most %(most)s characters. Divide it into several.")
        raise ExpressionError("too_long", message, most=LONGEST)
    folded = text.translate(_FOLDED)
    found: list[Token] = []
    at = 0
    while at < len(folded):
        if folded[at].isspace():
            at += 1
            continue
        token = _token(folded, at)
        found.append(token)
        at += len(token.text)
    found = [Token(t.kind, _TWO.get(t.text, t.text), t.place) for t in found]
    return [*found, Token("end", "", len(folded) + 1)]


def _token(text: str, at: int) -> Token:
    for kind, pattern in (("number", _NUMBER), ("name", NAME), ("sign", _SIGN)):
        if match := pattern.match(text, at):
            if kind == "number" and sum(c.isdigit() for c in match[0]) > DIGITS:
                message = N_("A number has at most %(most)s digits.")
                raise ExpressionError("digits", message, at + 1, most=DIGITS)
            return Token(kind, match[0], at + 1)
    message = N_("“%(sign)s” means nothing here. Use + - * / ^, comparisons, brackets and names.")
    raise ExpressionError("sign", message, at + 1, sign=text[at])
