"""The card of a record: a board has a hundred of them, so no template puts them together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from zhike.web import marks
from zhike.web.cell_markup import drawn
from zhike.web.markup import format_html, format_html_join

Spec = Mapping[str, Any]


def card(
    title: str = "", url: str = "", id: str = "", version: object = "", party: str = "",
    tier: str = "", tier_label: str = "", amount: Spec | None = None, original: str = "",
    badges: Iterable[Spec] = (), owner: str = "", date: str = "", dwell: str = "",
    state: str = "", fixed: bool = False, shape: str = "", facts: Iterable[Spec] = (),
) -> SafeString:  # fmt: skip
    """What stands on a card; `state` is late or slow, `fixed` may not be moved.

    Of a deal that is the customer, the sum, the owner and the dates; of any record its facts.
    """
    movable, button = marks.NOTHING, marks.NOTHING
    if id and not fixed:
        button = _move_button(title)
        movable = format_html(
            ' data-id="{}" data-version="{}" data-title="{}" tabindex="0"'
            ' aria-roledescription="{}" aria-describedby="board-help"',
            id, version, title, _("movable card"),
        )  # fmt: skip
    return format_html(
        '<article class="card{}"{}><header>{}<h3>{}</h3>{}{}</header>{}{}{}{}{}</article>',
        f" is-{state}" if state else "", movable,
        marks.avatar(title, shape, "small") if shape else marks.NOTHING,
        format_html('<a href="{}">{}</a>', url, title) if url else title,
        marks.tier(tier, tier_label) if tier and not party else marks.NOTHING, button,
        _line(_party(party, tier, tier_label)), _line(_amount(amount, original)),
        _line([_badge(spec) for spec in badges]), _facts(facts),
        _line(_foot(owner, date, dwell, state)),
    )  # fmt: skip


def _move_button(title: str) -> SafeString:
    """For whoever can neither drag nor lift: the lanes as a menu."""
    return format_html(
        '<button class="card-move" type="button" data-move aria-haspopup="menu">{}'
        '<span class="visually-hidden">{}</span></button>',
        marks.draw_icon("swap"), _("Move %(title)s to…") % {"title": title},
    )  # fmt: skip


def _facts(facts: Iterable[Spec]) -> SafeString:
    """A line for each: its field, unless the value says that itself, and the value."""
    rows = [
        ("visually-hidden" if fact.get("bare") else "muted", capfirst(fact["label"]),
         drawn(fact["cell"]))
        for fact in facts
    ]  # fmt: skip
    return format_html_join(
        "", '<div class="line fact"><span class="{}">{}</span> {}</div>', rows
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
