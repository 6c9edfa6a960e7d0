"""Places: countries by ISO 3166, regions of China by GB/T 2260 (in `regions`)."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from babel import Locale
from babel.core import get_global

from zhike.base.errors import N_, BadValue
from zhike.base.grams import bare
from zhike.base.regions import BadRegion, children, provinces, region_code, region_name

__all__ = [
    "BadCountry",
    "BadRegion",
    "children",
    "countries",
    "country_code",
    "country_name",
    "provinces",
    "region_code",
    "region_name",
]

# Not countries of ISO 3166, though CLDR names them.
_NO_COUNTRY = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
# What people write and CLDR does not.
_ALSO = {
    "中国大陆": "CN", "中华人民共和国": "CN", "PRC": "CN", "Mainland China": "CN", "中国香港": "HK",
    "香港": "HK", "Hong Kong": "HK", "中国澳门": "MO", "澳门": "MO", "Macao": "MO", "Macau": "MO",
    "中国台湾": "TW", "UK": "GB", "Great Britain": "GB", "England": "GB", "America": "US",
    "United States of America": "US", "UAE": "AE", "阿联酋": "AE", "Korea": "KR", "大韩民国": "KR",
    "Republic of Korea": "KR", "Russian Federation": "RU", "Viet Nam": "VN", "Turkey": "TR",
    "Czech Republic": "CZ", "Holland": "NL", "Ivory Coast": "CI",
}  # fmt: skip


class BadCountry(BadValue):
    """A text that names no country, with what to do."""


def _locale(lang: str) -> Locale:
    return Locale.parse("zh_Hans" if lang.startswith("zh") else "en")


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """The alpha-2 codes of all countries and territories."""
    codes = filter(str.isalpha, _locale("en").territories)
    return frozenset(code for code in codes if len(code) == 2) - _NO_COUNTRY


def country_name(code: str, lang: str) -> str:
    """What a country is called in a language (`zh-hans` or `en`): 德国, Germany."""
    return str(_locale(lang).territories[code])


def country_code(text: str) -> str:
    """The alpha-2 code of a country given by its English or Chinese name or by a code.

    Raises `BadCountry` with code `country`.
    """
    code = _codes().get(_key(text[:100]))
    if not code:
        message = N_("The country is not known: write its name, or its code, for example CN.")
        raise BadCountry("country", message)
    return code


def _key(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", bare(text))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    found = {_key(name): code for name, code in _ALSO.items()}
    for lang in ("en", "zh_Hans", "zh_Hant"):
        names = Locale.parse(lang).territories
        found |= {_key(names[code]): code for code in countries()}
    for alias, now in get_global("territory_aliases").items():
        if alias.isalpha() and len(alias) == 3 and len(now) == 1 and now[0] in countries():
            found.setdefault(_key(alias), now[0])
    return found | {_key(code): code for code in countries()}
