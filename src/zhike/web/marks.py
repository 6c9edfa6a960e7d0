"""The small marks of a line: icon, avatar, name, tier, badge, sum.

A page has hundreds of them, so they are put together here and not by templates: 50 rows of a list
take a tenth of the time.
"""

from __future__ import annotations

import re
import zlib
from functools import cache
from typing import Any
from urllib.parse import quote

from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from zhike.records.mentions import MENTION
from zhike.records.term import Term, concept_of, term_of
from zhike.web.markup import format_html, format_html_join

CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
ASIDE = re.compile(r"[(（\[【].*?[)）\]】]")
REGION = re.compile(
    r"^(?:中国|北京|上海|天津|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北"
    r"|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门)"
    r"(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)?(?=.{3})"
)
NOTHING = format_html("{}", "")


def initials(name: str) -> str:
    """What stands in a person's round: 周子涵 → 子涵, He Jianguo → HJ."""
    bare = ASIDE.sub("", name).strip() or name
    if characters := CHINESE.findall(bare):
        return "".join(characters[-2:])
    words = re.findall(r"\w+", bare)
    return "".join(word[0] for word in (*words[:1], *words[1:][-1:])).upper()


def core_character(name: str) -> str:
    """What stands in an organization's square: 四川川途客运有限公司 → 川, Lao Express → L."""
    bare = REGION.sub("", ASIDE.sub("", name).strip()) or name
    return next((letter.upper() for letter in bare if letter.isalnum()), "")


def hue(name: str) -> int:
    """One of the four tints (1 to 4), always the same for a name."""
    return zlib.crc32(name.encode()) % 4 + 1


@cache
def _sprite() -> str:
    return static("web/icons.svg")


def draw_icon(name: str, label: str = "") -> SafeString:
    """A drawing from the sprite; with a label only where no words stand beside it."""
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"/></svg>',
            label, _sprite(), name,
        )  # fmt: skip
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', _sprite(), name
    )


def avatar(name: object, shape: str = "person", size: str = "") -> SafeString:
    """The round of a person or the square of an organization; the name itself stands beside it."""
    text = str(name)
    square = shape == "organization"
    return format_html(
        '<span class="avatar{}{} hue-{}" aria-hidden="true">{}</span>',
        " avatar-organization" if square else "", f" avatar-{size}" if size else "",
        hue(text), core_character(text) if square else initials(text),
    )  # fmt: skip


def who(name: object, url: str = "", shape: str = "person", note: str = "") -> SafeString:
    """A person or organization in a line, with a link where there is a page."""
    return format_html(
        '<span class="who">{}{}{}</span>',
        avatar(name, shape, "small"),
        format_html('<a class="truncate" href="{}"><bdi>{}</bdi></a>', url, name)
        if url
        else format_html('<bdi class="truncate">{}</bdi>', name),
        format_html('<span class="muted">{}</span>', note) if note else NOTHING,
    )


def tier(tier: str, label: str = "", size: str = "") -> SafeString:
    """The customer's standing as a small carved seal: platinum, gold, silver or iron."""
    characters = {"platinum": _("Pt"), "gold": _("Au"), "silver": _("Ag"), "iron": _("Fe")}
    words = capfirst(label or tier)
    return format_html(
        '<span class="tier tier-{}{}" role="img" aria-label="{}" title="{}">'
        '<span aria-hidden="true">{}</span></span>',
        tier, f" tier-{size}" if size else "", words, words, characters.get(tier, ""),
    )  # fmt: skip


def badge(text: object, tone: str = "", icon: str = "") -> SafeString:
    """A state in words."""
    return format_html(
        '<span class="badge{}">{}{}</span>',
        f" badge-{tone}" if tone else "", draw_icon(icon) if icon else NOTHING, capfirst(str(text)),
    )  # fmt: skip


def money(text: object, unit: str = "", exact: str = "") -> SafeString:
    """A sum at a glance; the exact one for the machine and for whoever asks."""
    return format_html(
        '<data class="money" value="{}" title="{}">{}{}</data>',
        exact or text, exact or text, text,
        format_html('<span class="unit">{}</span>', unit) if unit else NOTHING,
    )  # fmt: skip


def mentions(text: object) -> SafeString:
    """A text in which each mention of a colleague is a link: found by log-in name, said by name."""
    said, end = str(text), 0
    pieces: list[tuple[str, str, str]] = []
    for found in MENTION.finditer(said):
        pieces.append((said[end : found.start()], quote(found[2]), found[1]))
        end = found.end()
    linked = format_html_join("", '{}<a class="mention" href="/users/?q={}">@{}</a>', pieces)
    return format_html("{}{}", linked, said[end:])


def term(label: Any) -> SafeString:
    """A label that is a word of the glossary, with what it means at a touch; any other as it is."""
    known, text = term_of(label), capfirst(str(label))
    if known is None:
        return format_html("{}", text)
    return format_html(
        '<button class="gloss" type="button" data-means="{}">{}</button>', known.means, text
    )


def term_mark(label: Any) -> SafeString:
    """The same as a mark beside the label of a field."""
    return _mark(concept_of(label), label)


def column_mark(label: Any) -> SafeString:
    """The mark beside the head of a column by which one sorts."""
    return _mark(term_of(label), label)


def _mark(known: Term | None, label: Any) -> SafeString:
    if known is None:
        return NOTHING
    ask = _("What does “%(word)s” mean?") % {"word": label}
    return format_html(
        '<button class="gloss-mark" type="button" data-means="{}" aria-label="{}">?</button>',
        known.means, ask,
    )  # fmt: skip


def means(label: Any) -> SafeString:
    """What a link's label means, as an attribute of the link."""
    known = term_of(label)
    return format_html(' data-means="{}"', known.means) if known else NOTHING
