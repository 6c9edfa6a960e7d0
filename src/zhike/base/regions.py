"""Provinces, cities and counties of China by their GB/T 2260 codes.

The table is python-stdnum's `stdnum/cn/loc.dat`, which keeps codes no longer in use as well: a code
stored long ago keeps its name, but only today's regions are found by name or listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from zhike.base.errors import N_, BadValue
from zhike.base.grams import bare
from zhike.base.pinyin import readings
from zhike.base.text import simplify

_PROVINCE = re.compile(r'(\d\d) province="([^"]+)"')
_REGION = re.compile(r' +(\d{4}) county="([^"]+)"')
# [1983-1994]东矿区,[1995-]古冶区: the last is the newest, without a year behind the dash in use.
_NAME = re.compile(r"(?:\[\d*-(\d*)\])?(.+)")
# Levels of the code that no one calls a place.
_NO_PLACE = ("市辖区", "县", "市", "省直辖", "自治区直辖")
_PEOPLES = (
    "蒙古族?|回族?|藏族|维吾尔族?|苗族|彝族|壮族|布依族|朝鲜族?|满族|侗族|瑶族|白族|土家族|哈尼族|"
    "哈萨克族?|傣族|黎族|傈僳族|佤族|畲族|水族|东乡族|纳西族|景颇族|柯尔克孜族?|土族|达斡尔族?|"
    "仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族?|塔吉克族?|怒族|鄂温克族|德昂族|保安族|裕固族|"
    "独龙族|鄂伦春|普米族|拉祜族|各族"
)
_KIND = re.compile(
    rf"(?<=..)(?:(?:{_PEOPLES})*(?P<auto>自治[区州县旗])|(?P<kind>省|特别行政区|地区|市|区|县|旗|盟|林区))$"
)
_ENGLISH_KINDS = {
    "区": " District", "县": " County", "旗": " Banner", "盟": " League", "地区": " Prefecture",
    "自治州": " Prefecture", "自治县": " County", "自治旗": " Banner", "林区": " District",
}  # fmt: skip
_ENGLISH = {
    "150000": "Inner Mongolia", "540000": "Tibet", "610000": "Shaanxi", "650000": "Xinjiang",
    "450000": "Guangxi", "640000": "Ningxia", "710000": "Taiwan", "810000": "Hong Kong",
    "820000": "Macao", "230100": "Harbin", "150100": "Hohhot", "540100": "Lhasa",
    "650100": "Urumqi", "150200": "Baotou", "150600": "Ordos", "650200": "Karamay",
}  # fmt: skip


# Founded in 2021, which the table missed; and a county that moved without its old code ending.
_MISSING = {"330113": "临平区", "330114": "钱塘区"}
_ENDED = ("422921",)


class BadRegion(BadValue):
    """A code that no region of China has or had, with what to do."""


class _Table(NamedTuple):
    """All regions by code: those of today, and those that were."""

    today: dict[str, str]
    former: dict[str, str]


@lru_cache(maxsize=1)
def _table() -> _Table:
    table = _Table(dict(_MISSING), {})
    province = ""
    for line in files("stdnum.cn").joinpath("loc.dat").read_text("utf-8").splitlines():
        if found := _PROVINCE.match(line):
            province = found[1]
            table.today[f"{province}0000"] = simplify(found[2])
        elif (found := _REGION.match(line)) and found[1] != "0000":
            name = _NAME.fullmatch(found[2].split(",")[-1])
            if name:
                names = table.former if name[1] else table.today
                names[province + found[1]] = simplify(name[2])
    # Counties whose city is gone are gone as well, even where the table does not say so.
    ended = [code for code in table.today if f"{code[:4]}00" not in table.today]
    for code in (*ended, *_ENDED):
        table.former[code] = table.today.pop(code)
    return table


def _is_place(name: str) -> bool:
    return name not in _NO_PLACE and not name.startswith(_NO_PLACE[3:])


def _padded(code: str) -> str:
    """A code of 2, 4 or 6 digits as one of 6."""
    return code.ljust(6, "0") if len(code) in (2, 4) else code


def _prefix(code: str) -> str:
    """The digits which a region shares with everything in it."""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


def region_name(code: str, lang: str) -> str:
    """The region in full: 四川省成都市武侯区, in English `Wuhou District, Chengdu, Sichuan`.

    Raises `BadRegion` with code `region`.
    """
    code = _padded(code)
    table = _table()
    path = list(dict.fromkeys((f"{code[:2]}0000", f"{code[:4]}00", code)))
    names = {step: table.today.get(step) or table.former.get(step) for step in path}
    if not names[code]:
        message = N_("The region is not known: give the six digits of its GB/T 2260 code.")
        raise BadRegion("region", message)
    known = [(step, name) for step, name in names.items() if name and _is_place(name)]
    if lang.startswith("zh"):
        return "".join(name for _, name in known)
    return ", ".join(_in_english(step, name) for step, name in reversed(known))


def _in_english(code: str, name: str) -> str:
    if code in _ENGLISH:
        return _ENGLISH[code]
    kind = _KIND.search(name)
    stem = name[: kind.start()] if kind else name
    suffix = _ENGLISH_KINDS.get(kind["kind"] or kind["auto"], "") if kind else ""
    return readings(stem).full.capitalize() + suffix


def provinces() -> list[tuple[str, str]]:
    """Code and name of every province, in the order of the codes."""
    return [(code, name) for code, name in _table().today.items() if code.endswith("0000")]


def children(code: str) -> list[tuple[str, str]]:
    """Code and name of the regions right below: cities of a province, counties of a city.

    A municipality has its districts right below, as have other levels that are no places.
    """
    code = _padded(code)
    prefix = _prefix(code)
    if len(prefix) == 6:
        return []
    found = []
    for below, name in _table().today.items():
        is_right_below = below.endswith("00") == (len(prefix) == 2) and below != code
        if below.startswith(prefix) and is_right_below and not below.endswith("0000"):
            found += [(below, name)] if _is_place(name) else _without_city(below)
    return found


def _without_city(code: str) -> list[tuple[str, str]]:
    return children(code) if code.endswith("00") else []


@lru_cache(maxsize=1)
def _by_name() -> dict[str, list[str]]:
    """Codes by full name and by name without its kind (成都, 恩施)."""
    found: dict[str, list[str]] = {}
    for code, name in _table().today.items():
        if _is_place(name):
            for form in {bare(name), bare(_KIND.sub("", name))}:
                found.setdefault(form, []).append(code)
    return found


@lru_cache(maxsize=1)
def _by_english_name() -> dict[str, str]:
    """Codes by the full name as `region_name` says it in English; of homophones none."""
    codes: dict[str, list[str]] = {}
    for code, name in _table().today.items():
        if _is_place(name):
            codes.setdefault(bare(region_name(code, "en")), []).append(code)
    return {name: found[0] for name, found in codes.items() if len(found) == 1}


def beginnings(text: str, longest: int) -> Iterable[int]:
    """The lengths, the longest first, at which a text (folded) may begin with a region.

    So many names begin with one that the others are not worth a look for each length.
    """
    if not text or text[0].isascii() or "&" in text:
        return range(longest, 1, -1)
    names, found, starts = _by_name(), set(), [0, 2] if text.startswith("中国") else [0]
    while starts:
        start = starts.pop()
        for end in range(start + 2, longest + 1):
            if end not in found and text[start:end] in names:
                found.add(end)
                starts.append(end)
    return sorted(found, reverse=True)


def region_code(text: str) -> str | None:
    """The six digits of a region given by code or by name (四川省成都市, 四川成都, 成都), or None.

    In English by its name in full, as `region_name` gives it.

    Of several regions of a name the highest counts (吉林 is the province); where two are equally
    high (鼓楼区), none.
    """
    text = bare(text[:60]).removeprefix("中国")
    if text.isascii() and not text.isdigit():
        return _by_english_name().get(text)
    if text.isdigit():
        code = _padded(text)
        return code if code in _table().today or code in _table().former else None
    found = sorted(set(_named(text, "")), key=lambda code: len(_prefix(code)))
    if len(found) > 1 and len(_prefix(found[0])) == len(_prefix(found[1])):
        return None
    return found[0] if found else None


def _named(text: str, within: str) -> Iterator[str]:
    """Codes of the regions that a text names from the largest to the smallest."""
    for end in range(2, len(text) + 1):
        for code in _by_name().get(text[:end], ()):
            if code.startswith(within) and _prefix(code) != within:
                if end == len(text):
                    yield code
                else:
                    yield from _named(text[end:], _prefix(code))
