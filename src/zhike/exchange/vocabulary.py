"""What a heading means: its word, or the word left when what qualifies it is taken away."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from django.utils.translation import override

from zhike.access.rights import Access
from zhike.exchange.joining import PIECES, piece_of
from zhike.exchange.relations import squeezed
from zhike.exchange.synonyms import BY_RESOURCE, ENTITIES, EVERYWHERE
from zhike.exchange.targets import Target, writable_targets
from zhike.records.resource import Resource

CLOSE = 0.88
SHORTEST = 6
SHARING = 3
# Whose field it is, and which of several: 客户-电话, Work phone, E-mail 2.
_WHICH = (
    "主要|首要|常用|备用|其他|其它|第一|第二|工作|商务|办公|公司|住宅|家庭|个人|所属|当前|关联"
    "|相关|所在"
    "|专管|专营|分管|销售|跟进|拜访|联系|联络|通信|primary|main|work|business|office|home|other"
    "|personal"
    "|private|preferred|default|alternate|secondary|direct|official|registered|current|legal"
    "|estimated|total|potential|prospective"
)
_QUALIFIED = {
    name: re.compile(rf"^(?:{words}|{_WHICH})(?=..)") for name, words in ENTITIES.items()
} | {"": re.compile(rf"^(?:{_WHICH})(?=..)")}
_ENDING = re.compile(r"(?<=..)(?:名称|信息|资料|name|info|details)$")
_LAST = re.compile(
    r"^([\u4e00-\u9fff]+?)(电话|手机|邮箱|地址|网站|网址|微信|行业|地区|省市|负责人|所有人|业务员|部门"
    r"|销售|单位|公司|客户|等级|级别|阶段|来源|标签|备注|说明|描述|主题|金额|概率|货号|单价|售价)号?码?$"
)
_ANOTHERS = re.compile(
    "创建|修改|上级|母|父|前|原|推荐|竞争|介绍|紧急|开户|法人|产品|最后|最近|上次|回款|开票|欠"
    "|parent|created|modified|updated|last|previous|assistant|asst|referr|competitor|product"
)
_TRAILING = re.compile(r"(?:\d+|value)+$")
_FIRST = re.compile(r"[\u4e00-\u9fff]{2}(?=[\u4e00-\u9fff]{2})|[a-z]+(?=[ _.:-]+[a-z])")
_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_BEFORE = re.compile(r"^.*[-–—:：/.>|](?=.)")
_OF = re.compile(r"\s+of\s+(?:the\s+)?(?:address|company|customer|contact|account)$", re.IGNORECASE)
_AFTER = re.compile(r"(?<=\w)\s*[/／|、].*$")


class Vocabulary:
    """Every word for a field of one record type, as one user may fill it."""

    def __init__(self, resource: Resource, access: Access, headings: Sequence[str] = ()) -> None:
        """Names and labels in both languages, then what other programs say.

        `headings` are all of a file: what several begin with is its word for what it lists.
        """
        self.resource, self.prefixes = resource, _shared(headings)
        fillable = writable_targets(resource, access)
        self.has_addresses = bool({"contact_points.address", "address"} & fillable.keys())
        self.own = _own(fillable)
        self.words = _foreign(resource, fillable, self.has_addresses) | self.own

    def meant(self, heading: str, extra: dict[str, str] | None = None) -> str:
        """The target of a heading, "" for none; a profile's words (`extra`) are asked first."""
        for form in forms(heading, self.resource.name):
            if extra and form in extra:
                return extra[form]
        word = squeezed(heading)
        if word in self.words:
            return self.words[word]
        if self.has_addresses and (piece := piece_of(heading)[0]):
            return piece
        for form in forms(heading, self.resource.name):
            if form in self.words:
                return self.words[form]
        if tail := _last_word(squeezed(_BRACKETS.sub("", heading))):
            return self.words.get(tail, "")
        if len(word) >= SHORTEST:
            # A slip of the pen seldom spoils the first letter: fax number is no tax number.
            alike = [known for known in self.words if known[0] == word[0]]
            found = difflib.get_close_matches(word, alike, n=1, cutoff=CLOSE)
            if found and len(found[0]) >= SHORTEST - 1:
                return self.words[found[0]]
        prefix = next((p for p in self.prefixes if word.startswith(p) and word != p), "")
        return self.words.get(word.removeprefix(prefix), "") if prefix else ""

    def is_told(self, heading: str, extra: dict[str, str]) -> bool:
        """Whether a profile's words say what the heading means."""
        return any(form in extra for form in forms(heading, self.resource.name))

    def is_own(self, heading: str) -> bool:
        """Whether we call a field just so ourselves."""
        return squeezed(heading) in self.own


def _own(fillable: dict[str, Target]) -> dict[str, str]:
    """What we call our fields ourselves."""
    words = {"id": "id"}
    for language in ("en", "zh-hans"):
        with override(language):
            for name, target in fillable.items():
                words.setdefault(squeezed(name), name)
                # 公司地址 in a list of companies is their own: as a label it stands for another's.
                if not target.companion:
                    words.setdefault(squeezed(str(target.label)), name)
    return words


def _foreign(
    resource: Resource, fillable: dict[str, Target], has_addresses: bool
) -> dict[str, str]:
    """What others call them, and the pieces of them."""
    # A company's name may be the customer's own or its employer's: `joining` tells.
    wholes = {*fillable, "employer", *(["address"] if has_addresses else [])}
    tables: list[tuple[dict[str, str], str | None]] = [
        (BY_RESOURCE.get(resource.name, {}), None), (EVERYWHERE, None),
        *([(PIECES, "|")] if has_addresses else []),
    ]  # fmt: skip
    words: dict[str, str] = {}
    for table, mark in tables:
        for to, synonyms in table.items():
            if to in fillable or to.partition(".")[0] in wholes:
                for word in synonyms.split(mark):
                    words.setdefault(squeezed(word), to)
    return words


def _shared(headings: Sequence[str]) -> list[str]:
    """With what at least three of a file's headings begin: 机会编号, 机会名称, 机会来源."""
    counts: Counter[str] = Counter()
    for heading in headings:
        first = _FIRST.match(heading.strip().lower())
        if first is not None and not _ANOTHERS.search(heading.lower()):
            counts[first[0]] += 1
    return [squeezed(prefix) for prefix, count in counts.items() if count >= SHARING]


def forms(heading: str, resource: str = "") -> Iterator[str]:
    """The heading's word, then what is left of it, the least changed first."""
    qualified = _QUALIFIED.get(resource, _QUALIFIED[""])
    bare = _OF.sub("", _BRACKETS.sub("", heading))
    seen: set[str] = set()
    for text in (heading, bare, _AFTER.sub("", bare), _BEFORE.sub("", bare)):
        word = squeezed(text)
        while word and word not in seen:
            for form in (word, *_shorter(word)):
                if form not in seen and (form == word or len(form) > 1):
                    seen.add(form)
                    yield form
            word = qualified.sub("", word)


def _last_word(word: str) -> str:
    """Chinese says last what a thing is (来访单位, 对接销售); "" where the rest makes it"
    " another's.
    """
    found = _LAST.match(word)
    return found[2] if found and not _ANOTHERS.search(found[1]) else ""


def _shorter(word: str) -> tuple[str, ...]:
    """Without a number, a plural's ending, or a word that adds nothing (地区名称)."""
    bare = _TRAILING.sub("", word)
    single = bare[:-3] + "y" if bare.endswith("ies") else bare.removesuffix("s")
    return bare, single, _ENDING.sub("", bare)
