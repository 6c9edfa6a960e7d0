"""Given name and surname of a person, Chinese or Latin, and how the whole sounds."""

from __future__ import annotations

import re
from typing import NamedTuple

from zhike.base.name_readings import DOUBLE_SURNAMES
from zhike.base.pinyin import readings
from zhike.base.text import fold

_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[^\W_]+")
_TITLES_BEHIND = ("先生", "女士", "小姐", "老师", "经理", "总经理", "主任", "总")
_TITLES = frozenset(["mr", "mrs", "ms", "miss", "dr", "prof", "sir", "jr", "sr"])
# Two characters before a given name that pypinyin reads as usual.
_MORE_DOUBLE = "欧阳 司马 上官 诸葛 东方 司徒 司空 慕容 夏侯 公孙 轩辕 端木 南宫 西门 百里"
_DOUBLE = frozenset((*DOUBLE_SURNAMES, *_MORE_DOUBLE.split()))
LONGEST_CHINESE = 4


class PersonName(NamedTuple):
    """A name in two parts, folded; either may be empty. `sound` is the same in any order."""

    given: str
    surname: str
    sound: str


def parse(name: str) -> PersonName:
    """Given name and surname of a full name: 欧阳娜娜, Smith, John, Dr Mary Jane Lee."""
    text = fold(name).strip()
    if _HAN.search(text):
        return _chinese("".join(_WORD.findall(text)))
    before, comma, after = text.partition(",")
    words = [word for word in _WORD.findall(text) if word not in _TITLES]
    if comma and before.strip() and after.strip():
        return of_parts(" ".join(_WORD.findall(after)), " ".join(_WORD.findall(before)))
    if len(words) < 2:
        return of_parts("".join(words), "")
    return of_parts(" ".join(words[:-1]), words[-1])


def of_parts(given: str, surname: str) -> PersonName:
    """A name whose parts are known."""
    given, surname = fold(given).strip(), fold(surname).strip()
    sounds = sorted((readings(given).full, readings(surname, person=True).full))
    return PersonName(given, surname, "".join(sounds))


def _chinese(text: str) -> PersonName:
    for title in _TITLES_BEHIND:
        if len(text) > len(title) and text.endswith(title):
            return of_parts("", text.removesuffix(title)[:2])
    size = 2 if text[:2] in _DOUBLE else 1
    if len(text) <= size:
        size = 1
    return of_parts(text[size:], text[:size])


def is_like_a_person(name: str) -> bool:
    """Whether a Chinese name is as short as a person's."""
    return len(_HAN.findall(name)) == len(name) and 2 <= len(name) <= LONGEST_CHINESE
