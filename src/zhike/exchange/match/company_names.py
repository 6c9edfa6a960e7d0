"""What a company's name is made of: 重庆 | 长安 | 汽车 | 股份有限公司 | 北京分公司."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from zhike.base.pinyin import readings
from zhike.base.regions import beginnings, region_code
from zhike.base.text import fold
from zhike.exchange.match.company_words import (
    BRANCHES,
    LATIN_FORMS,
    LATIN_STOP,
    LATIN_TRADES,
    LEGAL_FORMS,
    SHORT_BRANCH,
    TRADES,
)

SHORTEST_CORE = 2
LONGEST_PLACE = 14
LONGEST_BRANCH_PLACE = 6
_HAN = re.compile(r"[\u3400-\u9fff]")
_BRACKETS = re.compile(r"[(\[【〔<]([^()\[\]【】〔〕<>]*)[)\]】〕>]")
_NOISE = re.compile(r"[^\w&]|_")
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHE = re.compile(r"[’'`]")
PLACE_ENDS = ("省", "市", "县", "区", "州", "盟", "旗")
NO_PLACES = frozenset({"阿里"})
_IN_CHINA = ("中华人民共和国", "中国")
# A name ends with one of a few of the hundreds of words.
_TRADES_BY_END: dict[str, list[str]] = defaultdict(list)
for _word in TRADES:
    _TRADES_BY_END[_word[-1]].append(_word)


class CompanyName(NamedTuple):
    """The parts of a name, folded; a part that is not there is empty.

    `place` is the code of the region that the name begins with; `branch` names the part of the
    company: the code of a region, or words.
    """

    core: str
    trade: str = ""
    place: str = ""
    branch: str = ""
    form: str = ""
    is_latin: bool = False

    @property
    def sound(self) -> str:
        """How the core is spoken, in letters."""
        return readings(self.core).full

    @property
    def spelling(self) -> str:
        """How core and trade are spoken: of a name in Latin letters, the core alone."""
        return readings(self.core + self.trade).full


@lru_cache(maxsize=65_536)
def parse(name: str) -> CompanyName:
    """The parts of a company's name, Chinese or Latin; of another text, whatever is like them."""
    text = fold(name).strip()
    if not _HAN.search(text):
        return _latin(text)
    place, text = _brackets(text)
    text = _NOISE.sub("", text)
    for china in _IN_CHINA:
        if len(text) > len(china) + 3:
            text = text.removeprefix(china)
    text, branch = _without_branch(text)
    text, form = _without_form(text)
    before, text = _without_place(text)
    core, trade = _without_trade(text)
    return CompanyName(core, trade, before or place, branch, form)


def _brackets(text: str) -> tuple[str, str]:
    """The region in brackets, and the text without them."""
    place = ""
    for inside in _BRACKETS.findall(text):
        place = place or region_code(inside) or ""
    return place, _BRACKETS.sub("", text) or text


def _without_branch(text: str) -> tuple[str, str]:
    ending = next((word for word in BRANCHES if text.endswith(word)), "")
    if not ending and text.endswith(SHORT_BRANCH) and _place_at_end(text[:-1]):
        ending = SHORT_BRANCH
    if not ending or len(text) < len(ending) + SHORTEST_CORE:
        return text, ""
    whole = text.removesuffix(ending)
    head, company, part = whole.rpartition("公司")
    if company and len(head) >= SHORTEST_CORE:
        return head + company, _branch(part)
    place = _place_at_end(whole)
    rest = whole.removesuffix(place)
    return rest, _branch(place) if place else ending


def _branch(part: str) -> str:
    return region_code(part) or part or "分公司"


def _place_at_end(text: str) -> str:
    """The longest place with which a text ends, leaving a core."""
    for length in range(min(LONGEST_BRANCH_PLACE, len(text) - SHORTEST_CORE), 1, -1):
        if region_code(text[-length:]):
            return text[-length:]
    return ""


def _without_form(text: str) -> tuple[str, str]:
    """The text without its legal form, and the form: 集团股份有限公司."""
    rest = text
    for _ in range(3):
        form = next((f for f in LEGAL_FORMS if rest.endswith(f)), "")
        if not form or len(rest) < len(form) + SHORTEST_CORE:
            break
        rest = rest.removesuffix(form)
    return rest, text[len(rest) :]


def _without_place(text: str) -> tuple[str, str]:
    """The code of the place with which a text begins and the rest, which is more than a trade.

    A second place, which does not lie in the first, is a place if it says so: 河南省南京市天广.
    """
    code, rest = _place_before(text)
    if code and rest:
        second, after = _place_before(rest)
        if second and rest.removesuffix(after).endswith(PLACE_ENDS):
            return second, after
    return code, rest


def _place_before(text: str) -> tuple[str, str]:
    longest = min(LONGEST_PLACE, len(text) - SHORTEST_CORE)
    for length in beginnings(text, longest):
        place = text[:length]
        code = _place(place)
        if code and not _is_all_trade(text[length:]):
            return code, text[length:]
    return "", text


def _place(text: str) -> str:
    """The code of a place. A county without its kind (东方, 天山) is more often a brand."""
    code = region_code(text) or ""
    is_sure = code.endswith("00") or text.endswith(PLACE_ENDS) or len(text) > 3
    return code if is_sure and text not in NO_PLACES else ""


def _is_all_trade(text: str) -> bool:
    core, _ = _without_trade(text)
    return core in TRADES


def _without_trade(text: str) -> tuple[str, str]:
    """Core and trade: words of trade are taken from the right while a core is left."""
    core = text
    while trade := next((word for word in _TRADES_BY_END[core[-1:]] if core.endswith(word)), ""):
        if len(core) < len(trade) + SHORTEST_CORE:
            break
        core = core.removesuffix(trade)
    return core, text[len(core) :].replace("集团", "")


def _latin(text: str) -> CompanyName:
    words = _WORD.findall(_APOSTROPHE.sub("", text))
    kept = [word for word in words if word not in LATIN_FORMS] or words
    core = [word for word in kept if word not in LATIN_TRADES] or kept
    return CompanyName("".join(core), is_latin=True)


def latin_key(name: str) -> str:
    """The telling words of a Latin name in alphabetical order: `the apple pan` as `apple pan`."""
    words = _WORD.findall(_APOSTROPHE.sub("", fold(name)))
    telling = [word for word in words if word not in LATIN_STOP and word not in LATIN_FORMS]
    return " ".join(sorted(telling or words))
