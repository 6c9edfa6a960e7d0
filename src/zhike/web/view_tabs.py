"""The tabs over a list: all, mine, saved views in each person's order, with their counts."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from zhike.access.rights import Access
from zhike.records import listing
from zhike.records.errors import Invalid
from zhike.records.listing import Query
from zhike.records.models import SavedView
from zhike.records.resource import Resource
from zhike.web import list_state
from zhike.web.links import list_url
from zhike.web.list_state import ALL, MINE, OPEN, ListState
from zhike.web.models import TabOrder
from zhike.web.requests import PageRequest, resource_or_404

COUNTED_UP_TO = 500
SECONDS = 0.4
LEFT, RIGHT = "left", "right"


def views_of(resource: Resource, access: Access) -> list[SavedView]:
    """The saved views that this user has, as the user put them; new ones come last."""
    views = list(SavedView.tabs(resource.name, access.user))
    if access.user is None or not views:
        return views
    order = TabOrder.objects.filter(user=access.user.pk, resource=resource.name).first()
    places = {id_: place for place, id_ in enumerate(order.views)} if order else {}
    return sorted(views, key=lambda view: places.get(str(view.pk), len(places)))


def chips(state: ListState, access: Access, views: list[SavedView]) -> list[dict[str, Any]]:
    """All, mine and the saved views as links; their counts come when the page is there."""
    plain = state.view in ("", ALL) and not state.filter
    found = [{"label": _("All"), "url": state.view_url(ALL), "current": plain,
              "count_id": f"tab-{ALL}"}]  # fmt: skip
    if not state.page and state.resource.still_open(access):
        found.insert(0, {"label": pgettext("records", "Open"), "url": state.view_url(OPEN),
                         "current": state.view == OPEN, "count_id": f"tab-{OPEN}"})  # fmt: skip
    if "owner" in state.resource.coded and access.user is not None:
        found.append({"label": _("Mine"), "url": state.view_url(MINE),
                      "current": state.view == MINE, "count_id": f"tab-{MINE}"})  # fmt: skip
    return found + view_chips(state, views)


def view_chips(state: ListState, views: list[SavedView]) -> list[dict[str, Any]]:
    """The saved views as links."""
    return [
        {
            "label": view.name, "url": state.view_url(str(view.pk)),
            "icon": "" if view.visibility == SavedView.Visibility.PRIVATE else "team",
            "current": state.view == str(view.pk), "count_id": f"tab-{view.pk}",
        }
        for view in views
    ]  # fmt: skip


@require_safe
def tab_counts(request: PageRequest, name: str) -> HttpResponse:
    """How many each tab holds, up to five hundred: into the places that wait for it."""
    resource = resource_or_404(request, name)
    return render(request, "web/tab_counts.html", {"counts": _counts(resource, request.access)})


def _counts(resource: Resource, access: Access) -> Iterator[dict[str, str]]:
    """One after the other while there is time: a tab without a count is no harm."""
    until = time.monotonic() + SECONDS
    views = [str(view.pk) for view in views_of(resource, access)]
    own = [tab for tab, is_there in (
        (OPEN, bool(resource.still_open(access))), (ALL, True), (MINE, "owner" in resource.coded),
    ) if is_there]  # fmt: skip
    for tab in (*own, *views):
        if time.monotonic() > until:
            return
        state = list_state.read(resource, access, QueryDict(f"view={tab}"))
        try:
            found = listing.rows(resource, access, Query(state.filter))
        except Invalid:
            continue
        count = found.order_by().values("pk")[: COUNTED_UP_TO + 1].count()
        text = f"{COUNTED_UP_TO}+" if count > COUNTED_UP_TO else str(count)
        yield {"id": f"tab-{tab}", "text": text}


@require_POST
def move_tab(request: PageRequest, name: str) -> HttpResponse:
    """Put one of the saved views further to the left or to the right, for oneself."""
    resource = resource_or_404(request, name)
    wanted, to = request.GET.get("view", ""), request.POST.get("to", "")
    order = [str(view.pk) for view in views_of(resource, request.access)]
    if wanted not in order or to not in (LEFT, RIGHT):
        raise Http404
    place = order.index(wanted)
    order.remove(wanted)
    order.insert(max(0, place + (1 if to == RIGHT else -1)), wanted)
    TabOrder.objects.update_or_create(
        user=request.user.pk, resource=resource.name, defaults={"views": order}
    )
    return redirect(list_url(resource, view=wanted))


def moves(state: ListState, views: list[SavedView]) -> list[dict[str, Any]]:
    """Where the tab that is shown can go."""
    if state.saved is None:
        return []
    order = [view.pk for view in views]
    place = order.index(state.saved.pk)
    post = {"method": "post", "url": f"/{state.resource.name}/tab-order/?view={state.saved.pk}",
            "name": "to"}  # fmt: skip
    items = []
    if place > 0:
        items.append(post | {"label": _("Move to the left"), "icon": "chevron-left", "value": LEFT})
    if place < len(order) - 1:
        label = _("Move to the right")
        items.append(post | {"label": label, "icon": "chevron-right", "value": RIGHT})
    return items
