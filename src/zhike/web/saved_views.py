"""Saving what a list shows under a name, changing that, and choosing with what a list opens."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhike.access.rights import Access
from zhike.base.text import BadText, clean_text
from zhike.records import filters, listing, summary
from zhike.records.errors import Invalid, say
from zhike.records.models import SavedView
from zhike.records.resource import Resource
from zhike.web import filter_nodes, list_state, view_tabs
from zhike.web.links import list_url
from zhike.web.list_state import ALL, MINE, OPEN, ListState
from zhike.web.models import OpensWith
from zhike.web.requests import PageRequest, resource_or_404


@require_POST
def save_view(request: PageRequest, name: str) -> HttpResponse:
    """Keep a list as a view of this user's and show it."""
    resource = resource_or_404(request, name)
    try:
        view = _given(request, resource)
        if view.filter:
            filters.condition(resource, request.access, view.filter)
        if view.sort:
            listing.sort_keys(resource, request.access, view.sort)
    except Invalid as invalid:
        messages.error(request, invalid.errors[0].message)
        return redirect(list_url(resource))
    except BadText as problem:
        messages.error(request, say(problem))
        return redirect(list_url(resource))
    with request.access.change_set("save_view") as opened:
        view.save()
    text = _("The view “%(name)s” is among the tabs now.") % {"name": view.name}
    messages.success(request, text, extra_tags=f"undo:{opened.id}")
    return redirect(list_url(resource, view=view.pk))


def _given(request: PageRequest, resource: Resource) -> SavedView:
    specs = resource.specs(request.access)
    columns = [c for c in request.POST.get("columns", "").split(",") if c in specs]
    visibility = request.POST.get("visibility", "")
    known = SavedView.Visibility.values
    title = clean_text(request.POST.get("name", ""), max_length=60, multiline=False)
    try:
        filter_ = filter_nodes.loaded(request.POST.get("filter", "")) or {}
    except Invalid:
        filter_ = {}
    return SavedView(
        owner=request.user, resource=resource.name, filter=filter_, columns=columns,
        name=title or str(resource.label_plural),
        sort=request.POST.get("sort", "")[:120], group=_group(resource, request),
        visibility=visibility if visibility in known else SavedView.Visibility.PRIVATE,
    )  # fmt: skip


def _group(resource: Resource, request: PageRequest) -> str:
    spec = resource.specs(request.access).get(request.POST.get("group", ""))
    return spec.name if spec is not None and summary.can_group(spec) else ""


@require_POST
def change_view(request: PageRequest, name: str, id_: UUID) -> HttpResponse:
    """`do=rename`, `save` (what the address shows takes its place), `copy` or `delete`."""
    resource = resource_or_404(request, name)
    view = SavedView.tabs(resource.name, request.user).filter(pk=id_).first()
    do = request.POST.get("do", "")
    if view is None or do not in ("rename", "save", "copy", "delete"):
        raise Http404
    if do != "copy":
        request.access.require(view, "delete" if do == "delete" else "update")
    try:
        changed = _changed(request, resource, view, do)
    except Invalid as invalid:
        messages.error(request, invalid.errors[0].message)
        return redirect(list_url(resource, view=view.pk))
    except BadText as problem:
        messages.error(request, say(problem))
        return redirect(list_url(resource, view=view.pk))
    with request.access.change_set(f"{do}_view") as opened:
        if do == "delete":
            view.delete()
        else:
            changed.save()
    text = {
        "rename": _("The view is called “%(name)s” now."),
        "save": _("The view “%(name)s” shows this from now on."),
        "copy": _("The view “%(name)s” is among the tabs now."),
        "delete": _("The view “%(name)s” is deleted."),
    }[do] % {"name": changed.name}
    messages.success(request, text, extra_tags=f"undo:{opened.id}")
    return redirect(list_url(resource, view=ALL if do == "delete" else changed.pk))


def _changed(request: PageRequest, resource: Resource, view: SavedView, do: str) -> SavedView:
    """The view as it is to be; raises Invalid or BadText."""
    if do == "rename":
        title = clean_text(request.POST.get("name", ""), max_length=60, multiline=False)
        view.name = title or view.name
        if request.POST.get("visibility") in SavedView.Visibility.values:
            view.visibility = request.POST["visibility"]
    elif do in ("save", "copy"):
        state = list_state.read(resource, request.access, request.GET)
        if state.filter:
            filters.condition(resource, request.access, state.filter)
        if state.sort:
            listing.sort_keys(resource, request.access, state.sort)
        if do == "copy":
            title = _("%(name)s (copy)") % {"name": view.name[:40]}
            view = SavedView(owner=request.user, resource=resource.name, name=title)
        specs = resource.specs(request.access)
        view.filter, view.sort = state.filter or {}, state.sort[:120]
        view.columns = [column for column in state.columns if column in specs]
        view.group = state.group if state.group in specs else ""
    return view


@require_POST
def opens_with(request: PageRequest, name: str) -> HttpResponse:
    """Choose the view with which the list opens for this user; none for the usual one."""
    resource = resource_or_404(request, name)
    wanted = request.POST.get("view", "")
    tabs = SavedView.tabs(resource.name, request.user)
    if wanted not in (ALL, MINE, OPEN) and all(str(view.pk) != wanted for view in tabs):
        raise Http404
    if wanted == (OPEN if resource.ends else ALL):
        OpensWith.objects.filter(user=request.user.pk, resource=resource.name).delete()
    else:
        OpensWith.objects.update_or_create(
            user=request.user.pk, resource=resource.name, defaults={"view": wanted}
        )
    messages.success(request, _("The list opens with this view for you."))
    return redirect(list_url(resource, view=wanted))


def menu(state: ListState, access: Access, views: list[SavedView]) -> dict[str, Any]:
    """What can be done with the view that is shown: its menu, and where its dialog posts."""
    resource, view = state.resource, state.saved
    items: list[dict[str, Any]] = []
    starred = list_state.opening(resource, access).get("view", ALL)
    shown = state.view or (ALL if not state.filter else "")
    if shown and starred != shown:
        items.append({
            "label": _("Open this list with it"), "icon": "star", "method": "post",
            "url": f"/{resource.name}/opens-with/", "name": "view", "value": shown,
        })  # fmt: skip
    if view is None:
        return {"view_items": items, "rename_url": ""}
    url = f"/{resource.name}/views/{view.pk}/"
    with_state = url + "?" + state.url().partition("?")[2]
    post = {"method": "post", "name": "do"}
    may = access.rows(SavedView, "update").filter(pk=view.pk).exists()
    if may and state.is_changed:
        label = _("Save the changes in it")
        items.append(post | {"label": label, "icon": "check", "url": with_state, "value": "save"})
    if may:
        items.append({"label": _("Rename or share"), "icon": "edit", "dialog": "rename-view"})
    items += view_tabs.moves(state, views)
    items.append(post | {"label": _("Copy"), "icon": "plus", "url": with_state, "value": "copy"})
    if may:
        items.append(post | {"label": _("Delete"), "icon": "trash", "url": url, "value": "delete"})
    return {"view_items": items, "rename_url": url if may else ""}
