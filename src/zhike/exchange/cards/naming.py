"""Who a card names: company, person and title, from what is no number and no address."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from zhike.base.text import simplify
from zhike.exchange.cards.sorting import HAN, Found, Rest, Sorted
from zhike.exchange.cards.words import (
    COMPANY_ENDS,
    COMPANY_LATIN,
    DEPARTMENT_ENDS,
    LEGAL_ENDS,
    SLOGANS,
    SURNAMES_OF_ONE,
    SURNAMES_OF_TWO,
    TITLE_BEGINS,
    TITLE_ENDS,
    TITLE_FIELDS,
    TITLE_LATIN,
    TITLE_RANKS,
)
from zhike.exchange.match.company_words import TRADES

_ENDS = re.compile("(?:" + "|".join(sorted(COMPANY_ENDS, key=len, reverse=True)) + r")\)?$")
_LEGAL = re.compile("|".join(LEGAL_ENDS))
_TITLE = re.compile("(?:" + "|".join(sorted(set(TITLE_ENDS), key=len, reverse=True)) + r")$")
_TITLE_AT = re.compile("|".join(sorted(set(TITLE_ENDS), key=len, reverse=True)))
_DEPARTMENT = re.compile("(?:" + "|".join(DEPARTMENT_ENDS) + r")$")
_TRADE = re.compile("^(?:" + "|".join([*TRADES, *LEGAL_ENDS]) + ")")
# 高级经理 and 华东区总监 begin like a name.
_RANKS = tuple(word for word in (*TITLE_BEGINS, *TITLE_FIELDS) if len(word) > 1)
_TITLE_BEGINS = re.compile("|".join([*TITLE_BEGINS, *TITLE_FIELDS, *TITLE_RANKS]))
_WORDS = re.compile(r"[a-z]+", re.IGNORECASE)
_DOT = "[·•・‧．.]"
_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
_HONORIFIC = re.compile(r"\s*(?:先生|女士|小姐)$")
LONGEST_NAME = 4


class Split(NamedTuple):
    """A person's name found in a text, and what stands beside it."""

    name: str
    before: str
    after: str


def company_of(card: Sorted) -> Found | None:
    """The company's name, which is taken from the rests."""
    best: tuple[float, int] | None = None
    for index, rest in enumerate(card.rests):
        weight = _company_weight(rest)
        if weight and (best is None or weight > best[0]):
            best = (weight, index)
    if best is None:
        return None
    index = best[1]
    rest = card.rests.pop(index)
    text, box = rest.text, rest.box
    if index and _TRADE.match(rest.plain):
        above = card.rests[index - 1]
        if _is_alike(above, rest) and not person_in(above.text) and HAN.search(above.text):
            card.rests.pop(index - 1)
            text, box = above.text + text, above.box.with_(box)
    return Found(_tight(text), box, rest.score)


def _is_alike(above: Rest, rest: Rest) -> bool:
    return abs(above.height - rest.height) < 0.25 * max(above.height, rest.height)


def _company_weight(rest: Rest) -> float:
    plain = re.sub(r"\s", "", rest.plain)
    if rest.label == "company":
        return 10
    if not HAN.search(plain) or len(plain) < 4:
        return 0
    if _LEGAL.search(plain):
        return 6 + min(len(plain), 12) / 20 + (1 if _LEGAL.search(plain[-8:]) else 0)
    if _ENDS.search(plain) and not _TITLE.search(plain) and not _DEPARTMENT.fullmatch(plain):
        return 3 + rest.height / 1000
    return 0


def latin_company_of(card: Sorted) -> Found | None:
    """The company's name in Latin letters."""
    for index, rest in enumerate(card.rests):
        words = [word.lower() for word in _WORDS.findall(rest.text)]
        if HAN.search(rest.text) or len(words) < 2:
            continue
        if any(word in COMPANY_LATIN for word in words[1:]) and not _is_latin_title(words):
            card.rests.pop(index)
            return Found(" ".join(rest.text.split()), rest.box, rest.score)
    return None


def person_of(card: Sorted) -> Found | None:
    """The person's name, taken from the rests; what stood beside it goes back among them."""
    best: tuple[float, int, Split] | None = None
    for index, rest in enumerate(card.rests):
        split = person_in(rest.text)
        if not split:
            continue
        weight = _person_weight(rest, split, card)
        if best is None or weight > best[0]:
            best = (weight, index, split)
    if best is None:
        return _tallest(card)
    _, index, split = best
    rest = card.rests.pop(index)
    for text in (split.after, split.before):
        if text:
            card.rests.insert(index, replace(rest, text=text, height=rest.height * 0.9))
    return Found(split.name, rest.box, rest.score)


def _tallest(card: Sorted) -> Found | None:
    """A name without a known surname (买买提艾力): the largest short line of characters."""
    short = [
        rest
        for rest in card.rests
        if re.fullmatch(r"[\u3400-\u9fff]{2,6}", rest.plain)
        and not (is_title(rest.plain) or _DEPARTMENT.search(rest.plain) or _ENDS.search(rest.plain))
        and rest.plain not in SLOGANS
    ]
    if not short:
        return None
    rest = max(short, key=lambda one: one.height)
    if any(other.height > rest.height for other in card.rests):
        return None
    card.rests.remove(rest)
    return Found(rest.text, rest.box, rest.score, ("place",))


