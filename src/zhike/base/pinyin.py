"""How Chinese names sound: keys to sort by, and full and initial spellings to search by.

Readings come from pypinyin's own tables, read as files at first use (some 0.3 s): importing the
library would keep 47,000 phrases in memory, while only those are needed whose reading differs from
that of their characters one by one. ü is written v (绿 lv), as one types it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib.util import find_spec
from operator import add
from pathlib import Path
from typing import NamedTuple

from zhike.base.name_readings import (
    CHARACTERS,
    COMMON,
    DOUBLE_SURNAMES,
    NO_SURNAMES,
    PHRASES,
    SURNAMES,
)
from zhike.base.text import plain, simplify

LONGEST_KEY = 120
LONGEST_PERSON = 4
_EAST_ASIAN = "\u2e80"
_U_UMLAUT = dict.fromkeys(map(ord, "üǖǘǚǜ"), "v")
# "一丁": [["yī"], ["dīng", "zhēng"]]
_ENTRY = re.compile(r'"(\w+)"\s*:\s*\[((?:\s*\[[^\]]*\],?)+)\s*\]')
_FIRST_READING = re.compile(r'\[\s*"([^"]+)"')


class Readings(NamedTuple):
    """How a name is typed in pinyin: in full (`changan`) and by initials (`ca`)."""

    full: str
    initials: str


class _Characters(dict[str, str]):
    """The reading of each character; a letter of another script reads as its ASCII part."""

    def __missing__(self, char: str) -> str:
        reading = "".join(filter(str.isalnum, _ascii(char))).lower()
        if reading:
            self[char] = reading
        return reading


class _Tables(NamedTuple):
    """What is kept of pypinyin's data."""

    characters: _Characters
    # first two characters -> phrases that begin with them and their readings, the longest first
    phrases: dict[str, list[tuple[str, list[str]]]]
    # words in which a surname's character is no surname: 解放, 单车
    words: frozenset[str]
    syllables: frozenset[str]


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    spec = find_spec("pypinyin")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("pypinyin is not installed.")
    folder = Path(spec.origin).parent
    toneless = lru_cache(maxsize=None)(lambda reading: _ascii(reading.translate(_U_UMLAUT)))
    characters = _Characters()
    for code, choices in json.loads((folder / "pinyin_dict.json").read_bytes()).items():
        characters[chr(int(code))] = toneless(choices.partition(",")[0])
    characters.update(CHARACTERS)
    phrases: dict[str, list[tuple[str, list[str]]]] = {}
    words = set(NO_SURNAMES)
    for phrase, readings in _phrases(folder / "phrases_dict.json", toneless):
        if readings != [characters[char] for char in phrase]:
            phrases.setdefault(phrase[:2], []).append((phrase, readings))
        if len(phrase) < 4 and SURNAMES.get(phrase[0], readings[0]) != readings[0]:
            words.add(phrase)
    for found in phrases.values():
        found.sort(key=lambda choice: -len(choice[0]))
    return _Tables(characters, phrases, frozenset(words), frozenset(characters.values()))


def _phrases(path: Path, toneless: Callable[[str], str]) -> Iterator[tuple[str, list[str]]]:
    for phrase, syllables_of_phrase in PHRASES.items():
        yield phrase, list(syllables_of_phrase)
    # By pattern and not by json, whose 300,000 small lists would cost 35 MB for good.
    for entry in _ENTRY.finditer(path.read_text("utf-8")):
        readings = list(map(toneless, _FIRST_READING.findall(entry[2])))
        if len(readings) == len(entry[1]) and entry[1] not in PHRASES:
            yield entry[1], readings


def syllables() -> frozenset[str]:
    """Every syllable that a Chinese character may read as, without tones."""
    return _tables().syllables


def _units(simplified: str) -> list[str]:
    """One reading per character, by phrases where they differ."""
    tables = _tables()
    units = list(map(tables.characters.__getitem__, simplified))
    if simplified.isascii():
        return units
    phrases = tables.phrases
    if phrases.keys().isdisjoint(map(add, simplified, simplified[1:])):
        return units
    end = 0
    for start, pair in enumerate(map(add, simplified, simplified[1:])):
        if pair in phrases and start >= end:
            for phrase, readings in phrases[pair]:
                if simplified.startswith(phrase, start):
                    end = start + len(phrase)
                    units[start:end] = readings
                    break
    return units


def _surname(simplified: str) -> tuple[str, ...]:
    """The readings of the surname with which a text begins, where they are special."""
    double = DOUBLE_SURNAMES.get(simplified[:2])
    if double:
        return double
    single = SURNAMES.get(simplified[:1])
    return (single,) if single else ()


def _looks_like_person(simplified: str) -> bool:
    if simplified[:2] in DOUBLE_SURNAMES:
        return 3 <= len(simplified) <= 4
    if simplified[:1] not in COMMON or not 2 <= len(simplified) <= 3:
        return False
    words = _tables().words
    return simplified[:2] not in words and simplified not in words


def _spoken(simplified: str, *, person: bool) -> list[str]:
    units = _units(simplified)
    if person or _looks_like_person(simplified):
        surname = _surname(simplified)
        units[: len(surname)] = surname
    return units


# Who asks how a name is spoken asks for its initials next.
@lru_cache(maxsize=1024)
def readings(name: str, *, person: bool = False) -> Readings:
    """How a name is typed: Chinese by syllables, Latin letters and digits as they are.

    A surname has its own reading (曾 zeng) where the name looks like a person's (two or three
    characters, no word) or the caller says that it is one.
    """
    text = plain(name)
    if text.isascii() and text.isalnum():
        return Readings(text, text)
    units = _spoken(simplify(text), person=person)
    return Readings("".join(units), "".join([unit[:1] for unit in units]))


def spellings(folded: str) -> list[list[str]]:
    """Every way in which a name (folded) may be typed, each as one unit per character.

    A unit is a syllable, a Latin letter, a digit, or nothing. There is a second way only for a
    short name that may begin with a surname.
    """
    units = _units(folded)
    if len(folded) <= LONGEST_PERSON:
        surname = _surname(folded)
        if surname and units[: len(surname)] != list(surname):
            return [units, [*surname, *units[len(surname) :]]]
    return [units]


def sort_key(name: str, *, person: bool = False) -> str:
    """An ASCII key whose byte order is the order of a Chinese directory, 120 characters at most.

    Syllables stand apart, so that 西安 (xi an) comes before 先 (xian); other scripts follow the
    Latin alphabet in the order of their code points.
    """
    text = simplify(plain(name[:LONGEST_KEY]))
    parts = []
    for char, unit in zip(text, _spoken(text, person=person), strict=True):
        if unit:
            parts.append(unit if char < _EAST_ASIAN else f" {unit} ")
        else:
            parts.append(f"~{ord(char):05x}" if char.isalpha() else " ")
    return " ".join("".join(parts).split())[:LONGEST_KEY].rstrip()
