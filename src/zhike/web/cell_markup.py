"""How a cell of a list, or the value of a fact, is drawn: by its kind (docs/components.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhike.web import marks
from zhike.web.markup import format_html, format_html_join

Cell = Mapping[str, Any]

DASH = format_html('<span class="{}">—</span>', "muted")


def drawn(cell: Cell) -> SafeString:
    """The markup of a cell; a dash where it holds nothing, and nothing where it has no kind."""
    kind = cell.get("kind", "")
    if not kind:
        return marks.NOTHING
    return _BY_KIND[kind](cell) or DASH


def _text(cell: Cell) -> SafeString:
    text = cell.get("text", "")
    return format_html("<bdi>{}</bdi>{}", text, _hint(cell)) if text else marks.NOTHING


def _hint(cell: Cell) -> SafeString:
    hint = cell.get("hint", "")
    if not hint:
        return marks.NOTHING
    return format_html(' <span class="cell-hint"><bdi>{}</bdi></span>', hint)


def _with_text(draw: Callable[[Cell], SafeString]) -> Callable[[Cell], SafeString]:
    """Kinds that are their text: without one there is nothing to draw."""
    return lambda cell: draw(cell) if cell.get("text") else marks.NOTHING


def _link(cell: Cell) -> SafeString:
    return format_html(
        '<a class="record-link" href="{}"><bdi>{}</bdi></a>{}',
        cell["url"], cell["text"], _hint(cell),
    )  # fmt: skip


def _address(cell: Cell) -> SafeString:
    address = format_html('<a href="{}"><bdi>{}</bdi></a>', cell["url"], cell["text"])
    return format_html("{}{}", address, _hint(cell))


def _web(cell: Cell) -> SafeString:
    return format_html(
        '<a href="{}" rel="noopener noreferrer" target="_blank"><bdi>{}</bdi></a>',
        cell["url"], cell["text"],
    )  # fmt: skip


def _name(cell: Cell) -> SafeString:
    return format_html(
        '<span class="cell-row">{}<a class="record-link" href="{}"><bdi>{}</bdi></a>{}</span>',
        marks.avatar(cell["text"], cell.get("shape", ""), "small"), cell["url"], cell["text"],
        marks.tier(cell["tier"], cell.get("tier_label", "")) if cell.get("tier") else "",
    )  # fmt: skip


def _who(cell: Cell) -> SafeString:
    return marks.who(cell["text"], cell.get("url", ""))


def _money(cell: Cell) -> SafeString:
    sum_ = marks.money(cell["text"], cell.get("unit", ""), cell.get("exact", ""))
    return format_html("{}{}", sum_, _hint(cell))


def _date(cell: Cell) -> SafeString:
    tone = cell.get("tone", "")
    return format_html(
        '<time datetime="{}"{}>{}</time>', cell.get("iso", ""),
        format_html(' class="badge badge-{}"', tone) if tone else "", cell["text"],
    )  # fmt: skip


def _badge(cell: Cell) -> SafeString:
    return marks.badge(cell["text"], cell.get("tone", ""), cell.get("icon", ""))


def _tags(cell: Cell) -> SafeString:
    tags = format_html_join(
        "", '<span class="tag"><bdi>{}</bdi></span>', ((text,) for text in cell.get("texts", ()))
    )
    more = cell.get("more") and format_html('<span class="soft">{}</span>', cell["more"])
    return format_html('<span class="cell-row">{}{}</span>', tags, more or "") if tags else tags


def _flag(cell: Cell) -> SafeString:
    return marks.draw_icon("check", _("Yes")) if cell.get("on") else marks.NOTHING


def _progress(cell: Cell) -> SafeString:
    return format_html(
        '<span class="cell-row">'
        '<progress class="progress" max="{}" value="{}"></progress>{}</span>',
        cell.get("maximum", 100), cell.get("value", 0), cell.get("note", ""),
    )  # fmt: skip


def _long(cell: Cell) -> SafeString:
    return format_html('<bdi class="long">{}</bdi>', marks.mentions(cell["text"]))


_BY_KIND: dict[str, Callable[[Cell], SafeString]] = {
    "text": _text,
    "number": _text,
    "link": _with_text(_link),
    "name": _with_text(_name),
    "who": _with_text(_who),
    "money": _with_text(_money),
    "date": _with_text(_date),
    "badge": _with_text(_badge),
    "phone": _with_text(_address),
    "mail": _with_text(_address),
    "web": _with_text(_web),
    "long": _with_text(_long),
    "tags": _tags,
    "flag": _flag,
    "progress": _progress,
}
