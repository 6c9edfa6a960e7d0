"""The head of a record's page: who it is, what can be done, what matters now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from zhike.access.granted import ADMINISTER
from zhike.access.rights import Access
from zhike.ledger.actions import Action
from zhike.ledger.models import Record
from zhike.records.models import PageLayout
from zhike.records.resource import MERGE, Resource
from zhike.records.titles import title
from zhike.web import kept
from zhike.web.attention import attention
from zhike.web.cells import cell, shape_of, tier_of
from zhike.web.layouts import arrange_url, layout_of
from zhike.web.links import record_url
from zhike.web.merge_sides import url_of_merge
from zhike.web.names import names_of

KEY_FACTS = 5
Further = Callable[[Access, Any], dict[str, Any] | None]
_further: list[tuple[type[Record], Further]] = []
UNSAID = frozenset({"name", "tier", "kind", "currency", "updated_at", "created_at"})
ENDS = "close"
"""The cross on a verb that puts an end to something: none that hurries presses it first."""


def register_entry(model: type[Record], further: Further) -> None:
    """Put one more page into the menu of this record type's records; None leaves it out."""
    _further.append((model, further))


def pieces(access: Access, resource: Resource, record: Any) -> dict[str, Any]:
    """What is drawn anew when somebody else changes the record: head, menu, what matters now."""
    return {
        "called": title(access, record), "head": head(access, resource, record),
        "menu": _menu(access, resource, record), "attention": attention(access, record),
    }  # fmt: skip


def head(access: Access, resource: Resource, record: Any) -> dict[str, Any]:
    """Title, portrait, key facts and what can be done."""
    called = title(access, record)
    return {
        "title": called, "shape": shape_of(record), **tier_of(access, record),
        "meta": key_facts(access, resource, record, called),
        "star": kept.star(access, resource, record),
        "actions": [*_verbs(access, resource, record), *_edit(access, resource, record)],
    }  # fmt: skip


def key_facts(access: Access, resource: Resource, record: Any, called: str) -> list[dict[str, Any]]:
    """The first columns that say something, as words under the name."""
    specs = resource.specs(access)
    names = names_of(resource, access, [record])
    shown: list[dict[str, Any]] = []
    layout = layout_of(access, resource.model)
    wanted = (*layout.facts, *resource.columns) if layout else resource.columns
    for name in dict.fromkeys(wanted):
        spec = specs.get(name)
        if spec is None or name in UNSAID or len(shown) == KEY_FACTS:
            continue
        drawn = cell(spec, record, names)
        text = drawn.get("text") or ", ".join(drawn.get("texts", ()))
        if not text or f"{called} ".startswith(f"{text} "):
            continue
        is_plain = drawn["kind"] in ("number", "money", "date", "flag")
        text = f"{capfirst(str(spec.label))} {text}{drawn.get('unit', '')}" if is_plain else text
        text = capfirst(text) if drawn["kind"] == "badge" else text
        kind = drawn["kind"] if drawn["kind"] in ("who", "link") else "text"
        shown.append({"kind": kind, "text": text, "url": drawn.get("url", ""), "hint": spec.label})
    return shown


def _verbs(access: Access, resource: Resource, record: Any) -> list[dict[str, Any]]:
    in_order = sorted(resource.actions(access).values(), key=lambda action: action.icon == ENDS)
    return [
        _button(resource, record, action)
        for action in in_order
        if action.when(record)
        and action.offered(record, access)
        and access.reaches(record, action.permission)
    ]


def _button(resource: Resource, record: Any, action: Action) -> dict[str, Any]:
    """A verb with something to fill in is a link to its form; any other happens at once."""
    button = {"label": action.label, "icon": action.icon}
    button["url"] = record_url(resource, record.pk, action.name)
    if not action.fields:
        button |= {"method": "post", "name": "version", "value": str(record.version)}
    return button


def _edit(access: Access, resource: Resource, record: Any) -> list[dict[str, Any]]:
    if not access.reaches(record, "update"):
        return []
    return [{"label": _("Edit"), "icon": "edit", "url": record_url(resource, record.pk, "edit")}]


def _menu(access: Access, resource: Resource, record: Any) -> list[dict[str, Any]]:
    def url(page: str) -> str:
        return record_url(resource, record.pk, page)

    found = [find(access, record) for model, find in _further if isinstance(record, model)]
    entries = [
        *(entry for entry in found if entry is not None),
        {"label": _("History of changes"), "icon": "history", "url": url("history")},
        {"label": _("Where values come from"), "icon": "info", "url": url("sources")},
        {"label": _("As it was on a day"), "icon": "clock", "url": url("as-of")},
        {"label": _("Who can see this, and why"), "icon": "eye", "url": url("access")},
    ]
    if resource.mergeable and access.reaches(record, MERGE):
        merge = url_of_merge(resource, [record.pk])
        entries.append({"label": _("Merge with another"), "icon": "merge", "url": merge})
    if access.can(PageLayout, ADMINISTER) and not resource.is_part:
        arrange = arrange_url(resource.name)
        entries.append({"label": _("Arrange this page"), "icon": "columns", "url": arrange})
    if access.reaches(record, "delete"):
        entries.append({
            "label": _("Delete"), "icon": "trash", "tone": "danger", "url": url("delete"),
            "method": "post", "name": "version", "value": str(record.version),
        })  # fmt: skip
    return entries
