"""Saving what a list shows under a name."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhike.base.text import BadText, clean_text
from zhike.records import filters, listing
from zhike.records.errors import Invalid, say
from zhike.records.models import SavedView
from zhike.records.resource import Resource
from zhike.web import filter_rows
from zhike.web.links import list_url
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
        filter_ = filter_rows.loaded(request.POST.get("filter", "")) or {}
    except Invalid:
        filter_ = {}
    return SavedView(
        owner=request.user, resource=resource.name, filter=filter_, columns=columns,
        name=title or str(resource.label_plural),
        sort=request.POST.get("sort", "")[:120],
        visibility=visibility if visibility in known else SavedView.Visibility.PRIVATE,
    )  # fmt: skip
