"""What a line says of itself: 手机, Tel:, E-mail, 地址 … and the text behind each."""

from __future__ import annotations

import re
from typing import NamedTuple

_LABELS = {
    "both": (
        "电话/传真|电话传真|电话\\(传真\\)|电话及传真|电传|tel/fax|tel\\./fax|tel&fax|phone/fax"
        "|t/f"
    ),
    "fax": "传真号码|传真电话|公司传真|传真|fax no|fax|f",
    "mobile": (
        "手机号码|移动电话|行动电话|手提电话|联系手机|手机/微信|手机\\(微信\\)"
        "|手机\\(微信同号\\)|微信同号|手机及微信|私人手机|手机|手提|行动|移动|mobile phone"
        "|cell phone|cellphone|mobile/wechat|mobile no|mobile|mob|cell|mp|m"
    ),
    "tel": (
        "电话号码|联系电话|办公电话|公司电话|固定电话|座机电话|座机号码|服务热线|全国热线"
        "|客服热线|咨询热线|服务电话|销售热线|免费热线|热线|总机|直线|座机|直拨|固话|电话"
        "|telephone|tel no|tel|phone|office|direct line|direct|hotline|ph|t|p|d|o"
    ),
    "email": (
        "电子邮箱|电子邮件|电子信箱|电邮地址|邮箱地址|邮件地址|企业邮箱|邮箱|邮件|电邮|信箱"
        "|e-mail address|email address|e-mail|email|mail|e"
    ),
    "postcode": (
        "邮政编码|邮递区号|邮政区码|邮编|postal code|post code|postcode|zip code|zipcode|zip"
        "|p\\.c|pc"
    ),
    "address": (
        "公司地址|办公地址|联系地址|通讯地址|通信地址|详细地址|总部地址|工厂地址|单位地址|厂址"
        "|地址|住址|地点|company address|address|addr|add|a"
    ),
    "website": (
        "公司网址|官方网站|公司网站|官方网址|网址|网站|官网|主页|website|web site|homepage|web"
        "|http|url|w"
    ),
    "wechat": "微信公众号|微信号码|微信号|公众号|微信|企业微信|wechat id|wechat|weixin",
    "qq": "qq/微信|qq号码|qq号|qq",
    "uscc": (
        "统一社会信用代码|社会信用代码|信用代码|纳税人识别号|统一编号|统编|税号|税务登记号"
    ),
    "bank": "开户银行|开户行|银行账号|账户|账号|帐号|户名",
    "name": "姓名|联系人|name|contact",
    "title": "职务|职位|职称|头衔|title|position",
    "company": "公司名称|单位名称|公司|单位|company",
    "business": "主营业务|主营产品|经营范围|业务范围|主营|经营|产品",
}  # fmt: skip
# These are labels only before a colon: 公司 and 产品 stand in names.
_COLON_ONLY = frozenset({"name", "title", "company", "business", "bank"})
_NUMBERS = frozenset({"both", "fax", "mobile", "tel", "postcode", "qq", "uscc"})
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20, 0x2013: 0x2D, 0x2014: 0x2D, 0x2012: 0x2D, 0x2212: 0x2D, 0x2010: 0x2D,
    0x2011: 0x2D, 0x3002: 0x2E, 0x2236: 0x3A,
}  # fmt: skip


class Segment(NamedTuple):
    """A stretch of a line: what its label says (`""` without one) and where its text stands."""

    kind: str
    start: int
    end: int


def half_width(text: str) -> str:
    """With the signs of a keyboard, as many characters as before."""
    return text.translate(FULL_WIDTH)


def _spaced(word: str) -> str:
    """A Chinese label may be spread: 电 话."""
    return re.sub(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])", r"\\s*", word).replace(" ", r"\s*")


def _pattern() -> re.Pattern[str]:
    words = [(word, kind) for kind, text in _LABELS.items() for word in text.split("|")]
    words.sort(key=lambda pair: -len(pair[0]))
    kinds: dict[str, list[str]] = {}
    alternatives = []
    for number, (word, kind) in enumerate(words):
        kinds.setdefault(kind, []).append(word)
        alternatives.append(f"(?P<{kind}_{number}>{_spaced(word)}{_behind(word, kind)})")
    return re.compile("|".join(alternatives), re.IGNORECASE)


def _behind(word: str, kind: str) -> str:
    """What must follow a label for it to be one."""
    colon = r"\s*(?:\([^()]{1,8}\))?\s*[:.|丨]+\s*"
    if kind in _COLON_ONLY:
        return r"\s*:\s*"
    is_han = ord(word[0]) > 0x2E80
    # A single letter is a label before a number or what looks like one.
    if kind in _NUMBERS:
        value = r"(?=[+(\d])|\s+(?=[+(\dOoIl])"
    elif kind == "email":
        value = r"\s*(?=[\w.+-]+\s?@)" if len(word) > 1 else r"\s+(?=[\w.+-]+\s?@)"
    elif kind == "address":
        value = r"\s*(?=[\u4e00-\u9fff\d])" if is_han else r"\s+(?=[\u4e00-\u9fff\w])"
        if len(word) == 1:
            value = r"\s+(?=[\u4e00-\u9fff])"
    elif kind == "website":
        value = r"\s*(?=www|http|[\w-]+\.(?:com|cn|net|org))"
    else:
        value = r"\s+(?=[\w])"
    return rf"(?:{colon}|{value}|\s*$)"


_LABEL = _pattern()
_LETTERS = re.compile(r"[a-z]", re.IGNORECASE)


def segments(text: str) -> list[Segment]:
    """The labelled and unlabelled stretches of a line; `text` is of half width."""
    found: list[Segment] = []
    start, kind = 0, ""
    position = 0
    while match := _LABEL.search(text, position):
        label = match.lastgroup or ""
        name = label.partition("_")[0]
        # Tower A in an address is no label.
        is_inside = kind == "address" and len(match[0].strip()) == 1
        if is_inside or not _may_begin(text, match.start(), name):
            position = match.start() + 1
            continue
        if text[start : match.start()].strip(" /|,;") or kind:
            found.append(Segment(kind, start, match.start()))
        start, kind = match.end(), name
        position = match.end()
    if text[start:].strip() or kind:
        found.append(Segment(kind, start, len(text)))
    return found


def _may_begin(text: str, at: int, kind: str) -> bool:
    before = text[at - 1] if at else " "
    if _LETTERS.match(text[at]):
        return not (before.isalnum() and before.isascii()) and before not in "@._-&'/:"
    if "\u4e00" <= before <= "\u9fff":
        return kind in {"mobile", "tel", "fax", "both", "email"} and ":" in text[at : at + 8]
    return True
