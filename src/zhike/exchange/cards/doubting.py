"""What speaks against a value: each doubt is a sentence, and a value without one is certain."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from zhike.base import uscc
from zhike.base.errors import N_
from zhike.base.pinyin import readings, syllables
from zhike.base.text import simplify
from zhike.exchange.cards.extracting import FIELDS, extract
from zhike.exchange.cards.lines import Box, Line
from zhike.exchange.cards.naming import person_in
from zhike.exchange.cards.numbers import is_known_number
from zhike.exchange.cards.sorting import HAN, Found
from zhike.exchange.cards.words import MAIL_ENDINGS, SURNAMES_OF_ONE, SURNAMES_OF_TWO

SENTENCES = {
    "faint": N_("It is printed faintly or blurred: compare it with the picture."),
    "edge": N_("It reaches the edge of the picture: is it whole?"),
    "twice": N_("Two readings of it differ: compare it with the picture."),
    "digits": N_("Letters and digits look alike here: compare each with the picture."),
    "mobile": N_("A mobile number has 11 digits and a known beginning: count them."),
    "tel": N_("No area has such a telephone number: compare it with the picture."),
    "second": N_("This is a second mobile number, taken as the telephone: does it belong here?"),
    "email": N_("This is no complete mail address: compare it with the picture."),
    "pinyin": N_("The mail address is almost the name in pinyin, but not quite: compare them."),
    "domain": N_("The mail address and the website differ in a letter: compare them."),
    "surname": N_("This name does not begin with a known surname: is it a person?"),
    "place": N_("It was told from its place on the card alone: compare it with the picture."),
    "company": N_("This name of a company has no usual ending: is it whole?"),
    "short": N_("This address is very short: is it whole?"),
    "postcode": N_("A Chinese postcode has six digits: count them."),
    "uscc": N_("The check digit of the social credit code does not fit: compare each character."),
}  # fmt: skip
FAINT = 0.9
_BUILDING = re.compile(r"(?<![\dA-Za-z])[1Il0Oo](?=座)")
# How steep edges are where letters begin to run into each other (`eye.Sight.sharpness`).
RATHER_BLUNT = 0.17
_ALIKE = re.compile(r"(?<=\d)[lIO|](?=\d|$)|(?<=[A-Za-z])[lIO|](?=\d)|(?<=\d)[lIO|]", re.ASCII)


def fields_of(lines: list[Line], sharpness: float = 1.0) -> dict[str, Found]:
    """The fields of a card, each with its doubts: read from both looks at every line."""
    is_simplified = _is_simplified(lines)
    first = extract(lines)
    second = extract([_seen_again(line) for line in lines])
    chosen: dict[str, Found] = {}
    for name in FIELDS:
        one, other = (_judged(name, found, of) for found, of in
                      ((first.get(name), first), (second.get(name), second)))  # fmt: skip
        best = one or other
        if one and other and _same(one.value) != _same(other.value):
            best = other if len(other.doubts) < len(one.doubts) else one
        elif one and other and not is_simplified and simplify(one.value) == one.value:
            best = other
        if best is None:
            continue
        if not (one and other) or _same(one.value) != _same(other.value):
            best = _doubted(best, "twice")
        if is_simplified and simplify(best.value) != best.value:
            best = _doubted(replace(best, value=simplify(best.value)), "twice")
        chosen[name] = _doubted(best, "faint") if sharpness < RATHER_BLUNT else best
    return chosen


def with_edges_marked(fields: dict[str, Found], size: tuple[int, int]) -> dict[str, Found]:
    """What reaches the edge of a picture of this size may go on beyond it."""
    width, height = size

    def is_cut(box: Box) -> bool:
        return min(box.left, box.top) <= 1 or box.right >= width - 2 or box.bottom >= height - 2

    return {
        name: _doubted(found, "edge") if is_cut(found.box) else found
        for name, found in fields.items()
    }


def _is_simplified(lines: list[Line]) -> bool:
    """Whether a card is in simplified characters but for one or two that are old or misread."""
    text = "".join(line.text for line in lines)
    old = sum(1 for char, new in zip(text, simplify(text), strict=True) if char != new)
    return old <= 2 and len(HAN.findall(text)) > 12 * max(old, 1)


def _seen_again(line: Line) -> Line:
    return Line(line.again or line.text, line.score, line.box, line.text, line.shown)


def _same(value: str) -> str:
    plain = unicodedata.normalize("NFKC", simplify(value)).lower()
    return re.sub(r"[\s,.:·'\-()]", "", plain) if HAN.search(plain) else re.sub(r"\s", "", plain)


def _doubted(found: Found, *doubts: str) -> Found:
    new = tuple(doubt for doubt in doubts if doubt not in found.doubts)
    return Found(found.value, found.box, found.score, found.doubts + new, found.is_labelled)


def _judged(name: str, found: Found | None, card: dict[str, Found]) -> Found | None:
    if found is None:
        return None
    if found.score < FAINT:
        found = _doubted(found, "faint")
    if name == "email":
        found = _domain(_email(found, card.get("name")), card.get("website"))
    elif (name == "mobile" and not _is_mobile(found.value)) or (
        name in ("tel", "fax") and not is_known_number(found.value)
    ):
        found = _doubted(found, "mobile" if name == "mobile" else "tel")
    elif name == "name":
        found = _name(found)
    elif name == "company" and not re.search(
        r"公司|集团|集團|[厂廠所院行社校会會部局店学學心]\W*$", found.value
    ):
        found = _doubted(found, "company")
    elif name == "address":
        found = _address(found)
    elif name == "postcode" and not re.fullmatch(r"[0-8]\d{5}", found.value):
        found = _doubted(found, "postcode")
    elif name == "uscc" and not _is_uscc(found.value):
        found = _doubted(found, "uscc")
    return found


def _is_mobile(value: str) -> bool:
    if re.fullmatch(r"1\d{10}", value):
        return is_known_number(value)
    return value.startswith(("+", "09"))


def _is_uscc(value: str) -> bool:
    try:
        uscc.normalise(value)
    except uscc.BadUscc:
        return False
    return True


def _name(found: Found) -> Found:
    plain = simplify(found.value)
    if HAN.search(plain) and "·" not in plain:
        if plain[:2] not in SURNAMES_OF_TWO and plain[0] not in SURNAMES_OF_ONE:
            return _doubted(found, "surname")
        if not person_in(plain):
            return _doubted(found, "place")
    return found


def _address(found: Found) -> Found:
    if len(found.value) < 6:
        return _doubted(found, "short")
    # Building I, l or 1, O or 0.
    return _doubted(found, "digits") if _BUILDING.search(found.value) else found


def _domain(found: Found, website: Found | None) -> Found:
    domain = found.value.partition("@")[2].lower()
    if domain.rpartition(".")[2] not in MAIL_ENDINGS:
        return _doubted(found, "email")
    site = re.sub(r"^(?:https?:/+)?(?:www\.)?|/.*$", "", website.value.lower()) if website else ""
    return _doubted(found, "domain") if site and _distance(domain, site) == 1 else found


def _email(found: Found, person: Found | None) -> Found:
    local, at, domain = found.value.partition("@")
    if not at or not re.fullmatch(r"[\w-]+(\.[\w-]+)*\.[A-Za-z]{2,10}", domain):
        return _doubted(found, "email")
    mended = _with_digits(local)
    if mended != local:
        found = Found(f"{mended}@{domain}", found.box, found.score, found.doubts, found.is_labelled)
        found = _doubted(found, "digits")
    elif _ALIKE.search(local) or _ALIKE.search(domain):
        found = _doubted(found, "digits")
    if person and HAN.search(person.value) and _is_nearly_pinyin(mended, person.value):
        found = _doubted(found, "pinyin")
    return found


def _with_digits(local: str) -> str:
    """weil4 is wei14: what stands before the digits is pinyin without its last letter only."""
    match = re.fullmatch(r"([A-Za-z.]*?)([lIO|]+)(\d*)", local)
    if not match or not (match[3] or match[2] != "l"):
        return local
    words = match[1].lower().split(".")
    if (
        match[1]
        and all(_is_pinyin(word) for word in words)
        and not _is_pinyin((words[-1] + match[2]).lower())
    ):
        return match[1] + match[2].translate(str.maketrans("lI|O", "1110")) + match[3]
    return local


def _is_pinyin(word: str) -> bool:
    if not word:
        return False
    known = syllables()
    ends = {0}
    for end in range(1, len(word) + 1):
        if any(start in ends and word[start:end] in known for start in range(max(0, end - 6), end)):
            ends.add(end)
    return len(word) in ends


def _is_nearly_pinyin(local: str, name: str) -> bool:
    letters = re.sub(r"[^a-z]", "", local.lower())
    spoken = readings(name, person=True).full
    if len(spoken) < 4 or not letters:
        return False
    given = spoken
    forms = {given, given[len(readings(name[0], person=True).full) :] + readings(name[0]).full}
    return letters not in forms and any(_distance(letters, form) == 1 for form in forms)


def _distance(one: str, other: str) -> int:
    if abs(len(one) - len(other)) > 1:
        return 2
    row = list(range(len(other) + 1))
    for i, char in enumerate(one, 1):
        last, row = row, [i]
        for j, letter in enumerate(other, 1):
            row.append(min(last[j] + 1, row[-1] + 1, last[j - 1] + (char != letter)))
    return row[-1]
