"""What each stretch of a card is: numbers and addresses by their look and label; the rest is left
for names, titles and companies.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from zhike.base.text import simplify
from zhike.exchange.cards import numbers
from zhike.exchange.cards.labels import Segment, half_width, segments
from zhike.exchange.cards.lines import Box, Line, is_below, is_beside
from zhike.exchange.cards.words import ADDRESS_SIGNS

_EDGES = " \t·•:|/,;.-_~*<>[]{}=+&、，；：。丨｜—–\"'“”"
HAN = re.compile(r"[\u3400-\u9fff]")
_USCC = re.compile(r"(?<![0-9A-Z])[0-9A-Z]{2}\d{6}[0-9A-Z]{10}(?![0-9A-Z])")
_REGION = re.compile(
    r"^(?:中国|中國|台湾|台灣|臺灣|香港|澳门|澳門|北京|上海|天津|重庆|重慶|"
    r"[\u4e00-\u9fff]{2,7}?(?:省|自治区|自治區|特别行政区|市|自治州|县|縣))"
)
# 高新南一道8号A座1201室, 1201室; not a line of words with a sign of a street by chance.
_SECOND_HALF = re.compile(
    r"\d\s*(?:号|室|楼|层|栋|幢|座|单元|弄)|[A-Za-z]\s*(?:座|栋|幢|区)|(?:座|楼|厦|室)\s*\d"
)
_ROAD = re.compile(
    r"\b(?:road|rd|street|st|avenue|ave|district|building|bldg|floor|room|tower|lane|park|blvd|zone)\b",
    re.IGNORECASE,
)
# 副 总 经 理
_SPREAD = re.compile(r"[\u3400-\u9fff](?:\s+[\u3400-\u9fff])+")
# What an @ is taken for.
_MISREAD_AT = re.compile("[ßẞ©®€⑥]")
# A label without its colon: A, Add.
_GLUED = re.compile(
    r"^(?:(?:A|Add\.?|Addr\.?)\s*(?=[\u4e00-\u9fff])|[\u4e00-\u9fff]{2,6}[:：]\s*)", re.IGNORECASE
)
_SIGN = re.compile("|".join(sorted(ADDRESS_SIGNS, key=len, reverse=True)))


@dataclass(frozen=True)
class Found:
    """A value, where it stands, how well it was seen, and what speaks against it."""

    value: str
    box: Box
    score: float
    doubts: tuple[str, ...] = ()
    is_labelled: bool = False


@dataclass(frozen=True)
class Rest:
    """A stretch that is no number and no address: as printed, where and how large."""

    text: str
    box: Box
    score: float
    height: float
    label: str = ""

    @property
    def plain(self) -> str:
        """As it is compared."""
        return simplify(half_width(self.text)).lower()


@dataclass
class Sorted:
    """The stretches of a card by kind, each in the order of the lines."""

    found: dict[str, list[Found]] = field(default_factory=dict)
    rests: list[Rest] = field(default_factory=list)

    def add(self, kind: str, found: Found) -> None:
        """One more of a kind."""
        self.found.setdefault(kind, []).append(found)

    def first(self, kind: str) -> Found | None:
        """The first of a kind, labelled ones before others."""
        found = sorted(self.found.get(kind, ()), key=lambda one: not one.is_labelled)
        return found[0] if found else None


def sort_out(lines: list[Line]) -> Sorted:
    """Sort the stretches of all lines."""
    card = Sorted()
    above: Line | None = None
    for line in with_labels_joined(lines):
        half = half_width(line.text)
        parts = segments(half)
        if above and len(parts) == 1 and _goes_on(above, line, parts[0], half):
            _lengthen_address(card, line)
            above = line
            continue
        addresses = len(card.found.get("address", ()))
        for part in parts:
            _sort_segment(card, line, half, part)
        is_address = len(card.found.get("address", ())) > addresses
        above = line if is_address and not card.found.get("postcode") else None
    return card


def _goes_on(above: Line, line: Line, part: Segment, half: str) -> bool:
    """Whether a line is the second half of the address above it."""
    plain = simplify(half).strip(_EDGES)
    is_number = numbers.numbers(plain) or numbers.email_in(plain) or numbers.website_in(plain)
    if part.kind or is_number or plain.endswith(("公司", "集团")) or _REGION.match(plain):
        return False
    is_alike = abs(line.height - above.height) < 0.25 * max(line.height, above.height)
    return is_alike and is_below(line, above) and bool(_SECOND_HALF.search(plain))


def _lengthen_address(card: Sorted, line: Line) -> None:
    first = card.found["address"].pop()
    take_address(card, line, first.value + line.text.strip(_EDGES), is_labelled=first.is_labelled)
    whole = card.found["address"].pop()
    box, score = first.box.with_(line.shown), min(first.score, line.score)
    card.add("address", replace(whole, box=box, score=score))


def with_labels_joined(lines: list[Line]) -> list[Line]:
    """A label that stands alone is put before what stands to its right."""
    left = list(lines)
    joined: list[Line] = []
    for line in lines:
        if line not in left:
            continue
        parts = segments(half_width(line.text))
        is_bare = len(parts) == 1 and parts[0].kind and not line.text[parts[0].start :].strip()
        if is_bare:
            right = [
                other for other in left
                if other is not line and is_beside(other, line)
                and other.box.left > line.box.left + line.box.width / 2
                and not segments(half_width(other.text))[0].kind
            ]  # fmt: skip
            if right:
                value = min(right, key=lambda other: other.box.left)
                left.remove(value)
                if value in joined:
                    joined.remove(value)
                label = line.text.rstrip(": ：.")
                text = f"{label}:{value.text}"
                again = f"{label}:{value.again}"
                box = line.box.with_(value.box)
                line = replace(line, text=text, again=again, score=value.score, box=box)
        joined.append(line)
    return joined


def _sort_segment(card: Sorted, line: Line, half: str, segment: Segment) -> None:
    kind, start, end = segment
    if kind in ("tel", "mobile", "fax", "both"):
        _take_numbers(card, line, half, segment)
        return
    if kind in ("wechat", "qq", "bank", "business"):
        value = half[start:end].strip(_EDGES)
        card.add(kind, Found(value, line.shown, line.score, is_labelled=True))
        if kind == "wechat":
            _take_more(card, line, half, segment, keep_rest=False)
        return
    if kind == "postcode":
        digits = "".join(char for char in half[start:end] if char.isdigit())
        if len(digits) >= 5:
            card.add("postcode", Found(digits[:6], line.shown, line.score, is_labelled=True))
        return
    if kind == "address":
        take_address(card, line, line.text[start:end], is_labelled=True)
        return
    _take_more(card, line, half, segment, keep_rest=True)


def _take_numbers(card: Sorted, line: Line, half: str, segment: Segment) -> None:
    kind, start, end = segment
    part = half[start:end]
    email = numbers.email_in(part)
    found = numbers.loose_numbers(part[: email[1]] if email else part)
    for number in found:
        doubts = () if number.is_whole else ("digits",)
        what = Found(number.value, line.shown, line.score, doubts, True)
        if kind == "both":
            card.add("tel", what)
            card.add("fax", what)
        elif kind == "tel" and number.is_mobile:
            card.add("mobile", replace(what, is_labelled=False))
        elif kind == "mobile" and not number.is_mobile and number.is_whole and "-" in number.value:
            card.add("tel", what)
        else:
            card.add(kind, what)
        if number.extension and kind != "fax":
            card.add("extension", replace(what, value=number.extension))
    rest = part[max(number.end for number in found) :] if found else part
    if rest.strip(_EDGES):
        offset = start + len(part) - len(rest)
        _take_more(card, line, half, Segment("", offset, end), keep_rest=True)


def _take_more(card: Sorted, line: Line, half: str, segment: Segment, *, keep_rest: bool) -> None:
    """Whatever an unlabelled stretch shows by its look."""
    kind, start, end = segment
    part = half[start:end]
    spans = _take_addresses_of_the_net(card, line, part, kind)
    blank = _without(part, spans)
    if code := _USCC.search(blank.upper()):
        card.add("uscc", Found(code[0], line.shown, line.score))
        spans.append(code.span())
        blank = _without(part, spans)
    if is_address(blank) and kind in ("", "business"):
        take_address(card, line, blank, is_labelled=False)
        return
    for number in numbers.numbers(blank):
        found = Found(number.value, line.shown, line.score)
        card.add("mobile" if number.is_mobile else "tel", found)
        if number.extension:
            card.add("extension", replace(found, value=number.extension))
        spans.append((number.start, number.end))
    blank = _without(part, spans)
    if code := re.fullmatch(r"\W*(\d{6})\W*", blank, re.ASCII):
        card.add("postcode", Found(code[1], line.shown, line.score))
    elif kind == "email" and not spans:
        value = _MISREAD_AT.sub("@", part.strip(_EDGES).replace(" ", ""), count=1)
        if value:
            card.add("email", Found(value, line.shown, line.score, ("email",), True))
    elif keep_rest and not (kind in ("email", "website", "uscc") and spans):
        _keep_rest(card, line, segment, spans)


def _take_addresses_of_the_net(
    card: Sorted, line: Line, part: str, kind: str
) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    email = numbers.email_in(part)
    if email:
        card.add("email", Found(email[0], line.shown, line.score, is_labelled=kind == "email"))
        spans.append(email[1:])
        if second := numbers.email_in(part[email[2] :]):
            spans.append((email[2] + second[1], email[2] + second[2]))
    if kind == "email":
        return spans
    if website := numbers.website_in(_without(part, spans)):
        card.add("website", Found(website[0], line.shown, line.score))
        spans.append(website[1:])
    return spans


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _keep_rest(card: Sorted, line: Line, segment: Segment, spans: list[tuple[int, int]]) -> None:
    printed = _without(line.text[segment.start : segment.end], spans)
    text = printed.strip(_EDGES)
    if _SPREAD.fullmatch(text):
        text = re.sub(r"\s", "", text)
    if text.endswith(("Ltd", "Co", "Inc", "Corp")) and f"{text}." in printed:
        text += "."
    if text:
        card.rests.append(Rest(text, line.shown, line.score, line.height, segment.kind))


def is_address(text: str) -> bool:
    """Whether an unlabelled text reads like an address."""
    plain = _GLUED.sub("", simplify(text).strip(_EDGES))
    if not HAN.search(plain):
        return bool(_ROAD.search(plain) and re.search(r"\d", plain) and "," in plain)
    if plain.endswith(("公司", "集团")):
        return False
    signs = len(_SIGN.findall(plain))
    has_digit = bool(re.search(r"\d", plain))
    if _REGION.match(plain):
        return len(plain) >= 6 and (signs >= 2 or (signs >= 1 and has_digit))
    return signs >= 2 and has_digit and len(plain) >= 6


def take_address(card: Sorted, line: Line, text: str, *, is_labelled: bool) -> None:
    """An address, its postcode apart."""
    text = _GLUED.sub("", text.strip(_EDGES))
    code = re.search(r"(?:邮编|郵編|P\.?C\.?|Zip)?[\s:：,，(（]*(?<!\d)(\d{6})[)）]?$", text, re.I)
    if code and len(text) > len(code[0]):
        card.add("postcode", Found(code[1], line.shown, line.score))
        text = text[: code.start()].strip(_EDGES)
    else:
        code = re.match(r"[(（]?(\d{6})[)）]?\s*(?=[\u4e00-\u9fff])", text)
        if code:
            card.add("postcode", Found(code[1], line.shown, line.score))
            text = text[code.end() :].strip(_EDGES)
    if text:
        card.add("address", Found(text, line.shown, line.score, is_labelled=is_labelled))