def _person_weight(rest: Rest, split: Split, card: Sorted) -> float:
    tallest = max(other.height for other in card.rests)
    weight = 3 * rest.height / tallest + (5 if rest.label == "name" else 0)
    plain = simplify(split.name)
    if plain[:2] in SURNAMES_OF_TWO or plain[0] in SURNAMES_OF_ONE:
        weight += 2
    if not (split.before or split.after):
        weight += 1
    else:
        beside = split.before + split.after
        weight += 0.5 if is_title(beside) or not HAN.search(beside) else -1.5
    if any(plain in other.plain and other is not rest for other in card.rests):
        weight -= 1
    return weight


def person_in(text: str) -> Split | None:
    """A Chinese person's name in a text, at its beginning or end."""
    text = _HONORIFIC.sub("", text)
    close = _BETWEEN_HAN.sub("", text) if re.fullmatch(r"[\u3400-\u9fff\s]+", text) else text
    if _could_be_name(close):
        return Split(close, "", "")
    dotted = re.match(rf"([\u3400-\u9fff]{{2,6}}(?:\s?{_DOT}\s?[\u3400-\u9fff]{{2,6}})+)(.*)", text)
    if dotted:
        name = re.sub(rf"\s?{_DOT}\s?", "·", dotted[1])
        return Split(name, "", dotted[2].strip(" /|,，、"))
    return _beside_something(text)


def _beside_something(text: str) -> Split | None:
    parts = re.split(r"\s*[/|,，、:：]\s*|\s+|(?<=[\u3400-\u9fff])(?=[A-Za-z(（])", text)
    parts = [part for part in parts if part]
    han = [part for part in parts if HAN.search(part)]
    if len(parts) > 1 and han:
        # A spread name: 张 伟 销售经理.
        for size in (3, 2):
            spread = parts[:size]
            if len(parts) > size and all(len(part) == 1 for part in spread):
                name = "".join(spread)
                if _could_be_name(name):
                    return Split(name, "", " ".join(parts[size:]))
        for part in dict.fromkeys((parts[0], parts[-1], *parts)):
            others = [other for other in parts if other is not part]
            if _could_be_name(part) and (
                any(is_title(other) for other in others) or not any(map(HAN.search, others))
            ):
                at = text.index(part)
                before, after = text[:at], text[at + len(part) :]
                return Split(part, before.strip(" /|,，、:："), after.strip(" /|,，、:："))
    return _before_title(text)


def _before_title(text: str) -> Split | None:
    """张伟销售经理, without a space between."""
    if not re.fullmatch(r"[\u3400-\u9fff]{4,16}", text) or not is_title(text):
        return None
    for size in (3, 2, 4):
        name, title = text[:size], text[size:]
        is_rank = simplify(name).startswith(_RANKS)
        if (
            not is_rank
            and _could_be_name(name)
            and _TITLE_BEGINS.match(simplify(title))
            and is_title(title)
        ):
            return Split(name, "", title)
    return None


def _could_be_name(text: str) -> bool:
    plain = simplify(text)
    if not re.fullmatch(r"[\u3400-\u9fff]{2,4}", plain) or is_title(plain):
        return False
    if _ENDS.search(plain) or _DEPARTMENT.search(plain) or plain in SLOGANS:
        return False
    if plain[:2] in SURNAMES_OF_TWO:
        return len(plain) >= 3 or plain[0] in SURNAMES_OF_ONE
    # Four characters are two surnames and a given name, or no name.
    return plain[0] in SURNAMES_OF_ONE and (len(plain) < LONGEST_NAME or
                                            plain[1] in SURNAMES_OF_ONE)  # fmt: skip


def is_title(text: str) -> bool:
    """Whether a text is a title: 销售总监, 市场部 经理, 客户经理 / Account Manager."""
    plain = simplify(text).lower().strip()
    if not HAN.search(plain):
        return _is_latin_title(_WORDS.findall(plain))
    parts = re.split(r"[/|、,，;&\s()（）]+", re.sub(r"[a-z.]+", " ", plain))
    return any(_TITLE.search(part) for part in parts if part) and not _LEGAL.search(plain)


def _is_latin_title(words: list[str]) -> bool:
    return 0 < len(words) <= 8 and any(word.lower() in TITLE_LATIN for word in words)


def title_of(card: Sorted, person: Found | None) -> Found | None:
    """The title, in Chinese where there is one."""
    labelled = [rest for rest in card.rests if rest.label == "title"]
    found = labelled or [rest for rest in card.rests if is_title(rest.text)]
    chinese = [rest for rest in found if HAN.search(rest.text)]
    if not found:
        return None
    rest = min(chinese or found, key=lambda one: _distance(one, person))
    card.rests.remove(rest)
    return Found(_spaced(rest.text), rest.box, rest.score)


def _distance(rest: Rest, person: Found | None) -> float:
    if person is None:
        return rest.box.top
    return abs((rest.box.top + rest.box.bottom) - (person.box.top + person.box.bottom))


def latin_name_of(card: Sorted, person: Found | None) -> Found | None:
    """The name in Latin letters: the nearest line of two to four words with capitals."""
    found = []
    for rest in card.rests:
        words = rest.text.replace(",", " ").split()
        is_latin = 1 <= len(words) <= 4 and all(
            re.fullmatch(r"[A-Z][A-Za-z'.-]*", word) for word in words
        )
        lower = [word.lower().strip(".") for word in words]
        is_other = any(word in COMPANY_LATIN for word in lower) or _is_latin_title(lower)
        if is_latin and not is_other and len(rest.text) > 3:
            found.append(rest)
    if not found:
        return None
    rest = min(found, key=lambda one: -one.height if person is None else _distance(one, person))
    card.rests.remove(rest)
    return Found(" ".join(rest.text.split()), rest.box, rest.score)


def _tight(text: str) -> str:
    return _BETWEEN_HAN.sub("", text)


def _spaced(text: str) -> str:
    return " ".join(text.split())
