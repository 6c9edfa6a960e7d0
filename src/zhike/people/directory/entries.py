"""A row of a directory's list as an entry, or why it is none."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from operator import itemgetter
from typing import NamedTuple

from django.utils import timezone

from zhike.base import uscc
from zhike.base.errors import N_, BadValue
from zhike.base.grams import bare
from zhike.base.money import parse_number
from zhike.base.regions import region_code
from zhike.base.text import clean_text, is_sound
from zhike.exchange.choice_words import meant_choice
from zhike.people.models import Party

LONGEST = {"name": 200, "person": 60, "phone": 60, "address": 200, "business": 200}
CUTS = tuple(None if name == "name" else longest for name, longest in LONGEST.items())
VALUES = ("uscc", "region", "province", "city", "county", "industry", "capital", "capital_wan",
          "founded")  # fmt: skip
EARLIEST = dt.date(1800, 1, 1)
MOST_CAPITAL = 10**15
NOTHING = frozenset({"", "-", "--", "—", "/", "无", "暂无", "未知", "null", "none", "n/a"})
LONGEST_NOTHING = 4
_DAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[ T]00:00(?::00)?)?")
_YUAN = re.compile(r"\(?(?:人民币|cny|rmb|元|圆|整)\)?", re.I)
_TRADES: tuple[tuple[str, str], ...] = (
    ("公交|公共交通|轨道|出租", "public_transport"),
    ("客运|客车|班车|道路旅客", "passenger_transport"),
    ("物流|货运|货物|仓储|快递|邮政|运输", "logistics"), ("旅游|旅行|酒店|住宿", "tourism"),
    ("软件", "software"), ("通信|电信", "telecommunications"),
    ("金融|银行|保险|证券|投资|担保", "finance"), ("医|药|卫生|健康", "medical"),
    ("教育|培训|学校|学院", "education"), ("房地产|置业|物业", "real_estate"),
    ("建筑|建设|装饰|土木|施工", "construction"),
    ("能源|电力|热力|燃气|煤|石油|光伏|采矿", "energy"), ("农|林业|牧|渔|种植|养殖", "agriculture"),
    ("广告|营销|策划", "marketing"), ("文化|体育|娱乐|影视|传媒", "entertainment"),
    ("人力|劳务|人才", "employment"), ("机关|公共管理|社会组织", "government"),
    ("制造|机械|电子|化工|纺织|汽车|加工|材料|设备", "manufacturing"),
    ("批发|零售|商贸|贸易|超市", "retail"), ("科技|科学|技术|信息", "technology"),
    ("服务|咨询|餐饮|租赁|维修", "services"),
)  # fmt: skip
_WORDS = [(re.compile(words), trade) for words, trade in _TRADES]


class Entry(NamedTuple):
    """What a list says of a company, as it is stored."""

    key: str
    name: str
    uscc: str
    region: str
    industry: str
    capital: int | None
    founded: str | None
    person: str
    phone: str
    address: str
    business: str


class Reader:
    """Makes entries of rows whose columns are known."""

    def __init__(self, where: Mapping[str, int]) -> None:
        """`where`: the place of each field; one that the list does not have reads as empty."""
        self.take = itemgetter(*(where.get(name, -1) for name in (*LONGEST, *VALUES)))
        self.today = timezone.localdate()

    def entry(self, cells: Sequence[str]) -> Entry:
        """The entry of a row; raises BadValue with what is wrong."""
        (name, person, phone, address, business, code, region, province, city, county, industry,
         capital, in_wan, founded) = map(str.strip, self.take((*cells, "")))  # fmt: skip
        if not name:
            raise BadValue("name", N_("The company has no name."))
        name, person, phone, address, business = _texts(name, person, phone, address, business)
        code = "" if code.lower() in NOTHING else uscc.normalise(code)
        region = region or f"{province}{city}{county}"
        region = (_region(region[:60]) if region else "") or (_region(code[2:8]) if code else "")
        return Entry(
            code or named_key(name, region), name, code, region,
            _industry(_said(industry[:60]) or business[:60] or name), _yuan(capital, in_wan),
            _day(founded[:40], self.today) if founded else None, person, phone, address,
            business or clean(industry, "business"),
        )  # fmt: skip


def _texts(*texts: str) -> Iterable[str]:
    """Name, person, phone, address and business as they are stored."""
    name, *others = [text[:cut] for text, cut in zip(texts, CUTS, strict=True)]
    if len(name) > LONGEST["name"] or not is_sound("".join((name, *others))):
        return map(clean, texts, LONGEST)
    return name, *map(_said, map(str.rstrip, others))


def _said(text: str) -> str:
    return "" if len(text) <= LONGEST_NOTHING and text.lower() in NOTHING else text


def _yuan(capital: str, in_wan: str) -> int | None:
    if capital:
        return _capital(capital[:60])
    return _capital(f"{in_wan[:60]}万") if _said(in_wan) else None


def clean(text: str, name: str) -> str:
    """A text as it is stored; beside the name, what is too long is cut."""
    longest = LONGEST[name]
    if name != "name":
        text = _said(text[:longest])
    return clean_text(text, max_length=longest, multiline=False)


def named_key(name: str, region: str) -> str:
    """The key of a company without a credit code: name and city."""
    said = f"{bare(name)} {region[:4]}"
    return "#" + blake2b(said.encode(), digest_size=9).hexdigest()


@lru_cache(maxsize=20_000)
def _region(text: str) -> str:
    return region_code(text) or ""


@lru_cache(maxsize=20_000)
def _industry(text: str) -> str:
    known = meant_choice("industry", text)
    if known in Party.Industry.values:
        return str(known)
    return next((trade for words, trade in _WORDS if words.search(text)), "")


@lru_cache(maxsize=20_000)
def _capital(text: str) -> int | None:
    if text.lower() in NOTHING:
        return None
    number = parse_number(_YUAN.sub("", text))
    if number is None or number < 0 or number >= MOST_CAPITAL:
        message = N_("The capital “%(text)s” is no amount in yuan: write 500万 or 5000000.")
        raise BadValue("capital", message, text=text)
    return int(number)


@lru_cache(maxsize=50_000)
def _day(text: str, today: dt.date) -> str | None:
    if text.lower() in NOTHING:
        return None
    found = _DAY.fullmatch(text)
    try:
        day = dt.date(*map(int, found.groups())) if found else None
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day <= today:
        message = N_("“%(text)s” is no day on which a company was founded: write 2019-05-17.")
        raise BadValue("founded", message, text=text[:40])
    return day.isoformat()
