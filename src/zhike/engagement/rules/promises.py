"""Promises: what a line that somebody typed in a hurry promises, and how well one was kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

BEYOND, MET, SHORT = "beyond", "met", "short"
LESS_IS_BETTER = frozenset({"delivery", "service", "price"})
"""Kinds of which a smaller figure pleases: sooner, cheaper. Of the others, more does."""

_SAID = re.compile(
    r"^\s*(?:承诺|答应|保证|promis(?:e|ed)(?: to)?(?=[\s:]))\s*(?:了|过)?[:：,，]?\s*"
    r"(?P<text>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_SENTENCE = re.compile(r"[。！!；;\n]|\.(?=\s|$)")
_NUMERALS = {char: number for number, char in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_UNITS = {
    "workday": r"个?工作日|(?:work(?:ing)?|business)[ -]?days?",
    "hour": r"个?小时|hours?|h(?![a-z])",
    "day": r"个?自然日|天|日(?!期)|days?",
    "week": r"周|个?星期|weeks?",
    "month": r"个月|months?",
    "year": r"年|years?",
    "person": r"人|位|people|persons?|drivers?",
    "time": r"次|回|times?|visits?",
    "percent": r"%|个点|percent",
    "yuan": r"元|块|yuan|rmb",
    "piece": r"台|件|套|辆|个|pieces?|pcs|units?|sets?|buses",
}
_QUANTITY = re.compile(
    r"(?P<number>\d{1,9}(?:\.\d{1,2})?|[一二两三四五六七八九十](?![一二三四五六七八九十百千万]))\s*"
    + "(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _UNITS.items()) + ")",
    re.IGNORECASE,
)  # fmt: skip
_KINDS = {
    "delivery": ("交货", "交期", "交付", "交车", "发货", "送货", "到货", "deliver", "ship",
                 "lead time"),
    "training": ("培训", "train"),
    "warranty": ("质保", "保修", "warrant"),
    "service": ("上门", "维修", "售后", "服务", "响应", "到场", "检修", "on site", "on-site",
                "service", "respon", "repair"),
    "price": ("价", "折", "优惠", "返点", "price", "discount", "rebate"),
    "gift": ("赠", "送", "免费", "gift", "free"),
}  # fmt: skip
_UNTIL = (
    re.compile(r"(?P<day>[^,，。;；\s]{1,16}?)(?:之前|以前|前)"),
    re.compile(r"\b(?:by|before|until) (?P<day>[\w ]{3,20}?)(?=[,.;]|$)", re.IGNORECASE),
)
_WITHIN = re.compile(r"(?P<count>\d{1,3})\s*(?:天|日)(?:之内|以内|内)|within (?P<en>\d{1,3}) days?",
                     re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True)
class Said:
    """A promise as it was put: its kind, how much of what; by when, in the words that say so."""

    text: str
    kind: str
    quantity: Decimal | None
    unit: str
    until: str


def said_in(text: str) -> Iterator[Said]:
    """The sentences that promise something, each by its first word: 承诺, 答应, promise."""
    for sentence in _SENTENCE.split(text):
        if found := _SAID.match(sentence):
            yield said(found["text"].strip())


def said(text: str) -> Said:
    """What a promise says of itself."""
    rest = text
    for pattern in _UNTIL:  # The numbers of a day are no quantity.
        rest = pattern.sub(" ", rest)
    found = _QUANTITY.search(rest)
    quantity, unit = None, ""
    if found:
        number = found["number"]
        quantity = Decimal(_NUMERALS.get(number, 0)) or Decimal(number)
        unit = next(name for name in _UNITS if found[name])
    return Said(text, kind_of(text), quantity, unit, until(text))


def kind_of(text: str) -> str:
    """The kind that the words name first."""
    words = text.lower()
    return next((kind for kind, marks in _KINDS.items() if any(m in words for m in marks)), "other")


def until(text: str) -> str:
    """By when, as a text that dates are read from; "" where nothing is said."""
    if found := _WITHIN.search(text):
        return f"+{found['count'] or found['en']}d"
    for pattern in _UNTIL:
        if found := pattern.search(text):
            return found["day"].strip()
    return ""


def outcome(kind: str, expected: Decimal, delivered: Decimal) -> str:
    """Whether what was delivered went beyond what was expected, met it or fell short."""
    if delivered == expected:
        return MET
    less = delivered < expected
    return BEYOND if less is (kind in LESS_IS_BETTER) else SHORT
