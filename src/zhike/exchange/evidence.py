"""What the cells of a column say of it: whether a field fits, and which one would."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from zhike.base import emails, phones, uscc
from zhike.base.errors import BadValue
from zhike.exchange.choice_words import meant_choice
from zhike.exchange.converters import SLASHED, number, order_of
from zhike.exchange.targets import Target
from zhike.exchange.trial import nearest

LOOKED_AT = 40
_URL = re.compile(r"(https?://|www\.)\S+\.\S+|[\w-]+(\.[\w-]+)*\.(com|cn|net|org|io)(/\S*)?", re.I)
_YES_NO = frozenset(["true", "false", "yes", "no", "是", "否", "y", "n", "有", "无"])
# Somebody else's number, or one that is nobody's telephone.
_NOT_THEIRS = re.compile(
    r"fax|传真|傳真|owner|负责|創建|创建|assist|asst|助理|助手|法人|推荐|referr|created|modified|user"
    r"|id$|编号|编码|代码|account|账号|帐号|manager|经理|spouse|qq|号码$|序号|数量|金额",
    re.I,
)
# A page on somebody else's site is not the customer's own.
_NETWORKS = re.compile(
    r"linkedin|facebook|twitter|instagram|youtube|tiktok|skype|whatsapp|领英|微博|抖音|公众号", re.I
)
# The keys of databases: eight digits or letters, a hyphen, more of them.
_KEY = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F-]{8,}")
_CHECKED = frozenset({"date", "moment", "integer", "number", "money", "boolean"})


def fits(target: Target, texts: Sequence[str], *, is_own: bool) -> bool:
    """Whether the cells can be what the heading promises; `is_own` headings are our very words."""
    said = list(dict.fromkeys(texts))[:LOOKED_AT]
    if not said:
        return True
    spec = target.spec
    kind = spec.kind.name
    if target.variant in ("phone", "email"):
        # A telephone without its country's code is one, though it cannot be kept as it stands.
        looks = re.compile(r"@" if target.variant == "email" else r"\d(\D?\d){4}")
        return sum(looks.search(text) is not None for text in said) >= 0.3 * len(said)
    if spec.target is not None or target.source:
        return True
    if kind in ("choice", "choices"):
        words = (spec.choice_value(t) or meant_choice(target.name, t) or nearest(t, spec.choices)
                 for t in said)  # fmt: skip
        return is_own or spec.is_open or kind == "choices" or any(words)
    if kind not in _CHECKED:
        return True
    if kind in ("integer", "number", "money"):
        return _share(number, said) >= 0.5
    if kind in ("date", "moment") and (order_of(said) or all(map(SLASHED.match, said))):
        return True
    return _share(spec.parse, said) >= 0.5


def guessed_target(heading: str, texts: Sequence[str]) -> str:
    """The customers' field that cells of such a form fill, whatever their heading; "" for none."""
    said = list(dict.fromkeys(texts))[:LOOKED_AT]
    if not said or _NOT_THEIRS.search(heading):
        return ""
    if _share(emails.normalise, said) > 0.8:
        return "contact_points.email"
    if _share(uscc.normalise, said) > 0.8:
        return "uscc"
    if all(map(_URL.fullmatch, said)):
        return "" if _NETWORKS.search(heading) else "website"
    if _share(_mobile, said) > 0.8:
        return "contact_points.phone"
    return ""


def guessed_kind(texts: Sequence[str]) -> str:
    """What a new field for these texts would hold: yes or no, a number, a date or text."""
    said = list(dict.fromkeys(texts))
    if said and all(text.lower() in _YES_NO for text in said):
        return "boolean"
    if said and all(map(_is_whole, said)):
        return "integer"
    if said and all(map(_is_number, said)):
        return "number"
    if said and (order_of(said) or all(len(text) == 10 for text in said)):
        return "date" if all(map(is_date, said)) else "text"
    return "text"


def is_id(text: str) -> bool:
    """Whether a text is an id of ours."""
    return re.fullmatch(r"[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}", text) is not None


def are_keys(texts: Sequence[str]) -> bool:
    """Whether these are keys of some database, which nobody is called."""
    return bool(texts) and all(map(_KEY.fullmatch, texts))


def is_date(text: str) -> bool:
    """Whether a text is three numbers, as a date is."""
    parts = text.strip().replace("/", "-").replace(".", "-").split("-")
    return len(parts) == 3 and all(part.isdigit() for part in parts)


def _mobile(text: str) -> None:
    """A telephone that is written as no other number is: raises BadValue for all else."""
    digits = re.sub(r"[\s()-]", "", text)
    if not re.fullmatch(r"(\+?86)?1[3-9]\d{9}|\+\d{8,15}|0\d{2,3}-?\d{7,8}", digits):
        raise BadValue("phone", "")
    phones.normalise(text)


def _share(read: Callable[[str], object], texts: Sequence[str]) -> float:
    """How many of the texts can be read so."""
    count = 0
    for text in texts:
        try:
            read(text)
        except BadValue:
            continue
        count += 1
    return count / len(texts)


def _is_whole(text: str) -> bool:
    found = _number(text)
    # A leading zero or a length like a telephone's makes it a code.
    return found is not None and found == found.to_integral_value() and _is_no_code(text)


def _is_number(text: str) -> bool:
    return _number(text) is not None and _is_no_code(text)


def _is_no_code(text: str) -> bool:
    return len(text) < 10 and (text[:1] != "0" or text[:2] == "0." or text == "0")


def _number(text: str) -> Decimal | None:
    try:
        return number(text)
    except BadValue:
        return None
