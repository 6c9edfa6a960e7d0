"""What a page or a program asks of the directory, read from its parameters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from zhike.base.dates import parse_date
from zhike.base.errors import N_, BadValue
from zhike.base.money import parse_number
from zhike.base.regions import region_code
from zhike.people.directory.entries import MOST_CAPITAL
from zhike.people.directory.searching import Wanted
from zhike.people.models import Party

AMOUNTS = ("capital_from", "capital_to")
DAYS = ("founded_from", "founded_to", "since")
NAMES = ("words", "region", "industry", *AMOUNTS, *DAYS)
LONGEST = 100
Errors = dict[str, BadValue]


def wanted(raw: Mapping[str, str]) -> tuple[Wanted, Errors]:
    """What is looked for, and what is wrong with which parameter."""
    values: dict[str, Any] = {}
    errors: Errors = {}
    for name in NAMES:
        text = str(raw.get(name) or "").strip()
        if not text:
            continue
        try:
            values[name] = _read(name, text)
        except BadValue as error:
            errors[name] = error
    for low, high in (AMOUNTS, DAYS[:2]):
        if low in values and high in values and values[low] > values[high]:
            errors[high] = BadValue("order", N_("The end lies before the beginning."))
            values.pop(high)
    return Wanted(**values), errors


def _read(name: str, text: str) -> Any:
    if name == "words":
        return _words(text)
    if name == "industry":
        if text not in Party.Industry.values:
            raise BadValue("not_a_choice", N_("There is no such industry."))
        return text
    if name == "region":
        code = region_code(text)
        if code is None:
            raise BadValue("region", N_("Choose a region, or give its six digits."))
        return code
    return _amount(text) if name in AMOUNTS else _day(text)


def _words(text: str) -> str:
    if len(text) > LONGEST:
        raise BadValue("too_long", N_("Search with fewer words."))
    if any(len(word) < 2 for word in text.split()):
        raise BadValue("too_short", N_("Each word needs two characters at least."))
    return text


def _amount(text: str) -> int:
    number: Decimal | None = parse_number(text[:40])
    if number is None or not 0 <= number < MOST_CAPITAL:
        raise BadValue("amount", N_("Write an amount in yuan, such as 500万 or 5000000."))
    return int(number)


def _day(text: str) -> dt.date:
    lang = get_language() or "zh-hans"
    return parse_date(text, today=timezone.localdate(), lang=lang)
