"""The card of a deal: a board has a hundred of them, so no template puts them together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhike.web import marks
from zhike.web.markup import format_html, format_html_join

Spec = Mapping[str, Any]


def deal(
    title: str = "", url: str = "", id: str = "", version: object = "", party: str = "",
    tier: str = "", tier_label: str = "", amount: Spec | None = None, original: str = "",
    badges: Iterable[Spec] = (), owner: str = "", date: str = "", dwell: str = "",
    state: str = "", fixed: bool = False,
) -> SafeString:  # fmt: skip
    """What stands on a card; `state` is late or slow, `fixed` may not be moved."""
    movable = marks.NOTHING
    if id and not fixed:
        movable = format_html(
            ' data-id="{}" data-version="{}" data-title="{}" tabindex="0"'
            ' aria-roledescription="{}" aria-describedby="board-help"',
            id, version, title, _("movable card"),
        )  # fmt: skip
    return format_html(
        '<article class="deal{}"{}><h3>{}</h3>{}{}{}{}</article>',
        f" is-{state}" if state else "", movable,
        format_html('<a href="{}">{}</a>', url, title) if url else title,
        _line(_party(party, tier, tier_label)), _line(_amount(amount, original)),
        _line([_badge(spec) for spec in badges]), _line(_foot(owner, date, dwell, state)),
    )  # fmt: skip


def _line(parts: list[SafeString]) -> SafeString:
    """A line of the card; nothing where it holds nothing."""
    if not parts:
        return marks.NOTHING
    together = format_html_join("", "{}", ((part,) for part in parts))
    return format_html('<div class="line">{}</div>', together)


def _badge(spec: Spec) -> SafeString:
    return marks.badge(spec["text"], spec.get("tone", ""), spec.get("icon", ""))


def _party(party: str, tier: str, label: str) -> list[SafeString]:
    if not party:
        return []
    name = format_html('<span class="truncate">{}</span>', party)
    return [marks.tier(tier, label), name] if tier else [name]


def _amount(amount: Spec | None, original: str) -> list[SafeString]:
    if not amount:
        return []
    sum_ = format_html(
        '<span class="amount">{}</span>',
        marks.money(amount["text"], amount.get("unit", ""), amount.get("exact", "")),
    )
    return [sum_, format_html("<span>{}</span>", original)] if original else [sum_]


def _foot(owner: str, date: str, dwell: str, state: str) -> list[SafeString]:
    parts = []
    if owner:
        parts.append(marks.avatar(owner, size="small"))
        parts.append(format_html('<span class="visually-hidden">{}</span>', owner))
    if date:
        parts.append(format_html("<span>{}</span>", date))
    if dwell:
        css = f" is-{state}" if state else ""
        parts.append(format_html('<span class="push dwell{}">{}</span>', css, dwell))
    return parts
