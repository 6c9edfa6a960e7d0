"""The list of a record type: filter, order, columns, pages, selection, saved views."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhike.access.rights import Access
from zhike.records import bulk_edit, lanes, listing
from zhike.records.errors import Invalid
from zhike.records.fieldspec import FieldSpec
from zhike.records.models import SavedView
from zhike.records.resource import MERGE, Resource
from zhike.web import filter_nodes, grouping, list_state, saved_views, view_tabs
from zhike.web.list_state import ALL, ListState
from zhike.web.requests import PageRequest, resource_or_404
from zhike.web.tables import column as column_of
from zhike.web.tables import rows

BULK = "bulk"
ListAction = Callable[[ListState, Access], "dict[str, Any] | None"]
_list_actions: list[ListAction] = []


def register_list_action(action: ListAction) -> None:
    """Add a button to every list when apps are ready; None where it makes no sense."""
    _list_actions.append(action)


def list_page(request: PageRequest, name: str) -> HttpResponse:
    """One page of the list; a filter that cannot be read is said, and the list stays empty."""
    resource = resource_or_404(request, name)
    access = request.access
    problem = ""
    try:
        given = request.GET or list_state.opening(resource, access)
        state = list_state.read(resource, access, given)
        page = listing.page(resource, access, state.query)
    except Invalid as invalid:
        problem = invalid.errors[0].message
        state = list_state.mistaken(resource, access, request.GET)
        page = listing.Page([], None, 0, total_estimated=False)
    saved = view_tabs.views_of(resource, access)
    context = {
        "resource": resource, "state": state, "problem": problem,
        "table": table(state, access, page.items, can_pick=_can_bulk(resource, access)),
        "totals": grouping.totals(state, access, page),
        "groups": grouping.groups(state, access) if state.group else [],
        "group_choices": grouping.choices(state, access),
        "pager": _pager(state, page), "total_text": total_text(page),
        "filter": filter_form(state), "chips": view_tabs.chips(state, access, saved),
        "tab_counts_url": f"/{resource.name}/tab-counts/",
        "column_choices": column_choices(state, access), "empty": _empty(state, access),
        "bulk": _bulk(state, access, page),
        "views": views(state, access),
        "actions": _registered(state, access) + actions(resource, access),
        "filter_text": filter_nodes.dumped(state.filter) if state.filter else "",
        **_save_view(state), **saved_views.menu(state, access, saved),
        "lost_text": lost_text(state),
    }  # fmt: skip
    return render(request, "web/list.html", context, status=400 if problem else 200)


def table(
    state: ListState, access: Access, records: list[Any], *, can_pick: bool = False
) -> dict[str, Any]:
    """Columns and rows as the table component takes them."""
    resource = state.resource
    specs = list_state.shown_columns(state, access)
    return {
        "caption": str(resource.label_plural),
        "columns": [_column(state, spec, place) for place, spec in enumerate(specs)],
        "rows": rows(resource, specs, access, records, opens=True),
        "form": BULK if can_pick and records else "",
        "edit": f"/{resource.name}/" if can_pick and access.can(resource.model, "update") else "",
    }


def _column(state: ListState, spec: FieldSpec, place: int) -> dict[str, Any]:
    column = column_of(spec, place)
    if place and spec.writable:
        column["field"] = spec.name
    if spec.sort and spec.searchable:
        now = state.sort or state.resource.default_sort
        direction = {spec.name: "asc", f"-{spec.name}": "desc"}.get(now.split(",")[0], "")
        column["sorted"] = direction
        column["sort_url"] = state.url(sort=f"-{spec.name}" if direction == "asc" else spec.name)
    return column


def total_text(page: listing.Page) -> str:
    """How many there are, as far as that was counted."""
    if page.total_estimated:
        return _("more than %(total)s") % {"total": f"{page.total:,}"}
    return count_text(page.total)


def count_text(count: int) -> str:
    """So many records."""
    return ngettext("%(total)s record", "%(total)s records", count) % {"total": f"{count:,}"}


def _pager(state: ListState, page: listing.Page) -> dict[str, Any] | None:
    if not page.items:
        return None
    total = f"{page.total:,}" + ("+" if page.total_estimated else "")
    text = _("%(first)s–%(last)s of %(total)s") % {
        "first": f"{state.start:,}",
        "last": f"{state.start + len(page.items) - 1:,}",
        "total": total,
    }
    return {
        "text": text, "previous_url": state.previous_url,
        "next_url": state.next_url(page.next_cursor),
    }  # fmt: skip


def filter_choices(request: PageRequest, name: str) -> HttpResponse:
    """What the filter of a list can ask about: fetched when somebody opens it."""
    state = ListState(resource_or_404(request, name), request.access)
    return render(request, "web/filter_choices.html", {"fields": state.offered.parameters})


def filter_form(state: ListState) -> dict[str, Any]:
    """The filter of a list on its page, and what its form keeps of the rest."""
    form = state.filter_form
    kept = {
        "q": state.search, "sort": state.sort, "columns": ",".join(state.columns),
        "group": state.group_asked, "view": state.view, **state.kept,
    }  # fmt: skip
    return form | {
        # An empty filter stands for "none" where a view has one and all of its rows are taken away.
        "hidden": [{"name": name, "value": value} for name, value in kept.items() if value]
        + [{"name": "filter", "value": ""}],
        "clear_url": state.url(filter="", view=ALL) if form["rows"] else "",
        "action": f"/{state.resource.name}/{state.page}",
    }


def _save_view(state: ListState) -> dict[str, Any]:
    return {
        "can_save_view": bool(state.asked or state.sort or state.columns or state.group),
        "visibilities": [{"value": v, "label": label} for v, label in SavedView.Visibility.choices],
        "save_view_url": f"/{state.resource.name}/views/",
        "save_view_actions": [{"label": _("Save"), "tone": "primary"}],
    }


def lost_text(state: ListState) -> str:
    """What of the saved view cannot be shown any more."""
    if not state.lost:
        return ""
    return ngettext(
        "%(n)s condition, column, order or grouping of this view is about a field that was "
        "deleted or that you may not see. It is left out; the rest is shown.",
        "%(n)s conditions, columns, orders or groupings of this view are about fields that were "
        "deleted or that you may not see. They are left out; the rest is shown.",
        state.lost,
    ) % {"n": state.lost}


def column_choices(state: ListState, access: Access) -> list[dict[str, Any]]:
    """The fields that may be shown, those that are shown first."""
    shown = [spec.name for spec in list_state.shown_columns(state, access)]
    specs = state.resource.specs(access)
    names = [*shown, *(name for name in specs if name not in shown)]
    return [{"value": name, "label": specs[name].label, "checked": name in shown} for name in names]


def _empty(state: ListState, access: Access) -> dict[str, Any]:
    """Why there is nothing here, and what to do about it."""
    resource = state.resource
    if state.standing and not state.search and not state.asked:
        return _nothing_open(state, access)
    if state.search or state.filter:
        return {
            "title": _("Nothing fits"), "icon": "search",
            "text": _("No record fits what you asked for. Take a condition away, or search wider."),
            "actions": [{"label": _("Show all"), "url": f"/{resource.name}/?view={ALL}"}],
        }  # fmt: skip
    buttons = actions(resource, access)
    text = _("What you or your colleagues add appears here, as far as your roles let you see it.")
    title = _("No %(plural)s yet") % {"plural": resource.label_plural}
    return {"title": title, "icon": resource.icon, "text": text, "actions": buttons}


def _nothing_open(state: ListState, access: Access) -> dict[str, Any]:
    resource = state.resource
    return {
        "title": _("No open %(plural)s") % {"plural": resource.label_plural},
        "icon": resource.icon,
        "text": _("What you or your colleagues add appears here, as long as it is open."),
        "actions": [
            *actions(resource, access),
            {"label": _("Show all"), "url": f"/{resource.name}/?view={ALL}"},
        ],
    }  # fmt: skip


def _registered(state: ListState, access: Access) -> list[dict[str, Any]]:
    return [drawn for action in _list_actions if (drawn := action(state, access)) is not None]


def actions(resource: Resource, access: Access) -> list[dict[str, Any]]:
    """A new record."""
    if not access.can(resource.model, "create"):
        return []
    label = _("New %(record)s") % {"record": resource.label}
    return [{"label": label, "url": f"/{resource.name}/new/", "icon": "plus", "tone": "primary"}]


def views(state: ListState, access: Access) -> list[dict[str, Any]]:
    """The same records as a list and as a board; nothing where there is no board."""
    resource = state.resource
    by_board = resource.specs(access).get(resource.board)
    if not (by_board and by_board.searchable) and lanes.usual(resource, access) is None:
        return []
    kept = state.kept or {"by": state.group}
    as_list, as_board = state.shown_as(""), state.shown_as("board/", **kept)
    return [
        {"label": _("List"), "url": as_list.url(), "icon": "list", "current": not state.page},
        {"label": _("Board"), "url": as_board.url(), "icon": "board", "current": bool(state.page)},
    ]


def _can_bulk(resource: Resource, access: Access) -> bool:
    return any(access.can(resource.model, verb) for verb in ("update", "delete"))


def _bulk(state: ListState, access: Access, page: listing.Page) -> dict[str, Any] | None:
    resource = state.resource
    if not page.items or not _can_bulk(resource, access):
        return None
    actions: list[dict[str, Any]] = []
    if access.can(resource.model, "update"):
        actions.append({"label": _("Edit a field"), "icon": "edit", "name": "do", "value": "set"})
        if any(s.name == "tags" for s in bulk_edit.editable_specs(resource, access)):
            actions.append({"label": _("Tag"), "icon": "tag", "name": "do", "value": "add:tags"})
    for name, action in resource.actions(access).items():
        actions.append({
            "label": action.label, "icon": action.icon, "name": "do", "value": f"run:{name}",
        })  # fmt: skip
    if resource.mergeable and access.can(resource.model, MERGE):
        actions.append({"label": _("Merge"), "icon": "merge", "url": f"/{resource.name}/merge/"})
    if access.can(resource.model, "delete"):
        actions.append({"label": _("Delete"), "icon": "trash", "name": "do", "value": "delete"})
    url = state.url().replace(f"/{resource.name}/", f"/{resource.name}/bulk/", 1)
    total = f"{page.total:,}" + ("+" if page.total_estimated else "")
    more = page.total_estimated or page.total > len(page.items)
    return {"form": BULK, "action": url, "total": total if more else "", "actions": actions}
