"""A row of a directory's list as an entry, or why it is none."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from django.utils import timezone

from zhike.base import uscc
from zhike.base.errors import N_, BadValue
from zhike.base.grams import bare
from zhike.base.money import parse_number
from zhike.base.regions import region_code
from zhike.base.text import clean_text
from zhike.exchange.choice_words import meant_choice
from zhike.people.models import Party

LONGEST = {"name": 200, "person": 60, "phone": 60, "address": 200, "business": 200}
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
        """`where`: the place of each field."""
        self.where = where
        self.places = [where[n] for n in ("province", "city", "county") if n in where]
        self.today = timezone.localdate()

    def entry(self, cells: Sequence[str]) -> Entry:
        """The entry of a row; raises BadValue with what is wrong."""
        name = self._text(cells, "name")
        if not name:
            raise BadValue("name", N_("The company has no name."))
        code = self._cell(cells, "uscc")
        code = "" if code.lower() in NOTHING else uscc.normalise(code)
        region = self._region(cells, code)
        trade, business = self._cell(cells, "industry"), self._text(cells, "business")
        founded = _day(self._cell(cells, "founded"), self.today)
        return Entry(
            code or named_key(name, region), name, code, region,
            _industry(trade or business[:60] or name), self._capital(cells),
            founded, self._text(cells, "person"), self._text(cells, "phone"),
            self._text(cells, "address"), business or clean(trade, "business"),
        )  # fmt: skip

    def _cell(self, cells: Sequence[str], name: str) -> str:
        place = self.where.get(name)
        return "" if place is None else cells[place].strip()

    def _text(self, cells: Sequence[str], name: str) -> str:
        return clean(self._cell(cells, name), name)

    def _region(self, cells: Sequence[str], code: str) -> str:
        text = self._cell(cells, "region") or "".join(cells[n].strip() for n in self.places)
        return (_region(text[:60]) if text else "") or (_region(code[2:8]) if code else "")

    def _capital(self, cells: Sequence[str]) -> int | None:
        if text := self._cell(cells, "capital"):
            return _capital(text[:60])
        text = self._cell(cells, "capital_wan")
        return _capital(f"{text[:60]}万") if text and text.lower() not in NOTHING else None


def clean(text: str, name: str) -> str:
    """A text as it is stored; beside the name, what is too long is cut."""
    if not text or (len(text) <= LONGEST_NOTHING and name != "name" and text.lower() in NOTHING):
        return ""
    longest = LONGEST[name]
    return clean_text(text if name == "name" else text[:longest], max_length=longest,
                      multiline=False)  # fmt: skip


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
