"""Telephone numbers, mail addresses, web addresses and codes as they stand on cards."""

from __future__ import annotations

import re
from typing import NamedTuple

from zhike.base import phones

_MOBILE = re.compile(
    r"(?<!\d)(?:\(?(?:\+|00)?86\)?[\s-]{0,3}|\+?\(86\)[\s-]{0,3})?"
    r"(1[3-9]\d(?:[\s.-]{0,2}\d{4}[\s.-]{0,2}\d{4}|[\s.-]\d{3}[\s.-]\d{5}|\d[\s.-]\d{3}[\s.-]\d{4}))"
    r"(?!\d)"
)
_EXTENSION = r"(?:\s{0,2}(?:转|轉|分机|-|/|ext\.?:?|x|#)\s?(\d{1,5}))?(?!\d)"
_LANDLINE = re.compile(
    r"(?<!\d)(?:\(?(?:\+|00)?86\)?[\s.-]{0,3})?"
    r"\(?(0?(?:10|2\d|[3-9]\d{2}))\)?[\s.-]{0,3}(\d{3,4}[\s.-]?\d{4}|\d{4}[\s.-]\d{3})"
    + _EXTENSION,
    re.IGNORECASE,
)
_SERVICE = re.compile(r"(?<!\d)([48]00)[\s.-]?(\d{3,4})[\s.-]?(\d{3,4})(?!\d)")
_ABROAD = re.compile(r"\+\(?(?!86)\d{1,3}\)?(?:[\s().-]{0,2}\d){6,12}(?!\d)")
_NEIGHBOUR = re.compile(r"(?<!\d)\(?\+?\(?(85[23])\)?[\s-]{0,2}([2-9]\d{3})[\s-]?(\d{4})(?!\d)")
_TAIWAN_MOBILE = re.compile(r"(?<!\d)09\d{2}[\s-]?\d{3}[\s-]?\d{3}(?!\d)")
_LOCAL = re.compile(r"(?<!\d)\d{3,4}[\s-]?\d{4}(?!\d)" + _EXTENSION, re.IGNORECASE)
_DIGITS = re.compile(r"\+?[\dOoIl|][\dOoIl|\s().-]{4,}[\dOoIl|]")
EMAIL = re.compile(r"[\w.+-]+ ?@ ?[\w-]+(?:(?: ?[.,] ?|-)[\w-]+)+", re.ASCII)
WEBSITE = re.compile(
    r"(?:https?:/{1,2}\s?)?(?:www\s?[.,]\s?)?[a-z0-9-]+(?:\.[a-z0-9-]+)*"
    r"\.(?:com|cn|net|org|hk|tw|io|cc|vip|top|co|edu|gov|info|biz|tech|shop|site|xyz)"
    r"(?:\.[a-z]{2})?(?:/[\w./-]*)?(?![\w@])",
    re.IGNORECASE | re.ASCII,
)
POSTCODE = re.compile(r"(?<![\w-])(\d{6})(?![\w-])", re.ASCII)
_MISREAD = str.maketrans("OoIl|", "00111")


class Number(NamedTuple):
    """A telephone number as it is stored, whether it is a mobile's, and where it stands."""

    value: str
    is_mobile: bool
    start: int
    end: int
    is_whole: bool = True
    extension: str = ""


def numbers(text: str) -> list[Number]:
    """The telephone numbers of a text of half width."""
    found: list[Number] = []
    taken = [False] * len(text)

    def take(match: re.Match[str], value: str, *, is_mobile: bool, extension: str = "") -> None:
        if not any(taken[match.start() : match.end()]):
            taken[match.start() : match.end()] = [True] * (match.end() - match.start())
            number = Number(value, is_mobile, match.start(), match.end())
            found.append(number._replace(extension=extension))

    for match in _MOBILE.finditer(text):
        take(match, _digits(match[1]), is_mobile=True)
    for match in _SERVICE.finditer(text):
        take(match, "-".join(match.groups()), is_mobile=False)
    for match in _NEIGHBOUR.finditer(text):
        value = f"+{match[1]} {match[2]} {match[3]}"
        take(match, value, is_mobile=match[2][0] in "569")
    for match in _ABROAD.finditer(text):
        take(match, " ".join(match[0].split()), is_mobile=_is_mobile_abroad(match[0]))
    for match in _TAIWAN_MOBILE.finditer(text):
        take(match, match[0], is_mobile=True)
    for match in _LANDLINE.finditer(text):
        take(match, _landline(match), is_mobile=False, extension=match[3] or "")
    return sorted(found, key=lambda number: number.start)


def loose_numbers(text: str) -> list[Number]:
    """What stands behind the label of a number, even where no rule knows it."""
    found = numbers(text)
    if found:
        return found
    repaired = text.translate(_MISREAD)
    if repaired != text and (found := numbers(repaired)):
        return [number._replace(is_whole=False) for number in found]
    match = _LOCAL.search(text)
    if match and len(_digits(match[0])) >= 7:
        return [Number(" ".join(match[0].split()), False, match.start(), match.end())]
    match = _DIGITS.search(text)
    if match:
        value = _digits(match[0].translate(_MISREAD))
        return [Number(value, False, match.start(), match.end(), False)]
    return []


def _landline(match: re.Match[str]) -> str:
    area = match[1]
    return f"{area if area.startswith('0') else f'0{area}'}-{_digits(match[2])}"


def _is_mobile_abroad(text: str) -> bool:
    digits = _digits(text)
    return digits.startswith(("8525", "8526", "8529", "8869", "8536"))


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def is_known_number(value: str) -> bool:
    """Whether the numbering plan has such a number."""
    try:
        phones.normalise(value)
    except phones.BadPhone:
        return False
    return True


def email_in(text: str) -> tuple[str, int, int] | None:
    """The first mail address of a text, and where it stands."""
    match = EMAIL.search(text)
    if not match:
        return None
    value = re.sub(r"\s", "", match[0]).replace(",", ".").strip(".")
    return value, match.start(), match.end()


def website_in(text: str) -> tuple[str, int, int] | None:
    """The first web address of a text."""
    for match in WEBSITE.finditer(text):
        if "@" not in text[max(0, match.start() - 1) : match.end() + 1]:
            value = re.sub(r"\s", "", match[0]).replace(",", ".")
            return value, match.start(), match.end()
    return None
