"""Arranging the pages of a record type: which panels and facts, where, for whom."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhike.access.granted import ADMINISTER
from zhike.access.models import Role
from zhike.access.rights import Denied
from zhike.records.models import PageLayout
from zhike.records.resource import Resource, all_resources, resource_of_kind
from zhike.web.layouts import arrange_url
from zhike.web.panels import arranged, panels_for
from zhike.web.requests import PageRequest, record_or_404, resource_or_404, uuid_or_none

PANELS, FACTS = ("main", "side", "hidden"), ("first", "rest")
Groups = dict[str, list[str]]


@require_http_methods(["GET", "POST"])
def arrange_page(request: PageRequest) -> HttpResponse:
    """GET: the columns as they stand. POST: one thing moved, or everything as usual again."""
    if not request.access.can(PageLayout, ADMINISTER):
        raise Denied(PageLayout.record_type, ADMINISTER)
    resource, role = _resource(request), _role(request)
    layout = _layout(resource, role)
    if request.method == "POST":
        _change(request, resource, role, layout)
        if not request.htmx:
            return redirect(arrange_url(resource.name, role.pk if role else None))
        layout = _layout(resource, role)
    template = "web/arrangement.html" if request.htmx else "web/arrange.html"
    return render(request, template, _context(request, resource, role, layout))


@require_GET
def new_page(request: PageRequest) -> HttpResponse:
    """A layout is made by arranging."""
    resource_or_404(request, "page-layouts", "create")
    return redirect("arrange")


@require_GET
def edit_page(request: PageRequest, id_: UUID) -> HttpResponse:
    """A layout is changed where its columns are shown."""
    layouts = resource_or_404(request, "page-layouts", "update")
    layout = record_or_404(request, layouts, id_, "update")
    try:
        name = resource_of_kind(layout.resource).name
    except KeyError:  # Its package is gone.
        raise Http404 from None
    return redirect(arrange_url(name, layout.role_id))


def _types() -> list[Resource]:
    return [resource for resource in all_resources() if not resource.is_part]


def _resource(request: PageRequest) -> Resource:
    types = _types()
    asked = request.GET.get("type", "")
    found = [resource for resource in types if resource.name == asked]
    if asked and not found:
        raise Http404
    return found[0] if found else max(types, key=lambda one: (one.page_rank > 0, -one.page_rank))


def _role(request: PageRequest) -> Role | None:
    if not request.GET.get("role"):
        return None
    asked = uuid_or_none(request.GET["role"])
    role: Role | None = Role.objects.filter(pk=asked).first() if asked else None
    if role is None:
        raise Http404
    return role


def _layout(resource: Resource, role: Role | None) -> PageLayout | None:
    """The latest one: two that were made at the same moment do no harm."""
    known = PageLayout.objects.filter(resource=resource.model.record_type, role=role)
    found: PageLayout | None = known.order_by("-pk").first()
    return found


def _change(
    request: PageRequest, resource: Resource, role: Role | None, layout: PageLayout | None
) -> None:
    name, to, at = _asked(request)
    groups = _groups(request, resource, layout)
    if to == "usual" and layout is None:
        return
    if to != "usual":
        _move(groups, name, to, at)
    with request.access.change_set("arrange") as opened:
        if layout is not None and to == "usual":
            layout.delete()
        else:
            kept = layout or PageLayout(resource=resource.model.record_type, role=role)
            kept.main, kept.side, kept.hidden = (groups[group] for group in PANELS)
            kept.facts = groups["first"]
            kept.save()
    text = _("The pages are as usual again.") if to == "usual" else _("The pages are arranged.")
    messages.success(request, text, extra_tags=f"undo:{opened.id}")


def _asked(request: PageRequest) -> tuple[str, str, int]:
    """`move=<group>:<place>:<name>`, as buttons and the dragging script send it."""
    to, _colon, rest = request.POST.get("move", "").partition(":")
    at, _colon, name = rest.partition(":")
    if to == "usual":
        return "", to, 0
    if to not in (*PANELS, *FACTS) or not (at.isdecimal() and len(at) < 4):
        raise Http404
    return name, to, int(at)


def _move(groups: Groups, name: str, to: str, at: int) -> None:
    among = PANELS if to in PANELS else FACTS
    if all(name not in groups[group] for group in among):
        raise Http404
    for group in among:
        groups[group] = [other for other in groups[group] if other != name]
    groups[to].insert(at, name)


def _groups(request: PageRequest, resource: Resource, layout: PageLayout | None) -> Groups:
    """The names in each column as pages of this type show them now."""
    shown = list(arranged(resource.model, layout))
    known = {panel.name for panel in panels_for(resource.model)}
    specs = [s.name for _label, specs in resource.shown_sections(request.access) for s in specs]
    first = [name for name in (layout.facts if layout else ()) if name in specs]
    return {
        "main": [panel.name for panel, side in shown if not side],
        "side": [panel.name for panel, side in shown if side],
        "hidden": [name for name in (layout.hidden if layout else ()) if name in known],
        "first": first, "rest": [name for name in specs if name not in first],
    }  # fmt: skip


def _context(
    request: PageRequest, resource: Resource, role: Role | None, layout: PageLayout | None
) -> dict[str, Any]:
    groups = _groups(request, resource, layout)
    labels = {panel.name: panel.label for panel in panels_for(resource.model)}
    facts = {name: spec.label for name, spec in resource.specs(request.access).items()}
    titles = {
        "main": _("Main column"), "side": _("Side column"), "hidden": _("Not shown"),
        "first": _("Facts that come first"), "rest": _("Other facts"),
    }  # fmt: skip
    lists = {
        group: {
            "name": group, "title": titles[group],
            "things": _items(groups, group, labels if group in PANELS else facts),
        }
        for group in groups
    }  # fmt: skip
    return {
        "url": arrange_url(resource.name, role.pk if role else None), "is_own": layout is not None,
        "panels": [lists[group] for group in PANELS], "facts": [lists[group] for group in FACTS],
        **_choices(resource, role),
    }  # fmt: skip


def _items(groups: Groups, group: str, labels: dict[str, Any]) -> list[dict[str, Any]]:
    """Each with where its buttons move it."""
    names = groups[group]
    others = [other for other in (PANELS if group in PANELS else FACTS) if other != group]
    is_ordered = group not in ("hidden", "rest")
    items = []
    for place, name in enumerate(names):
        moves = []
        if is_ordered:
            moves = [
                _button("up", _("Up"), "chevron-up", group, place - 1, name),
                _button("down", _("Down"), "chevron-down", group, place + 1, name),
            ]
            moves[0]["disabled"] = place == 0
            moves[1]["disabled"] = place == len(names) - 1
        moves += [_button(other, *_way(other), other, len(groups[other]), name) for other in others]
        items.append({"name": name, "label": capfirst(str(labels[name])), "moves": moves})
    return items


def _way(to: str) -> tuple[str, str]:
    return {
        "main": (_("To the main column"), "chevron-left"),
        "side": (_("To the side column"), "chevron-right"),
        "hidden": (_("Do not show"), "close"),
        "first": (_("Put first"), "plus"),
        "rest": (_("Not first"), "close"),
    }[to]


def _button(do: str, label: str, icon: str, to: str, at: int, name: str) -> dict[str, Any]:
    return {"do": do, "label": label, "icon": icon, "value": f"{to}:{max(at, 0)}:{name}"}


def _choices(resource: Resource, role: Role | None) -> dict[str, Any]:
    everybody = {"value": "", "label": _("everybody")}
    roles = [{"value": str(r.pk), "label": r.name} for r in Role.objects.order_by("pk")]
    return {
        "types": {
            "kind": "select", "name": "type", "label": _("record type"), "value": resource.name,
            "options": [{"value": r.name, "label": r.label} for r in _types()], "required": True,
        },
        "roles": {
            "kind": "select", "name": "role", "label": _("for"), "required": True,
            "value": str(role.pk) if role else "", "options": [everybody, *roles],
        },
        "whose": role.name if role else _("everybody"), "what": resource.label_plural,
    }  # fmt: skip
